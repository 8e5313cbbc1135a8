import type { ApprovalContext, ApprovalProject } from '#src/approval/approval-context.ts';
import {
  type AskedWayBack,
  buildWayBack,
  lastApprovalMs,
  withEffects,
} from '#src/approval/links/way-back.ts';
import { policiesOf } from '#src/approval/policies-in-force.ts';
import { askedByAll, requirementAt, runsNotBeforeMs } from '#src/approval/policy/requirement.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { Content } from '#src/approval/record/event.ts';
import {
  type Findings,
  type findingsNow,
  forecastFactsOf,
  type Batched,
} from '#src/approval/record/findings.ts';
import type { Change } from '#src/relay/change.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import { shownEffects } from '#src/relay/forecast/worse.ts';
import { buildPayload, digestOf } from '#src/relay/payload.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';

export interface Asked extends Batched {
  readonly project: ApprovalProject;
  readonly base: RelayTask;
  readonly change: Change;
  readonly reason: string;
  /** User ids of people whom the requester wants to ping; it does not let them decide. */
  readonly called?: readonly string[] | undefined;
  readonly applyAtMs?: number | undefined;
  /** The request on whose result it builds. */
  readonly after?: string | undefined;
  readonly backAt?: AskedWayBack | undefined;
}

export function contentAsked(
  context: ApprovalContext,
  { project, base, change, applyAtMs, backAt, within }: Asked,
): Parameters<typeof findingsNow>[1] {
  const { send } = project;
  const payload = buildPayload({ base, change, send, nowMs: applyAtMs ?? context.now() });
  const wayBack = backAt && buildWayBack({ base, change, payload }, backAt, send);
  return { project: project.name, base, change, wayBack, within };
}

/** Everything that the digest covers, and what a decision on it needs. */
export function contentOf(
  context: ApprovalContext,
  asked: Asked,
  { wayBack: foundBack, ...found }: Findings,
): Content & Pick<ChangeRequest, 'place'> {
  const { project, base, change, reason, called, applyAtMs, after, backAt } = asked;
  const nowMs = context.now();
  const payload = buildPayload({ base, change, send: project.send, nowMs: applyAtMs ?? nowMs });
  const built = backAt && buildWayBack({ base, change, payload }, backAt, project.send);
  const wayBack = built && withEffects({ ...built, pins: foundBack?.pins }, found);
  const content = { ...asked, ...found, wayBack, payload, nowMs };
  const { expiresAfterMs, place, ...policy } = askedByAll(policiesOf(context, project), (each) =>
    requirementAt({ ...content, policy: each }),
  );
  const facts = forecastFactsOf({ base, change, ...found });
  const runsAtMs = runsNotBeforeMs(policy, { nowMs, applyAtMs });
  return {
    base,
    change,
    payload,
    digest: digestOf(payload),
    effects: shownEffects(effectsOf({ task: base, payload, atMs: runsAtMs, ...facts })),
    reason,
    called: called?.length ? called : undefined,
    policy,
    place,
    expiresAtMs: Math.min(
      nowMs + expiresAfterMs,
      // A schedule must be approved before its time.
      applyAtMs ?? Infinity,
      wayBack === undefined ? Infinity : lastApprovalMs(wayBack.applyAtMs, policy.holdMs),
    ),
    applyAtMs,
    after,
    wayBack,
    ...found,
  };
}
