import type { Effect } from '#src/relay/forecast/effect.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import { NEAR_END_MS } from '#src/relay/forecast/off-air.ts';
import { isWorse, shownEffects } from '#src/relay/forecast/worse.ts';
import type { ApprovalContext, Result } from './approval-context.ts';
import type { ChangeRequest } from './change-request.ts';
import { advance } from './commit-event.ts';
import { type Findings, forecastFactsOf } from './findings.ts';
import { requirementFor, stricter } from './requirement.ts';

/**
 * Whether viewers would lose more at a moment, by what is known from outside, than the approvers were shown. An
 * emergency is run as it is, and so is what was asked for before effects were kept.
 */
export function isWorseAt(request: ChangeRequest, findings: Findings, atMs: number): boolean {
  const { effects, breakGlass } = request;
  if (effects === undefined || breakGlass !== undefined) return false;
  return isWorse(
    effects,
    effectsAt(request, findings, atMs).filter((effect) => !hasJustComeNear(effect, atMs)),
  );
}

/** How late a run may be before an end that was in good time counts as near. */
const SLACK_MS = 15 * 60_000;

/** An end an hour after its schedule is not another one because the run began seconds later. */
function hasJustComeNear(effect: Effect, nowMs: number): boolean {
  return effect.kind === 'ends_soon' && effect.atMs - nowMs >= NEAR_END_MS - SLACK_MS;
}

/** What a request does to viewers when it is sent at a moment. */
export function effectsAt(request: ChangeRequest, findings: Findings, atMs: number): Effect[] {
  const { base, payload } = request;
  const facts = forecastFactsOf({ ...request, ...findings });
  return effectsOf({ task: base, payload, atMs, ...facts });
}

/** Gives a claimed request back to those who decide, with what viewers would see now. */
export async function holdBack(
  context: ApprovalContext,
  claimed: ChangeRequest,
  findings: Findings,
): Promise<Result> {
  const policy = context.projects.get(claimed.project)?.policy;
  if (!policy) return { ok: false, refusal: { reason: 'not_found' }, request: claimed };
  const nowMs = context.now();
  const asked = { ...claimed, ...findings, policy, nowMs };
  const { expiresAfterMs, ...today } = requirementFor(asked);
  const needed = stricter(claimed.policy, today);
  const atMs = nowMs + (needed.holdMs ?? 0);
  return advance(context, claimed, {
    name: 'hold_back',
    found: { ...findings, effects: shownEffects(effectsAt(claimed, findings, atMs)) },
    // What needed nobody needs somebody now.
    policy: { ...needed, quorum: Math.max(1, needed.quorum) },
    expiresAtMs: nowMs + expiresAfterMs,
    remindAfterMs: policy.remindAfterMs,
    escalateAfterMs: policy.escalate?.afterMs,
  });
}
