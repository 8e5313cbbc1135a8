import { ENTRY_KINDS } from '#src/approval/record/entry-kinds.ts';
import { fromLookName } from '#src/approval/record/look.ts';

/**
 * Every kind of outbox entry: those of requests, and these, whose `request` names something else:
 * - `event`: handle an event of the Live API
 * - `tell`: update the message of a group of events
 * - `guard`: look at the stream of a request because events came after its change
 * - `home`: update the Home of a person, by user id
 * - `head`: post the head of the audit, once a day
 * - `ending`: read the tasks of a project of the cloud for what ends soon
 * - `freeze`: tell that somebody froze something in chat or lifted that, and bring cards in line, by the id of the news
 * - `forget`: remove old closed requests from the store
 */
const KINDS = [
  ...ENTRY_KINDS,
  'event',
  'tell',
  'guard',
  'home',
  'head',
  'ending',
  'freeze',
  'forget',
] as const;

export interface Entry {
  readonly kind: (typeof KINDS)[number];
  readonly request: string;
}

/** An outbox entry as stored, with how often it has failed. */
export interface StoredEntry extends Entry {
  readonly failures: number;
}

/** `kind request` or `kind request failures`; equal entries make equal lines. */
export function toLine(entry: Entry & { readonly failures?: number }): string {
  const words = [entry.kind, entry.request];
  return [...words, ...(entry.failures ? [entry.failures] : [])].join(' ');
}

/** Undefined: this version does not know the kind or the purpose. */
export function fromLine(line: string): StoredEntry | undefined {
  const [word, request, failures] = line.split(' ');
  const kind = KINDS.find((known) => known === word);
  if (!kind || !request || (kind === 'look' && !fromLookName(request))) return undefined;
  return { kind, request, failures: Number(failures ?? 0) };
}
