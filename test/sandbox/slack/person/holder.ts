import { copyOf, type Fields } from '../json.ts';
import { messageWire } from '../messages.ts';
import type { Ephemeral, Message, Typed, View } from '../types.ts';
import { stateOf, viewWire } from '../views.ts';
import { channelWire, newResponseUrl, type Desk } from './desk.ts';

/** Where a person presses and types: a view of theirs, or a message, also one as it was when first seen. */
export type Where = 'modal' | 'home' | Message | Ephemeral;

/** Something with blocks, with what one person has typed into it. */
export type Holder = {
  readonly key: string;
  readonly blocks: readonly Fields[];
  /** Changed by typing. */
  readonly typed: Typed;
  /** The origin in every payload. */
  readonly about: () => Fields;
  /** What an action's payload adds. */
  readonly forAction: () => Fields;
};

const shownView = ({ workspace, person }: Desk, where: 'modal' | 'home'): View => {
  const view =
    where === 'modal' ? workspace.stackOf(person.id).at(-1) : workspace.homes.get(person.id);
  if (view === undefined) throw new Error(`${person.id} has no ${where} open`);
  return view;
};

export const viewHolder = ({ workspace }: Desk, view: View): Holder => ({
  key: view.rootViewId,
  blocks: view.blocks,
  typed: view.typed,
  about: () => ({
    container: { type: 'view', view_id: view.id },
    view: viewWire(workspace, view),
  }),
  forAction: () => ({}),
});

const needSight = ({ workspace, person }: Desk, message: Message | Ephemeral): void => {
  if ('from' in message) {
    if (message.user !== person.id) throw new Error('only its reader sees an ephemeral message');
    return;
  }
  if (workspace.channels.get(message.channel)?.members.includes(person.id) !== true) {
    throw new Error(`${person.id} is not in ${message.channel} and sees no message there`);
  }
};

const messageHolder = (desk: Desk, message: Message | Ephemeral): Holder => {
  needSight(desk, message);
  const { workspace, person } = desk;
  const { ts, channel, blocks, thread_ts: threadTs } = message;
  const isEphemeral = 'from' in message;
  const key = `${person.id} ${channel} ${ts}`;
  const typed = workspace.typedInMessages.get(key) ?? {};
  workspace.typedInMessages.set(key, typed);
  return {
    key,
    blocks,
    typed,
    about: () => ({
      container: {
        type: 'message',
        message_ts: ts,
        channel_id: channel,
        is_ephemeral: isEphemeral,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      },
      channel: channelWire(desk, channel),
      ...(isEphemeral ? {} : { message: copyOf(messageWire(workspace, message, false)) }),
    }),
    forAction: () => ({
      state: { values: stateOf(blocks, typed) },
      response_url: newResponseUrl(desk, {
        channel,
        original: { ts, isEphemeral },
        ...(threadTs === undefined ? {} : { threadTs }),
      }),
    }),
  };
};

export const holderOf = (desk: Desk, where: Where): Holder =>
  typeof where === 'string' ? viewHolder(desk, shownView(desk, where)) : messageHolder(desk, where);
