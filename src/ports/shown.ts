import { auditLine } from '#src/approval/audit/audit-line.ts';

/** A message in Slack: its channel and timestamp. */
export interface MessageRef {
  readonly channel: string;
  readonly ts: string;
}

/** How much of the whole change is posted below a card: the number of messages, for the content of that version. */
export interface WholeTold {
  readonly contentVersion: number;
  readonly count: number;
}

/** The message in the ops channel that tells how a request ended. It is edited when more is known. */
export interface EndTold {
  readonly message: MessageRef;
  /** Which line of the thread it is. */
  readonly line: number;
  /** A digest of what it says. */
  readonly said: string;
}

/** The one line of the thread about what was reported after the change. It is edited. */
export interface GuardTold {
  readonly message: MessageRef;
  /** A digest of what it says. */
  readonly said: string;
}

/** How far channels that watch for outcomes have been told. */
export interface WatchersTold {
  /** Lines of the history that are past telling. */
  readonly lines: number;
  /** The channels in which the line after them is posted already. */
  readonly channels: readonly string[];
}

/** Where and how far a request is shown in Slack. Not part of the request, since showing decides nothing. */
export interface Shown {
  readonly card?: MessageRef | undefined;
  /** The version that the card shows. */
  readonly version: number;
  /** The freeze that the card shows, if any. */
  readonly frozen?: string | undefined;
  /** The requests that the card says are built on this one, with their times. */
  readonly followers?: string | undefined;
  /** How many lines of the history the thread tells. */
  readonly lines: number;
  readonly whole?: WholeTold | undefined;
  /** The last message in the ops channel. */
  readonly result?: MessageRef | undefined;
  /** How many lines of the history are past telling in the ops channel. */
  readonly told?: number | undefined;
  readonly end?: EndTold | undefined;
  readonly watchers?: WatchersTold | undefined;
  readonly guard?: GuardTold | undefined;
  /** The direct card of a requester who is not in the channel, and the version it shows. */
  readonly direct?: MessageRef | undefined;
  readonly directVersion?: number | undefined;
  readonly directFollowers?: string | undefined;
  /** How many lines are posted below it. */
  readonly directLines?: number | undefined;
  readonly directWhole?: WholeTold | undefined;
  /** The message that was last begun: it may have been posted without being recorded. */
  readonly begun?: string | undefined;
}

export interface ShownStore {
  readonly load: (requestId: string) => Promise<Shown>;
  readonly save: (requestId: string, shown: Partial<Omit<Shown, 'begun'>>) => Promise<void>;
  /**
   * Records that a message is about to be posted. False: another replica is showing this request, so it must not be
   * posted here.
   */
  readonly begin: (requestId: string, message: string) => Promise<boolean>;
}

/** What the audit keeps of a message that shows a request: where it is in Slack. */
export function messageLine(input: {
  readonly request: string;
  readonly part: 'card' | 'result' | 'direct';
  readonly message: MessageRef;
  readonly atMs: number;
}): string {
  const { request, part, message, atMs } = input;
  return auditLine({ at: new Date(atMs).toISOString(), request, event: 'show', part, message });
}
