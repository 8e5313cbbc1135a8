import { elementsOf } from '../blocks/blocks.ts';
import { copyOf, isFields, stringOf, type Fields } from '../json.ts';
import { messageWire } from '../messages.ts';
import type { Ephemeral, Message, View } from '../types.ts';
import { stateOf, viewWire } from '../views.ts';
import { isEmptyState } from '../view-state.ts';
import { acked } from './commands.ts';
import {
  channelWire,
  interactionHead,
  needInteractivity,
  newResponseUrl,
  newTrigger,
  type Acked,
  type Desk,
} from './desk.ts';
import { typedState, type TypedValue } from './typing.ts';

export type PressOptions = {
  readonly blockId?: string;
  /** What to choose, for a select or an overflow in a message. */
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

/** Sends block_actions for an element of a view; used by typing as well as by pressing. */
export const actInView = async (
  desk: Desk,
  view: View,
  place: Place,
  state?: Fields,
): Promise<Acked> => {
  needInteractivity(desk);
  const { workspace, delivery } = desk;
  const wire = viewWire(workspace, view);
  const body: Fields = {
    type: 'block_actions',
    ...interactionHead(desk),
    container: { type: 'view', view_id: view.id },
    trigger_id: newTrigger(desk),
    view: wire,
    actions: [actionOf(place, state, workspace.newTs())],
  };
  return acked(await delivery.interaction('interactive', body));
};

export const createPresses = (desk: Desk) => {
  const { workspace, person, delivery } = desk;

  const needMembership = (channelId: string): void => {
    const channel = workspace.channels.get(channelId);
    if (channel?.members.includes(person.id) !== true) {
      throw new Error(`${person.id} is not in ${channelId} and sees no message there`);
    }
  };

  const inMessage = async (
    message: Message | Ephemeral,
    place: Place,
    value?: TypedValue,
  ): Promise<Acked> => {
    needInteractivity(desk);
    const isEphemeral = 'from' in message;
    if (isEphemeral && message.user !== person.id)
      throw new Error('only its reader sees an ephemeral message');
    if (!isEphemeral) needMembership(message.channel);
    const values = stateOf(message.blocks, {});
    const state = value === undefined ? undefined : typedState(workspace, place.element, value, []);
    const [blockId, actionId] = [
      stringOf(place.block['block_id']),
      stringOf(place.element['action_id']),
    ];
    if (
      state !== undefined &&
      !isEmptyState(place.element, state) &&
      place.element['type'] !== 'overflow'
    ) {
      values[blockId] = { ...values[blockId], [actionId]: state };
    }
    const thread = message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts };
    const body: Fields = {
      type: 'block_actions',
      ...interactionHead(desk),
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: message.channel,
        is_ephemeral: isEphemeral,
        ...thread,
      },
      trigger_id: newTrigger(desk),
      channel: channelWire(desk, message.channel),
      ...(isEphemeral ? {} : { message: messageWire(workspace, message, false) }),
      state: { values },
      response_url: newResponseUrl(desk, {
        channel: message.channel,
        original: { ts: message.ts, isEphemeral },
        ...(message.thread_ts === undefined ? {} : { threadTs: message.thread_ts }),
      }),
      actions: [actionOf(place, state, workspace.newTs())],
    };
    return acked(await delivery.interaction('interactive', copyOf(body)));
  };

  const shownView = (where: 'modal' | 'home'): View => {
    const view =
      where === 'modal' ? workspace.stackOf(person.id).at(-1) : workspace.homes.get(person.id);
    if (view === undefined) throw new Error(`${person.id} has no ${where} open`);
    return view;
  };

  /** On a message, also one as it was when first seen: an old card keeps its old buttons. */
  const presses = async (
    where: Message | Ephemeral | 'modal' | 'home',
    actionId: string,
    options: PressOptions = {},
  ): Promise<Pressed> => {
    const view = typeof where === 'string' ? shownView(where) : undefined;
    const blocks = typeof where === 'string' ? (view?.blocks ?? []) : where.blocks;
    const place = findElement(blocks, actionId, options.blockId);
    const dialog = dialogOf(place);
    if (dialog.dialog !== undefined && options.confirm === false)
      return { declined: true, ...dialog };
    if (view !== undefined) {
      const { value } = options;
      const state =
        value === undefined ? undefined : typedState(workspace, place.element, value, []);
      return { ...(await actInView(desk, view, place, state)), ...dialog };
    }
    if (typeof where === 'string') throw new Error('unreachable');
    return { ...(await inMessage(where, place, options.value)), ...dialog };
  };

  return { presses };
};
