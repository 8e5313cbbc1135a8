import { apply } from './apply.ts';
import type { ChangeRequest, Person } from './change-request.ts';
import type { Desk, Result } from './desk.ts';
import type { Needed } from './event.ts';
import { frozenAt, neededNow, whyNotDecide } from './permission.ts';
import { hasDecided } from './policy.ts';
import { requirementFor } from './requirement.ts';
import { isStill, type Seen } from './seen.ts';
import { runAtMs } from './transition.ts';

export interface DecisionInput extends Seen {
  readonly id: string;
  readonly kind: 'approve' | 'reject';
  readonly person: Person;
  readonly note?: string | undefined;
}

export async function decide(desk: Desk, input: DecisionInput): Promise<Result> {
  const { id, kind, person, digest, note } = input;
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
      if (!isStill(request, input)) return { reason: 'wrong_digest' };
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
 * Another try of a failed request, approved by the person who asks for it. Each failure is tried again
 * once: an answer to an earlier failure is ignored.
 */
export async function retry(desk: Desk, id: string, person: Person, asked: Seen): Promise<Result> {
  const seen = await desk.store.load(id);
  if (!seen) return { ok: false, refusal: { reason: 'not_found' } };
  // Its schedule is over: another try runs at once, or after a hold.
  const { applyAtMs: _applyAtMs, ...rest } = seen;
  const fresh = { ...rest, decisions: [] };
  const refusal =
    (await whyNotDecide(desk, fresh, person)) ?? frozenAt(desk, seen.project, runsAt(desk, fresh));
  if (refusal) return { ok: false, refusal, request: seen };
  const atMs = desk.now();
  const policy = desk.projects.get(seen.project)?.policy;
  const expiresAfterMs = policy
    ? requirementFor({ ...fresh, policy, nowMs: atMs }).expiresAfterMs
    : 0;
  return apply(
    desk,
    id,
    (request) => {
      // What is not failed any more is refused for that, and says who was faster.
      if (request.state === 'failed' && !isStill(request, asked)) return { reason: 'wrong_digest' };
      const decision = { kind: 'approve', person, digest: request.digest, atMs } as const;
      const expiresAtMs = atMs + expiresAfterMs;
      return { name: 'retry', decision, needed: needed(desk, request), expiresAtMs };
    },
    seen,
  );
}

/** Closes the review after a break-glass: by an approver who did not make it, with words. */
export async function closeReview(
  desk: Desk,
  input: Seen & { readonly id: string; readonly person: Person; readonly note: string },
): Promise<Result> {
  const { id, person, note } = input;
  const seen = await desk.store.load(id);
  if (!seen) return { ok: false, refusal: { reason: 'not_found' } };
  const refusal = await whyNotDecide(desk, seen, person);
  if (refusal) return { ok: false, refusal, request: seen };
  if (note === '') return { ok: false, refusal: { reason: 'note_missing' }, request: seen };
  const review = { person, note, atMs: desk.now() };
  return apply(
    desk,
    id,
    // Another try may have run since.
    (request) =>
      isStill(request, input) ? { name: 'after_review', review } : { reason: 'wrong_digest' },
    seen,
  );
}
