import { isFields, optionalString, stringOf, type Fields } from '../json.ts';
import { refuse } from '../refusal.ts';
import type { Tier } from '../rates.ts';
import type { Channel } from '../types.ts';
import type { Workspace } from '../workspace.ts';

export type Call = {
  readonly workspace: Workspace;
  readonly args: Fields;
  readonly baseUrl: string;
  /** Lets one Socket Mode connection in. */
  readonly newTicket: () => string;
};

export type Method = {
  /** One of these scopes is enough; empty: any bot token will do. */
  readonly scopes?: readonly string[];
  readonly tier: Tier;
  readonly token?: 'app';
  readonly run: (call: Call) => Fields;
};

export const hasScope = (workspace: Workspace, scope: string): boolean =>
  workspace.manifest.scopes.includes(scope);

export const needScope = (workspace: Workspace, scopes: readonly string[]): void => {
  if (scopes.length === 0 || scopes.some((scope) => hasScope(workspace, scope))) return;
  const provided = workspace.manifest.scopes.join(',');
  refuse('missing_scope', { needed: scopes.join(','), provided });
};

/** Web-api sends objects as JSON strings in a form; a JSON body may carry them as they are. */
export const objectArg = (value: unknown, error: string): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return refuse(error);
  }
};

export const flagArg = (value: unknown): boolean =>
  value === true || value === 'true' || value === '1';

export const requiredArg = (args: Fields, name: string, error = 'invalid_arguments'): string => {
  const value = stringOf(args[name]);
  if (value !== '') return value;
  const messages = [`[ERROR] missing required field: ${name}`];
  return refuse(error, { response_metadata: { messages } });
};

const scopeFor = (kind: string, channel: Channel): string => {
  if (channel.kind === 'im') return `im:${kind}`;
  return channel.isPrivate ? `groups:${kind}` : `channels:${kind}`;
};

/** A channel that the bot can see; private channels without it do not exist for it. */
export const readableChannel = ({ workspace, args }: Call, kind: 'read' | 'history'): Channel => {
  const channel = workspace.channels.get(requiredArg(args, 'channel', 'channel_not_found'));
  if (channel === undefined || (channel.isPrivate && !channel.botIsMember)) {
    return refuse('channel_not_found');
  }
  needScope(workspace, [scopeFor(kind, channel)]);
  if (kind === 'history' && !channel.botIsMember) refuse('not_in_channel');
  return channel;
};

const maxPage = 999;

export const paged = <T>(args: Fields, all: readonly T[], defaultLimit: number) => {
  const limit = Number(args['limit'] ?? defaultLimit);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxPage) refuse('invalid_limit');
  const cursor = optionalString(args['cursor']) ?? '';
  const decoded = Buffer.from(cursor, 'base64').toString('utf8');
  const offset = cursor === '' ? 0 : Number(/^next:(\d+)$/.exec(decoded)?.[1] ?? NaN);
  if (Number.isNaN(offset)) refuse('invalid_cursor');
  const end = offset + limit;
  const next = end < all.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { page: all.slice(offset, end), hasMore: next !== '', nextCursor: next };
};

export const asFields = (value: unknown): Fields | undefined =>
  isFields(value) ? value : undefined;
