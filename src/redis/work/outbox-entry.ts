import { ENTRY_KINDS } from '#src/approval/effects.ts';
import { fromLookName } from '#src/approval/look.ts';

/**
 * Every kind of outbox entry: those that come with a request, and for other things, which `request` then names:
 * - `event`: an event of the Live API was taken
 * - `tell`: the message of a group of events is to be brought up to date
 * - `home`: the Home of a person, by user id, is to be brought up to date
 * - `head`: the head of the audit is to be posted, once a day
 * - `forget`: closed requests that are old enough leave the store
 */
const KINDS = [...ENTRY_KINDS, 'event', 'tell', 'home', 'head', 'forget'] as const;

export interface Entry {
  readonly kind: (typeof KINDS)[number];
  readonly request: string;
}

/** An outbox entry as it lies in the stream, with how often it has failed already. */
export interface StoredEntry extends Entry {
  readonly failures: number;
}

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
