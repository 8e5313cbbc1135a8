import { sha256 } from '#src/basics/sha256.ts';

/** One line of the audit trail, as it was written: JSON text, and the two hashes that chain it. */
export interface AuditLine {
  /** Its place in the trail. */
  readonly id: string;
  readonly line: string;
  readonly previous: string;
  readonly hash: string;
}

export interface AuditTrail {
  /** Every line, oldest first, in batches. */
  readonly batches: () => AsyncIterable<readonly AuditLine[]>;
  /** The same, newest first. */
  readonly newestFirst: () => AsyncIterable<readonly AuditLine[]>;
  /** Hash of the newest line; undefined if there is none. */
  readonly head: () => Promise<string | undefined>;
  readonly count: () => Promise<number>;
  /** The lines of a request that is still in the store, oldest first. */
  readonly ofRequest: (id: string) => Promise<readonly AuditLine[]>;
  /** Adds a line that belongs to no request, unless `value` is what was noted last for `about`. */
  readonly note: (about: string, value: string, line: string) => Promise<void>;
}

export type Verified =
  | { readonly ok: true; readonly count: number; readonly head: string }
  /** `number` counts from 1: the first line that was changed. */
  | { readonly ok: false; readonly number: number; readonly id: string; readonly why: string };

/** What the first line is chained to. */
export const AUDIT_START = '0'.repeat(64);

/**
 * Checks the chain: `hash = SHA-256(previous + SHA-256(line))`, where each `previous` is the hash before it and the
 * last hash is the head. A changed, removed or inserted line breaks the chain. A trail that was rewritten from the
 * start does not, which is why heads are published: each published head (`knownHeads`) must be the hash of a line.
 */
export async function verifyAudit(
  trail: Pick<AuditTrail, 'batches' | 'head'>,
  knownHeads: readonly string[] = [],
): Promise<Verified> {
  // Read first: lines that are written meanwhile come after it.
  const head = (await trail.head()) ?? AUDIT_START;
  let [number, previous, last] = [0, AUDIT_START, ''];
  let isHeadThere = head === AUDIT_START;
  const missing = new Set(knownHeads);
  for await (const batch of trail.batches()) {
    for (const entry of batch) {
      number += 1;
      const why = problemOf(entry, previous);
      if (why) return { ok: false, number, id: entry.id, why };
      [previous, last] = [entry.hash, entry.id];
      missing.delete(entry.hash);
      isHeadThere ||= entry.hash === head;
    }
  }
  if (!isHeadThere) {
    return { ok: false, number: number + 1, id: last, why: 'lines are missing after this one' };
  }
  const [unknown] = missing;
  if (unknown === undefined) return { ok: true, count: number, head: previous };
  const why = `no line has the hash ${unknown}: the trail was rewritten`;
  return { ok: false, number: 1, id: '', why };
}

function problemOf(entry: AuditLine, previous: string): string | undefined {
  if (entry.previous !== previous) return 'a line before this one was removed, added or changed';
  const hash = sha256(entry.previous + sha256(entry.line));
  return hash === entry.hash ? undefined : 'this line is not what was written';
}
