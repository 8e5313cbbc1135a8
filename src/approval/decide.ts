import { apply } from './apply.ts';
import type { ChangeRequest, Person } from './change-request.ts';
import type { Desk, Result } from './desk.ts';
import type { Needed } from './event.ts';
import { frozenAt, neededNow, whyNotDecide } from './permission.ts';
import { hasDecided } from './policy.ts';
import { runAtMs } from './transition.ts';

/** What a person was looking at. */
export interface Seen {
  readonly version: number;
  readonly digest: string;
}

export interface DecisionInput extends Seen {
  readonly id: string;
  readonly kind: 'approve' | 'reject';
  readonly person: Person;
  readonly note?: string | undefined;
}

export async function decide(desk: Desk, input: DecisionInput): Promise<Result> {
  const { id, kind, person, version, digest, note } = input;
  if (kind === 'reject' && !note) return { ok: false, refusal: { reason: 'note_missing' } };
  const seen = await desk.store.load(id);
  if (!seen) return { ok: false, refusal: { reason: 'not_found' } };
  const refusal =
    (await whyNotDecide(desk, seen, person)) ??
    (kind === 'approve' ? frozenAt(desk, seen.project, runsAt(desk, seen)) : undefined);
  if (refusal) return { ok: false, refusal, request: seen };
  const decision = { kind, person, digest, atMs: desk.now(), ...(note ? { note } : {}) };
  return apply(
    desk,
    id,
    (request) => {
      // An edit of the reason or the time alone leaves the payload, and so its digest, as they are.
      if (version < request.contentVersion || request.digest !== digest) {
        return { reason: 'wrong_digest' };
      }
      // Checked again on the newest version: the same person may be deciding in two windows.
      if (hasDecided(request, person, desk.isSame)) return { reason: 'already_decided_by_you' };
      return { name: kind, decision, needed: needed(desk, request) };
    },
    seen,
  );
}

/** What the decision has to reach: the stricter of then and now, without the lists of people. */
function needed(desk: Desk, request: ChangeRequest): Needed {
  const { quorum, holdMs } = neededNow(desk, request);
  return { quorum, ...(holdMs ? { holdMs } : {}) };
}

/** When it would run if it were approved now. */
function runsAt(desk: Desk, request: ChangeRequest): number {
  const nowMs = desk.now();
  return runAtMs({ ...request, policy: neededNow(desk, request) }, nowMs) ?? nowMs;
}

/**
 * Another try of a failed request, approved anew by whoever asks for it. Each failure is tried again
 * once: a click on what failed before, delivered late or on an old card, is none on this one.
 */
export async function retry(
  desk: Desk,
  id: string,
  person: Person,
  { version, digest }: Seen,
): Promise<Result> {
  const seen = await desk.store.load(id);
  if (!seen) return { ok: false, refusal: { reason: 'not_found' } };
  const fresh = { ...seen, decisions: [] };
  const refusal =
    (await whyNotDecide(desk, fresh, person)) ?? frozenAt(desk, seen.project, desk.now());
  if (refusal) return { ok: false, refusal, request: seen };
  const expiresAfterMs = desk.projects.get(seen.project)?.policy.expiresAfterMs ?? 0;
  const atMs = desk.now();
  return apply(
    desk,
    id,
    (request) => {
      const isOld = request.state === 'failed' && version < request.contentVersion;
      if (isOld || request.digest !== digest) return { reason: 'wrong_digest' };
      const decision = { kind: 'approve', person, digest, atMs } as const;
      const expiresAtMs = atMs + expiresAfterMs;
      return { name: 'retry', decision, needed: needed(desk, request), expiresAtMs };
    },
    seen,
  );
}

/** Closes the review after a break-glass: by an approver who did not make it, with words. */
export async function closeReview(
  desk: Desk,
  { id, person, note }: { readonly id: string; readonly person: Person; readonly note: string },
): Promise<Result> {
  const seen = await desk.store.load(id);
  if (!seen) return { ok: false, refusal: { reason: 'not_found' } };
  const refusal = await whyNotDecide(desk, seen, person);
  if (refusal) return { ok: false, refusal, request: seen };
  if (note === '') return { ok: false, refusal: { reason: 'note_missing' }, request: seen };
  const review = { person, note, atMs: desk.now() };
  return apply(desk, id, () => ({ name: 'after_review', review }), seen);
}
