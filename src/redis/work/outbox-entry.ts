import type { OutboxEntry } from '#src/approval/effects.ts';
import { fromLookName } from '#src/approval/look.ts';

/**
 * An entry of the outbox. Hooks those that come with a request there are some for other things;
 * `request` then names what they are about:
 * - `event`: an event of the Live API was taken
 * - `tell`: the message of a group of events is to be brought up to date
 * - `home`: the Home of a person, by user id, is to be brought up to date
 * - `head`: the head of the audit is to be posted, once a day
 * - `forget`: closed requests that are old enough leave the store
 */
export interface Entry {
  readonly kind: OutboxEntry['kind'] | 'event' | 'tell' | 'home' | 'head' | 'forget';
  readonly request: string;
}

/** An outbox entry as it lies in the stream, with how often it has failed already. */
export interface StoredEntry extends Entry {
  readonly failures: number;
}

const KINDS = [
  'show',
  'execute',
  'expire',
  'settle',
  'remind',
  'escalate',
  'ask_review',
  'look',
  'event',
  'tell',
  'head',
  'home',
  'forget',
] as const;

/** `kind request` or `kind request failures`; equal entries make equal lines. */
export function toLine(entry: Entry & { readonly failures?: number }): string {
  const words = [entry.kind, entry.request];
  return [...words, ...(entry.failures ? [entry.failures] : [])].join(' ');
}

/** Undefined: of a kind, or with a purpose, that this version does not know. */
export function fromLine(line: string): StoredEntry | undefined {
  const [word, request, failures] = line.split(' ');
  const kind = KINDS.find((known) => known === word);
  if (!kind || !request || (kind === 'look' && !fromLookName(request))) return undefined;
  return { kind, request, failures: Number(failures ?? 0) };
}
