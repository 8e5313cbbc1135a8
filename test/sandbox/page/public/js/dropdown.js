const gap = 4;
const roomWanted = 220;

export const isShown = (node) => node.matches(':popover-open');
export const hide = (node) => {
  if (node.isConnected && isShown(node)) node.hidePopover();
};

/** Above everything, so that no modal cuts it off; over the field where there is no room below. */
export const showBelow = (field, node) => {
  if (!node.isConnected) return;
  const { left, top, bottom, width } = field.getBoundingClientRect();
  const below = innerHeight - bottom - gap;
  const isBelow = below >= roomWanted || below >= top;
  Object.assign(node.style, {
    left: `${left}px`,
    width: `${width}px`,
    top: isBelow ? `${bottom + gap}px` : 'auto',
    bottom: isBelow ? 'auto' : `${innerHeight - top + gap}px`,
    maxHeight: `${Math.min(280, (isBelow ? below : top) - gap)}px`,
  });
  if (!isShown(node)) node.showPopover();
};
