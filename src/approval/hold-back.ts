import type { Effect } from '#src/relay/forecast/effect.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import { NEAR_END_MS } from '#src/relay/forecast/off-air.ts';
import { isWorse, shownEffects } from '#src/relay/forecast/worse.ts';
import type { ApprovalContext, Result } from './approval-context.ts';
import type { ChangeRequest } from './change-request.ts';
import { advance } from './commit-event.ts';
import { requirementFor, stricter } from './requirement.ts';

/**
 * Whether viewers would lose more at this moment than its approvers were shown. An emergency is run as it is, and so
 * is what was asked for before effects were kept.
 */
export function isWorseNow(request: ChangeRequest, nowMs: number): boolean {
  const { base, payload, effects, breakGlass } = request;
  if (effects === undefined || breakGlass !== undefined) return false;
  const now = effectsOf({ task: base, payload, atMs: nowMs });
  return isWorse(
    effects,
    now.filter((effect) => !hasJustComeNear(effect, nowMs)),
  );
}

/** How late a run may be before an end that was in good time counts as near. */
const SLACK_MS = 15 * 60_000;

/** An end an hour after its schedule is not another one because the run began seconds later. */
function hasJustComeNear(effect: Effect, nowMs: number): boolean {
  return effect.kind === 'ends_soon' && effect.atMs - nowMs >= NEAR_END_MS - SLACK_MS;
}

/** Gives a claimed request back to those who decide, with what viewers would see now. */
export async function holdBack(context: ApprovalContext, claimed: ChangeRequest): Promise<Result> {
  const policy = context.projects.get(claimed.project)?.policy;
  if (!policy) return { ok: false, refusal: { reason: 'not_found' }, request: claimed };
  const nowMs = context.now();
  const { expiresAfterMs, ...today } = requirementFor({ ...claimed, policy, nowMs });
  const needed = stricter(claimed.policy, today);
  const atMs = nowMs + (needed.holdMs ?? 0);
  return advance(context, claimed, {
    name: 'hold_back',
    effects: shownEffects(effectsOf({ task: claimed.base, payload: claimed.payload, atMs })),
    // What needed nobody needs somebody now.
    policy: { ...needed, quorum: Math.max(1, needed.quorum) },
    expiresAtMs: nowMs + expiresAfterMs,
    remindAfterMs: policy.remindAfterMs,
    escalateAfterMs: policy.escalate?.afterMs,
  });
}
