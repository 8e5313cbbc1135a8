import { elementsOf } from '../blocks/blocks.ts';
import { isFields, stringOf, type Fields } from '../json.ts';
import { isEmptyState } from '../view-state.ts';
import { acked } from './commands.ts';
import { interactionHead, needInteractivity, newTrigger, type Acked, type Desk } from './desk.ts';
import { holderOf, type Holder, type Where } from './holder.ts';
import { typedState, type TypedValue } from './typing.ts';

export type PressOptions = {
  readonly blockId?: string;
  /** What to choose, for a select or an overflow. */
  readonly value?: TypedValue;
  /** False declines the dialog that a `confirm` object brings up. */
  readonly confirm?: boolean;
};

export type Pressed = (Acked | { readonly declined: true; readonly timedOut?: false }) & {
  /** The confirmation that was shown, if the element has one. */
  readonly dialog?: Fields;
};

export type Place = { readonly block: Fields; readonly element: Fields };

const findElement = (blocks: readonly Fields[], actionId: string, blockId?: string): Place => {
  const all = blocks.flatMap((block) => elementsOf(block).map((element) => ({ block, element })));
  const fits = all.filter(
    ({ block, element }) =>
      element['action_id'] === actionId && (blockId === undefined || block['block_id'] === blockId),
  );
  const [found] = fits;
  if (found === undefined) {
    const there = all.map(({ element }) => stringOf(element['action_id'])).join(', ');
    throw new Error(
      `there is nothing called ${actionId} to press; there is: ${there || 'nothing'}`,
    );
  }
  if (fits.length > 1) throw new Error(`${actionId} is there ${fits.length} times: give a blockId`);
  return found;
};

const actionOf = ({ block, element }: Place, state: Fields | undefined, ts: string): Fields => ({
  type: element['type'],
  action_id: element['action_id'],
  block_id: block['block_id'],
  ...(element['type'] === 'button' ? { text: element['text'] } : {}),
  ...(element['value'] === undefined ? {} : { value: element['value'] }),
  ...(element['style'] === undefined ? {} : { style: element['style'] }),
  ...state,
  action_ts: ts,
});

const dialogOf = ({ element }: Place): { dialog?: Fields } =>
  isFields(element['confirm']) ? { dialog: element['confirm'] } : {};

/** An overflow menu holds nothing: it is pressed like a button. */
export const keepTyped = ({ typed }: Holder, { block, element }: Place, state: Fields): void => {
  if (element['type'] === 'overflow') return;
  const [blockId, actionId] = [stringOf(block['block_id']), stringOf(element['action_id'])];
  typed[blockId] = { ...typed[blockId], [actionId]: state };
};

/** Sends block_actions for one element; used by typing as well as by pressing. */
export const actOn = async (
  desk: Desk,
  holder: Holder,
  place: Place,
  state?: Fields,
): Promise<Acked> => {
  needInteractivity(desk);
  const { workspace, delivery } = desk;
  return acked(
    await delivery.interaction('interactive', {
      type: 'block_actions',
      ...interactionHead(desk),
      ...holder.about(),
      trigger_id: newTrigger(desk),
      ...holder.forAction(),
      actions: [actionOf(place, state, workspace.newTs())],
    }),
  );
};

export const createPresses = (desk: Desk, found: (holder: Holder, place: Place) => Fields[]) => {
  /** On a message, possibly as first seen, with its old buttons. */
  const presses = async (
    where: Where,
    actionId: string,
    options: PressOptions = {},
  ): Promise<Pressed> => {
    const holder = holderOf(desk, where);
    const place = findElement(holder.blocks, actionId, options.blockId);
    const dialog = dialogOf(place);
    if (dialog.dialog !== undefined && options.confirm === false)
      return { declined: true, ...dialog };
    const { value } = options;
    const state =
      value === undefined
        ? undefined
        : typedState(desk.workspace, place.element, value, found(holder, place));
    if (state !== undefined && !isEmptyState(place.element, state)) keepTyped(holder, place, state);
    return { ...(await actOn(desk, holder, place, state)), ...dialog };
  };

  return { presses };
};
