/** A name for an element that outlives its node, to give the focus back after a redraw. */
export const focusKey = (owner, block, element) =>
  `${owner.key}/${block.block_id}/${element.action_id}`;
