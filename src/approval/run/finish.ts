import type { ApprovalContext, Result } from '#src/approval/approval-context.ts';
import { advance } from '#src/approval/commit-event.ts';
import type { Commit, Step } from '#src/approval/ports.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { Event } from '#src/approval/record/event.ts';
import { isMarkLost } from '#src/approval/states/recover.ts';
import { transition } from '#src/approval/states/transition.ts';

/** How often this is tried again after somebody else wrote in between. */
const ATTEMPTS_MAX = 8;

/**
 * Records how a run ended, on the version that the run holds. If the store has lost the mark that this run wrote
 * before its PUT, the mark is written again together with the end, because nobody else knows it.
 */
export async function finish(
  context: ApprovalContext,
  held: ChangeRequest,
  event: Event,
): Promise<Result> {
  const result = await advance(context, held, event);
  if (result.ok || held.sentAtMs === undefined) return result;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const standing = await context.store.load(held.id);
    if (!standing) return { ok: false, refusal: { reason: 'not_found' } };
    const steps = endOf(held, standing, event, context.now());
    if (!steps) return { ok: false, refusal: { reason: 'busy' }, request: standing };
    const [first, second] = steps;
    const commit = await written(context, first, second);
    if (commit.kind === 'written') return { ok: true, request: (second ?? first).next };
  }
  return { ok: false, refusal: { reason: 'busy' } };
}

/** Writes the mark of a running request again, if the store has lost it. */
export async function keepMark(context: ApprovalContext, held: ChangeRequest): Promise<void> {
  const standing = await context.store.load(held.id);
  const step = standing && transition(standing, { name: 'recover', lost: held }, context.now());
  if (step?.ok) await written(context, step);
}

/** The steps from the stored version to the end of the run; undefined: somebody else has taken over. */
function endOf(
  held: ChangeRequest,
  standing: ChangeRequest,
  event: Event,
  nowMs: number,
): readonly [Step, Step?] | undefined {
  const isMarked = standing.state === 'applying' && standing.sentAtMs === held.sentAtMs;
  if (isMarked) {
    const end = transition(standing, event, nowMs);
    return end.ok ? [end] : undefined;
  }
  if (!isMarkLost(held, standing)) return undefined;
  const mark = transition(standing, { name: 'recover', lost: held }, nowMs);
  const end = mark.ok ? transition(mark.next, event, nowMs) : mark;
  return mark.ok && end.ok ? [mark, end] : undefined;
}

/** With the lock on the task, or without it: the PUT was sent, and a lock of another request cannot take it back. */
async function written(context: ApprovalContext, first: Step, second?: Step): Promise<Commit> {
  const commit = await context.store.commit(first.next, first.effects, second);
  if (commit.kind !== 'locked') return commit;
  const { lock: _lock, ...unlocked } = first.effects;
  return context.store.commit(first.next, unlocked, second);
}
