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

/** A menu beside its button, inside of the window. */
export const showMenu = (button, menu) => {
  const { top, bottom, left, right } = button.getBoundingClientRect();
  const { offsetHeight: height, offsetWidth: width } = menu;
  const isBelow = bottom + gap + height < innerHeight || top < height;
  const isRight = left + width < innerWidth;
  Object.assign(menu.style, {
    top: `${isBelow ? bottom + gap : top - gap - height}px`,
    left: `${Math.max(gap, isRight ? left : right - width)}px`,
  });
};
