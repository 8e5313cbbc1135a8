import type { Fields } from '../json.ts';
import { optionalString, stringOf } from '../json.ts';
import { messageWire, postMessage, readContent, readMetadata } from '../messages.ts';
import { refuse } from '../refusal.ts';
import type { Channel, Message } from '../types.ts';
import { BOT } from '../workspace.ts';
import { hasScope, requiredArg, type Call, type Method } from './call.ts';

/** Where a message goes; the id of a person means the direct conversation with them. */
const targetChannel = ({ workspace, args }: Call): Channel => {
  const id = requiredArg(args, 'channel', 'channel_not_found');
  const byName = Array.from(workspace.channels.values()).find(({ name }) => `#${name}` === id);
  if (workspace.people.has(id)) return workspace.directChannel(id);
  const channel = workspace.channels.get(id) ?? byName;
  if (channel === undefined || (channel.isPrivate && !channel.botIsMember)) {
    return refuse('channel_not_found');
  }
  const mayPostAnywhere = hasScope(workspace, 'chat:write.public') && !channel.isPrivate;
  if (channel.isArchived) refuse('is_archived');
  if (!channel.botIsMember && !mayPostAnywhere) refuse('not_in_channel');
  return channel;
};

const threadArg = ({ workspace, args }: Call, channel: Channel): string | undefined => {
  const ts = optionalString(args['thread_ts']);
  if (ts === undefined || ts === '') return undefined;
  const parent = workspace.findMessage(channel.id, ts);
  if (parent === undefined) return refuse('thread_not_found');
  // A reply to a reply joins the same thread.
  return parent.thread_ts ?? parent.ts;
};

const post = (call: Call): Fields => {
  const channel = targetChannel(call);
  const content = readContent(call.workspace, call.args);
  const threadTs = threadArg(call, channel);
  const message = postMessage(call.workspace, {
    channel: channel.id,
    content,
    user: BOT.user,
    botId: BOT.id,
    args: call.args,
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  const wire = messageWire(call.workspace, message, true);
  return { channel: channel.id, ts: message.ts, message: wire };
};

const ownMessage = (call: Call, notOwn: string): { channel: Channel; message: Message } => {
  const channel = targetChannel(call);
  const ts = requiredArg(call.args, 'ts', 'message_not_found');
  const message = call.workspace.findMessage(channel.id, ts);
  if (message === undefined) return refuse('message_not_found');
  if (message.bot_id !== BOT.id) refuse(notOwn);
  return { channel, message };
};

const update = (call: Call): Fields => {
  // It has a name of its own for a channel in which nothing can be edited.
  const named = call.workspace.channels.get(optionalString(call.args['channel']) ?? '');
  if (named?.isArchived === true) refuse('is_inactive');
  const { channel, message } = ownMessage(call, 'cant_update_message');
  const content = readContent(call.workspace, call.args, message);
  const metadata = readMetadata(call.args);
  Object.assign(message, content);
  if (metadata !== undefined) {
    if (Object.keys(metadata).length === 0) delete message.metadata;
    else message.metadata = metadata;
  }
  message.edited = { user: BOT.user, ts: call.workspace.newTs() };
  call.workspace.changed();
  const wire = messageWire(call.workspace, message, true);
  return { channel: channel.id, ts: message.ts, text: message.text, message: wire };
};

const remove = (call: Call): Fields => {
  const { channel, message } = ownMessage(call, 'cant_delete_message');
  channel.messages = channel.messages.filter((entry) => entry !== message);
  call.workspace.changed();
  return { channel: channel.id, ts: message.ts };
};

const postEphemeral = (call: Call): Fields => {
  const { workspace, args } = call;
  const channel = targetChannel(call);
  const user = requiredArg(args, 'user', 'user_not_found');
  if (!channel.members.includes(user)) refuse('user_not_in_channel');
  const content = readContent(workspace, args);
  const threadTs = threadArg(call, channel);
  const ts = workspace.newTs();
  workspace.ephemerals.push({
    ts,
    channel: channel.id,
    user,
    ...content,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    from: 'chat.postEphemeral',
  });
  workspace.changed();
  return { message_ts: ts };
};

const getPermalink = ({ workspace, args }: Call): Fields => {
  const channel = workspace.channels.get(stringOf(args['channel'])) ?? refuse('channel_not_found');
  const message = workspace.findMessage(channel.id, stringOf(args['message_ts']));
  if (message === undefined) return refuse('message_not_found');
  const thread =
    message.thread_ts === undefined ? '' : `?thread_ts=${message.thread_ts}&cid=${channel.id}`;
  const permalink = `https://sandbox.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
  return { channel: channel.id, permalink };
};

const scopes = ['chat:write'];

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': { scopes, tier: 'special', run: post },
  'chat.update': { scopes, tier: 3, run: update },
  'chat.delete': { scopes, tier: 3, run: remove },
  'chat.postEphemeral': { scopes, tier: 4, run: postEphemeral },
  'chat.getPermalink': { tier: 'special', run: getPermalink },
};
