import type { Fields } from './json.ts';

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly tz: string;
  readonly locale: string;
  readonly team_id: string;
  readonly is_restricted: boolean;
  readonly is_ultra_restricted: boolean;
  readonly is_stranger: boolean;
  readonly is_bot: boolean;
  readonly deleted: boolean;
};

export type Mention = {
  readonly kind: 'user' | 'usergroup' | 'broadcast';
  readonly id: string;
  /** Its place in the message: `/text`, `/blocks/0/text/text`. */
  readonly pointer: string;
};

export type Message = {
  ts: string;
  channel: string;
  user: string;
  bot_id?: string;
  /** Of a message that Slack writes itself, such as `channel_archive`. */
  subtype?: string;
  text: string;
  blocks: Fields[];
  thread_ts?: string;
  reply_broadcast?: boolean;
  metadata?: Fields;
  edited?: { user: string; ts: string };
  mentions: Mention[];
  unfurl_links?: boolean;
  unfurl_media?: boolean;
  files?: Fields[];
};

/** A message as people see it, with what was answered in its thread. */
export type SeenMessage = Message & { readonly replies: readonly Message[] };

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'im';
  readonly isPrivate: boolean;
  isArchived: boolean;
  members: string[];
  botIsMember: boolean;
  messages: Message[];
};

export type Usergroup = {
  readonly id: string;
  readonly handle: string;
  users: string[];
  isDisabled: boolean;
};

export type Ephemeral = {
  ts: string;
  channel: string;
  user: string;
  text: string;
  blocks: Fields[];
  thread_ts?: string;
  mentions: Mention[];
  from: 'ack' | 'response_url' | 'chat.postEphemeral' | 'slack';
};

/** What somebody typed or chose, by block id and action id, in Slack's state shape. */
export type Typed = Record<string, Record<string, Fields>>;

export type View = {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly personId: string;
  readonly rootViewId: string;
  readonly previousViewId?: string;
  callbackId: string;
  externalId: string;
  privateMetadata: string;
  title?: Fields;
  submit?: Fields;
  close?: Fields;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  blocks: Fields[];
  hash: string;
  typed: Typed;
  /** Under each field, by block id; `''` is the line at the top of the modal. */
  errors: Record<string, string>;
};

export type Trigger = { readonly personId: string; readonly atMs: number; used: boolean };

export type ResponseUrl = {
  readonly personId: string;
  readonly channel: string;
  readonly atMs: number;
  /** The message or ephemeral that was pressed, for replace_original. */
  readonly original?: { readonly ts: string; readonly isEphemeral: boolean };
  readonly threadTs?: string;
  uses: number;
};

export type UploadedFile = {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  content?: Buffer;
};

export type LoggedCall = {
  readonly method: string;
  readonly args: Fields;
  readonly atMs: number;
  ok: boolean;
  error?: string;
};

export type EnvelopeKind = 'slash_commands' | 'interactive' | 'events_api';

export type LoggedDelivery = {
  readonly id: string;
  readonly kind: EnvelopeKind;
  readonly body: Fields;
  readonly atMs: number;
  /** Zero for the first try. */
  readonly attempt: number;
  outcome: 'waiting' | 'acked' | 'timed_out' | 'failed';
  ack?: unknown;
  reason?: string;
  ms?: number;
};

export type Manifest = {
  readonly botName: string;
  readonly scopes: readonly string[];
  readonly commands: readonly string[];
  /** Commands whose text has references for names and URLs (`should_escape`). */
  readonly escapingCommands: readonly string[];
  /** What the client shows while somebody types a command. */
  readonly commandTexts: readonly {
    readonly command: string;
    readonly description: string;
    readonly usageHint: string;
  }[];
  readonly events: readonly string[];
  readonly shortcuts: readonly {
    readonly callbackId: string;
    readonly name: string;
    readonly type: 'global' | 'message';
  }[];
  readonly isInteractive: boolean;
  readonly hasHomeTab: boolean;
};
