import type { ApprovalContext, Result } from '#src/approval/approval-context.ts';
import { advance } from '#src/approval/commit-event.ts';
import { backAtMs, lastApprovalMs } from '#src/approval/links/way-back.ts';
import { policiesOf } from '#src/approval/policies-in-force.ts';
import {
  askedByAll,
  askingSomebody,
  requirementFor,
  stricter,
} from '#src/approval/policy/requirement.ts';
import { factsOf, holdsOf } from '#src/approval/policy/rule-match.ts';
import { runsUnapproved } from '#src/approval/record/break-glass.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { Event } from '#src/approval/record/event.ts';
import { type Findings, findingsNow, forecastFactsOf } from '#src/approval/record/findings.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import { remindingBy } from '#src/approval/states/timers.ts';
import type { Effect } from '#src/relay/forecast/effect.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import { NEAR_END_MS } from '#src/relay/forecast/off-air.ts';
import { isWorse, shownEffects } from '#src/relay/forecast/worse.ts';
import { changedSince } from '#src/relay/source-pin.ts';

/**
 * Whether a request must be approved again before it runs at a moment, by the findings: viewers would lose more than
 * its approvers were shown, or files have changed and a rule asks about that. A break-glass is held back only if it is retried.
 */
export function isToHoldBack(
  context: Pick<ApprovalContext, 'projects' | 'inForce'>,
  request: ChangeRequest,
  findings: Findings,
  atMs: number,
): boolean {
  if (runsUnapproved(request)) return false;
  return isWorseAt(request, findings, atMs) || isAskedAgain(context, request, findings, atMs);
}

/** A request from before effects were stored is never worse. */
function isWorseAt(request: ChangeRequest, findings: Findings, atMs: number): boolean {
  const { effects } = request;
  if (effects === undefined) return false;
  return isWorse(
    effects,
    effectsAt(request, findings, atMs).filter((effect) => !hasJustComeNear(effect, atMs)),
  );
}

/** Whether a rule requires approvals because files have changed since the approval. */
function isAskedAgain(
  context: Pick<ApprovalContext, 'projects' | 'inForce'>,
  request: ChangeRequest,
  findings: Findings,
  nowMs: number,
): boolean {
  const project = context.projects.get(request.project);
  const rules = project ? policiesOf(context, project).flatMap((policy) => policy.rules) : [];
  const asking = rules.filter(({ when, quorum }) => when.sources_changed === true && quorum > 0);
  if (asking.length === 0) return false;
  const facts = factsOf({ ...request, ...findings, approvedPins: request.pins, nowMs });
  return asking.some((rule) => holdsOf(rule, facts) !== 'no');
}

/**
 * Records whether an approved request that waits for its time would be held back by what is stored now: once if it
 * would be, or would lose even more, and once when all is as approved again.
 */
export async function foresee(context: ApprovalContext, id: string): Promise<Result> {
  const request = await context.store.load(id);
  if (!request) return { ok: false, refusal: { reason: 'not_found' } };
  const runMs = runsAtMs(request);
  if (request.state !== 'approved' || runMs === undefined) return { ok: true, request };
  const findings = await findingsNow(context, request);
  const event = eventAhead(context, request, findings, runMs);
  return event ? advance(context, request, event) : { ok: true, request };
}

function eventAhead(
  context: ApprovalContext,
  request: ChangeRequest,
  findings: Findings,
  runMs: number,
): Event | undefined {
  const { ahead } = request;
  if (!isToHoldBack(context, request, findings, runMs)) return ahead && { name: 'mend' };
  const told = ahead && shownEffects(effectsAt(request, ahead, runMs));
  if (told && !isWorse(told, effectsAt(request, findings, runMs))) return undefined;
  const changedSources = changedSince(request.pins ?? [], findings.pins ?? []);
  return { name: 'worsen', ahead: { ...findings, changedSources } };
}

/** How late a run may be before an end that was far enough away counts as near. */
const SLACK_MS = 15 * 60_000;

/** An end an hour after its schedule does not become another effect because the run began seconds later. */
function hasJustComeNear(effect: Effect, nowMs: number): boolean {
  return effect.kind === 'ends_soon' && effect.atMs - nowMs >= NEAR_END_MS - SLACK_MS;
}

/** The effects on viewers if a request is sent at a moment. */
export function effectsAt(request: ChangeRequest, findings: Findings, atMs: number): Effect[] {
  const { base, payload } = request;
  const facts = forecastFactsOf({ ...request, ...findings });
  return effectsOf({ task: base, payload, atMs, ...facts });
}

/** Returns a claimed request to those who decide, with what viewers would see now and which files changed. */
export async function holdBack(
  context: ApprovalContext,
  claimed: ChangeRequest,
  findings: Findings,
): Promise<Result> {
  // Nobody decides on a part alone: it ends, and can be requested again.
  if (claimed.partOf !== undefined) {
    const problems = [{ field: 'reason', code: 'worse_than_approved' }] as const;
    return advance(context, claimed, { name: 'fail', outcome: { sent: false, problems } });
  }
  const project = context.projects.get(claimed.project);
  if (!project) return { ok: false, refusal: { reason: 'not_found' }, request: claimed };
  const { policy } = project;
  const nowMs = context.now();
  const asked = { ...claimed, ...findings, approvedPins: claimed.pins, nowMs };
  const { expiresAfterMs, ...today } = askedByAll(policiesOf(context, project), (each) =>
    requirementFor({ ...asked, policy: each }),
  );
  const needed = stricter(claimed.policy, today);
  const atMs = nowMs + (needed.holdMs ?? 0);
  const backMs = await backAtMs(context, claimed);
  const lastMs = backMs === undefined ? Infinity : lastApprovalMs(backMs, needed.holdMs);
  return advance(context, claimed, {
    name: 'hold_back',
    found: { ...findings, effects: shownEffects(effectsAt(claimed, findings, atMs)) },
    changedSources: changedSince(claimed.pins ?? [], findings.pins ?? []),
    policy: askingSomebody(needed),
    expiresAtMs: Math.min(nowMs + expiresAfterMs, lastMs),
    ...remindingBy(policy),
  });
}
