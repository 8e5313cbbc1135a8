import { listOf, optionalString, stringOf, type Fields } from '../json.ts';
import { messageWire } from '../messages.ts';
import { refuse } from '../refusal.ts';
import type { Channel, Message } from '../types.ts';
import { BOT, type Workspace } from '../workspace.ts';
import {
  flagArg,
  hasScope,
  paged,
  readableChannel,
  requiredArg,
  type Call,
  type Method,
} from './call.ts';

const readScopes = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const historyScopes = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

const channelWire = (workspace: Workspace, channel: Channel): Fields =>
  channel.kind === 'im'
    ? { id: channel.id, is_im: true, user: channel.members[0], is_archived: false }
    : {
        id: channel.id,
        name: channel.name,
        name_normalized: channel.name,
        is_channel: !channel.isPrivate,
        is_group: channel.isPrivate,
        is_im: false,
        is_mpim: false,
        is_private: channel.isPrivate,
        is_archived: channel.isArchived,
        is_general: false,
        is_shared: workspace.isShared(channel.id),
        is_ext_shared: workspace.isShared(channel.id),
        is_org_shared: false,
        is_member: channel.botIsMember,
        num_members: channel.members.length,
      };

const typeOf = (channel: Channel): string => {
  if (channel.kind === 'im') return 'im';
  return channel.isPrivate ? 'private_channel' : 'public_channel';
};

const list = ({ workspace, args }: Call): Fields => {
  const types = new Set(
    (optionalString(args['types']) ?? 'public_channel').split(',').map((type) => type.trim()),
  );
  const wanted = {
    public_channel: 'channels:read',
    private_channel: 'groups:read',
    im: 'im:read',
    mpim: 'mpim:read',
  };
  for (const type of types) {
    const scope = Object.entries(wanted).find(([name]) => name === type)?.[1];
    if (scope === undefined) refuse('invalid_types');
    else if (!hasScope(workspace, scope)) {
      refuse('missing_scope', { needed: scope, provided: workspace.manifest.scopes.join(',') });
    }
  }
  const visible = Array.from(workspace.channels.values()).filter(
    (channel) => types.has(typeOf(channel)) && (!channel.isPrivate || channel.botIsMember),
  );
  const { page, nextCursor } = paged(args, visible, 100);
  return {
    channels: page.map((channel) => channelWire(workspace, channel)),
    response_metadata: { next_cursor: nextCursor },
  };
};

const members = (call: Call): Fields => {
  const channel = readableChannel(call, 'read');
  const { page, nextCursor } = paged(
    call.args,
    [...channel.members, ...(channel.botIsMember ? [BOT.user] : [])],
    100,
  );
  return { members: page, response_metadata: { next_cursor: nextCursor } };
};

const isInWindow = (args: Fields) => {
  const oldest = Number(args['oldest'] ?? 0);
  const latest = Number(args['latest'] ?? Infinity);
  if (Number.isNaN(oldest)) refuse('invalid_ts_oldest');
  if (Number.isNaN(latest)) refuse('invalid_ts_latest');
  const isInclusive = flagArg(args['inclusive']);
  return ({ ts }: Message): boolean => {
    const at = Number(ts);
    return isInclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  };
};

const answer = (call: Call, found: readonly Message[]): Fields => {
  const { page, hasMore, nextCursor } = paged(call.args, found, 100);
  const withMetadata = flagArg(call.args['include_all_metadata']);
  return {
    messages: page.map((message) => messageWire(call.workspace, message, withMetadata)),
    has_more: hasMore,
    response_metadata: { next_cursor: nextCursor },
  };
};

const history = (call: Call): Fields => {
  const channel = readableChannel(call, 'history');
  const topLevel = call.workspace.timeline(channel.id).filter(isInWindow(call.args));
  const { oldest, latest } = call.args;
  if (oldest === undefined || latest !== undefined) return answer(call, topLevel.toReversed());
  // Without `latest` it is the page closest to `oldest`, and the next one is newer.
  const found = answer(call, topLevel);
  return { ...found, messages: listOf(found['messages']).toReversed() };
};

const replies = (call: Call): Fields => {
  const channel = readableChannel(call, 'history');
  const ts = requiredArg(call.args, 'ts', 'thread_not_found');
  const asked = call.workspace.findMessage(channel.id, ts);
  if (asked === undefined) return refuse('thread_not_found');
  const parent = call.workspace.findMessage(channel.id, asked.thread_ts ?? asked.ts) ?? asked;
  const thread = call.workspace.threadOf(channel.id, parent.ts).filter(isInWindow(call.args));
  return answer(call, [parent, ...thread]);
};

const open = ({ workspace, args }: Call): Fields => {
  const users = stringOf(args['users'])
    .split(',')
    .filter((id) => id !== '');
  const [user] = users;
  if (user === undefined) return refuse('users_list_not_supplied');
  if (users.length > 1) refuse('not_enough_users');
  const person = workspace.people.get(user);
  if (person === undefined) return refuse('user_not_found');
  if (person.deleted) refuse('user_disabled');
  const isThere = workspace.channels.has(`D${user.slice(1)}`);
  const channel = workspace.directChannel(user);
  return { no_op: isThere, already_open: isThere, channel: { id: channel.id } };
};

export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.info': {
    scopes: readScopes,
    tier: 3,
    run: (call) => ({ channel: channelWire(call.workspace, readableChannel(call, 'read')) }),
  },
  'conversations.list': { scopes: readScopes, tier: 2, run: list },
  'conversations.members': { scopes: readScopes, tier: 4, run: members },
  'conversations.history': { scopes: historyScopes, tier: 3, run: history },
  'conversations.replies': { scopes: historyScopes, tier: 3, run: replies },
  'conversations.open': {
    scopes: ['im:write', 'channels:manage', 'mpim:write'],
    tier: 3,
    run: open,
  },
};
