import { addAnswer } from '../answers.ts';
import { fieldsOf, optionalString, type Fields } from '../json.ts';
import { messageWire, postMessage } from '../messages.ts';
import { mentionsIn } from '../stored.ts';
import { SlackRefusal } from '../refusal.ts';
import type { Delivered } from '../delivery.ts';
import type { Ephemeral, Message } from '../types.ts';
import { viewWire } from '../views.ts';
import { BOT } from '../workspace.ts';
import { commandText } from '../typed-text.ts';
import {
  channelWire,
  interactionHead,
  needInteractivity,
  newResponseUrl,
  newTrigger,
  type Acked,
  type Desk,
} from './desk.ts';

export type Ran =
  | { readonly ackMs: number; readonly response?: Ephemeral | undefined; readonly timedOut?: false }
  | { readonly timedOut: true; readonly error: string };

export const acked = (delivered: Delivered): Acked =>
  delivered.kind === 'acked'
    ? { ackMs: delivered.ms }
    : {
        timedOut: true,
        error: delivered.kind === 'timed_out' ? 'operation_timeout' : 'dispatch_failed',
      };

const tellFailure = ({ workspace, person }: Desk, channel: string, text: string): void => {
  workspace.ephemerals.push({
    ts: workspace.newTs(),
    channel,
    user: person.id,
    text,
    blocks: [],
    mentions: [],
    from: 'slack',
  });
  workspace.changed();
};

/** The acknowledgement of a command may carry its answer. */
const takeAnswer = (desk: Desk, channel: string, payload: unknown): Ephemeral | undefined => {
  const body = fieldsOf(payload);
  if (body['text'] === undefined && body['blocks'] === undefined) {
    if (Object.keys(body).length > 0)
      desk.workspace.fault('ack of a command that Slack does not know', body);
    return undefined;
  }
  try {
    return addAnswer(desk.workspace, { personId: desk.person.id, channel, body, from: 'ack' });
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    desk.workspace.fault(`ack of a command: ${error.code}`, error.extra);
    return undefined;
  }
};

export const createCommands = (desk: Desk) => {
  const { workspace, person, delivery } = desk;

  const findChannel = (id: string): { readonly id: string; readonly name: string } => {
    if (id === person.id) return workspace.directChannel(id);
    const channel = workspace.channels.get(id);
    if (channel === undefined) throw new Error(`there is no channel ${id}`);
    if (!channel.members.includes(person.id)) {
      throw new Error(`${person.id} is not in ${id}, so nothing can be typed there`);
    }
    return channel;
  };

  /** In a shared channel, an app's commands and shortcuts are there for its own workspace alone. */
  const needHome = (): void => {
    if (person.team_id !== workspace.team.id) {
      throw new Error(`commands and shortcuts are for members of ${workspace.team.name} only`);
    }
  };

  const runs = async (line: string, where: { readonly channel: string }): Promise<Ran> => {
    needHome();
    const [, command = '', text = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line) ?? [];
    if (!workspace.manifest.commands.includes(command)) {
      throw new Error(`the manifest has no command ${command || line}`);
    }
    if (!workspace.manifest.scopes.includes('commands')) {
      throw new Error('the manifest does not ask for the scope commands');
    }
    const channel = findChannel(where.channel);
    const delivered = await delivery.interaction('slash_commands', {
      token: 'sandbox',
      team_id: workspace.team.id,
      team_domain: 'sandbox',
      ...(workspace.grid
        ? { enterprise_id: workspace.grid.id, enterprise_name: workspace.grid.name }
        : {}),
      channel_id: channel.id,
      channel_name: channel.name,
      user_id: person.id,
      user_name: person.handle,
      command,
      text: commandText(workspace, command, text.trim()),
      api_app_id: BOT.app,
      is_enterprise_install: 'false',
      response_url: newResponseUrl(desk, { channel: channel.id }),
      trigger_id: newTrigger(desk),
    });
    const answer = acked(delivered);
    if (answer.timedOut === true) {
      tellFailure(desk, channel.id, `${command} failed with the error "${answer.error}"`);
      return answer;
    }
    const payload = delivered.kind === 'acked' ? delivered.payload : {};
    return { ackMs: answer.ackMs, response: takeAnswer(desk, channel.id, payload) };
  };

  const needShortcut = (callbackId: string, type: 'global' | 'message'): void => {
    needInteractivity(desk);
    needHome();
    const isThere = workspace.manifest.shortcuts.some(
      (entry) => entry.callbackId === callbackId && entry.type === type,
    );
    if (!isThere) throw new Error(`the manifest has no ${type} shortcut ${callbackId}`);
  };

  const usesShortcut = async (callbackId: string): Promise<Acked> => {
    needShortcut(callbackId, 'global');
    return acked(
      await delivery.interaction('interactive', {
        type: 'shortcut',
        ...interactionHead(desk),
        callback_id: callbackId,
        trigger_id: newTrigger(desk),
        action_ts: workspace.newTs(),
      }),
    );
  };

  const usesMessageShortcut = async (callbackId: string, message: Message): Promise<Acked> => {
    needShortcut(callbackId, 'message');
    findChannel(message.channel);
    return acked(
      await delivery.interaction('interactive', {
        type: 'message_action',
        ...interactionHead(desk),
        callback_id: callbackId,
        trigger_id: newTrigger(desk),
        action_ts: workspace.newTs(),
        message_ts: message.ts,
        channel: channelWire(desk, message.channel),
        message: messageWire(workspace, message, false),
        response_url: newResponseUrl(desk, {
          channel: message.channel,
          original: { ts: message.ts, isEphemeral: false },
        }),
      }),
    );
  };

  /** Looks at the app: its home, or the conversation with it. */
  const opensHome = async (tab: 'home' | 'messages' = 'home'): Promise<Delivered | undefined> => {
    const home = tab === 'home' ? workspace.homes.get(person.id) : undefined;
    return delivery.event('app_home_opened', {
      type: 'app_home_opened',
      user: person.id,
      channel: workspace.directChannel(person.id).id,
      tab,
      ...(home === undefined ? {} : { view: viewWire(workspace, home) }),
    });
  };

  /** An ordinary message by this person; the bot gets it if it subscribes. */
  const writes = async (
    text: string,
    where: { readonly channel: string; readonly threadTs?: string },
  ): Promise<Message> => {
    const channel = findChannel(where.channel);
    const threadTs = optionalString(where.threadTs);
    const message = postMessage(workspace, {
      channel: channel.id,
      content: { text, blocks: [], mentions: mentionsIn(text, []) },
      user: person.id,
      ...(threadTs === undefined ? {} : { threadTs }),
    });
    const kind = workspace.channels.get(channel.id);
    if (kind?.botIsMember !== true) return message;
    const wire: Fields = { ...messageWire(workspace, message, false), channel: channel.id };
    const group = kind.isPrivate ? 'group' : 'channel';
    const channelType = kind.kind === 'im' ? 'im' : group;
    const name = channelType === 'im' ? 'message.im' : `message.${channelType}s`;
    void delivery.event(name, { ...wire, channel_type: channelType });
    if (text.includes(`<@${BOT.user}>`)) {
      void delivery.event('app_mention', { ...wire, type: 'app_mention' });
    }
    return message;
  };

  return {
    runs,
    usesShortcut,
    usesMessageShortcut,
    opensHome,
    writes,
    ephemerals: (): Ephemeral[] =>
      structuredClone(workspace.ephemerals.filter(({ user }) => user === person.id)),
  };
};
