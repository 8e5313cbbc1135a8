import { today } from './dates.js';
import { createOwner } from './owners.js';

/** A modal as the owner of its blocks: its values outlive every update of its content. */
export const createForm = (app, first) => {
  let view = first;
  const owner = createOwner(app, {
    key: first.id,
    place: { where: 'modal', view: first.id },
    shown: () => view,
  });
  const { typing } = owner;

  return {
    owner: {
      ...owner,
      // In a modal a choice that dispatches is typed and sent at once.
      change: ({ block, element, value }) => {
        typing.set(block.block_id, element.action_id, value);
        void typing.flush();
      },
    },
    flush: typing.flush,
    hasRefused: () => typing.refused.size > 0,
    update: (next) => {
      view = next;
    },
    /** Whether a block must be drawn anew: its content, its error, or a value from elsewhere. */
    versionOf: (block) => {
      const held = view.state[block.block_id] ?? {};
      const isTypedHere = Object.keys(held).some((action) => typing.has(block.block_id, action));
      const value = isTypedHere ? 'here' : held;
      return JSON.stringify([block, owner.errorOf(block.block_id), value, today()]);
    },
  };
};
