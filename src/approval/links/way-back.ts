import type { ApprovalContext } from '#src/approval/approval-context.ts';
import type { ChangeRequest, FollowUp } from '#src/approval/record/change-request.ts';
import { type Findings, forecastFactsOf } from '#src/approval/record/findings.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import { APART_MS, hasParted } from '#src/approval/states/chain.ts';
import { runAtMs } from '#src/approval/states/transition.ts';
import { settingBack } from '#src/relay/chain.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import { shownEffects } from '#src/relay/forecast/worse.ts';
import { buildPayload, digestOf, type SendMode } from '#src/relay/payload.ts';

/** The second run of a pair: "this from 20:00, then back at 22:00". */

/** Which request is to undo the change, and when, in Unix milliseconds. */
export interface AskedWayBack {
  readonly id: string;
  readonly applyAtMs: number;
}

/** Until when a change can be approved so that it still runs before its way back, in Unix milliseconds. */
export function lastApprovalMs(wayBackMs: number, holdMs = 0): number {
  return wayBackMs - holdMs - APART_MS;
}

/** Its way back, where that is a request of its own by now. */
export async function partedWayBack(
  { store }: Pick<ApprovalContext, 'store'>,
  request: ChangeRequest,
): Promise<ChangeRequest | undefined> {
  const { wayBack } = request;
  return wayBack && hasParted(request) ? store.load(wayBack.id) : undefined;
}

/**
 * The way back that a failed request has lost: it was cancelled or held as that failed, so a retry would be for good.
 * Undefined: there was none, somebody gave it up, or it is still going to run.
 */
export async function lostWayBack(
  context: Pick<ApprovalContext, 'store'>,
  request: ChangeRequest,
): Promise<string | undefined> {
  const back = await partedWayBack(context, request);
  const isLost = back?.state === 'held' || back?.history.at(-1)?.event === 'cancel';
  return isLost ? back?.id : undefined;
}

/** When its way back is going to run, in Unix milliseconds; undefined where there is none, or it is not going to run. */
export async function backAtMs(
  context: Pick<ApprovalContext, 'store'>,
  request: ChangeRequest,
): Promise<number | undefined> {
  const back = await partedWayBack(context, request);
  if (!back) return request.wayBack?.applyAtMs;
  return back.state === 'approved' || back.state === 'pending' ? runsAtMs(back) : undefined;
}

/** Builds the way back, frozen like the change itself. */
export function buildWayBack(
  first: Pick<ChangeRequest, 'base' | 'change' | 'payload'>,
  { id, applyAtMs }: AskedWayBack,
  send: SendMode,
): FollowUp {
  const { base, change, notAskable } = settingBack(first, applyAtMs);
  const payload = buildPayload({ base, change, send, nowMs: applyAtMs });
  return {
    id,
    applyAtMs,
    base,
    change,
    payload,
    digest: digestOf(payload),
    notAskable: notAskable.length > 0 ? notAskable : undefined,
  };
}

/** Adds what viewers will see of it, by the findings; rivals and the API are those of the change before it. */
export function withEffects(wayBack: FollowUp, { rivals, known }: Findings): FollowUp {
  const { base, payload, applyAtMs: atMs } = wayBack;
  const facts = forecastFactsOf({ ...wayBack, rivals, known });
  return { ...wayBack, effects: shownEffects(effectsOf({ task: base, payload, atMs, ...facts })) };
}

/** The way back as a request of its own, approved by those who approved the change. */
export function requestOfWayBack(
  first: ChangeRequest,
  wayBack: FollowUp,
  createdAtMs: number,
): ChangeRequest {
  const { notAskable: _, ...content } = wayBack;
  const { project, cloud, reason, called, requester, place, policy, rivals, known } = first;
  const decisions = first.decisions.map((made) => ({ ...made, digest: wayBack.digest }));
  return {
    schema: 1,
    version: 1,
    contentVersion: 1,
    state: 'approved',
    project,
    cloud,
    ...content,
    reason,
    called,
    rivals,
    known,
    requester,
    place,
    policy,
    createdAtMs,
    expiresAtMs: wayBack.applyAtMs,
    runAtMs: runAtMs({ applyAtMs: wayBack.applyAtMs, policy }, createdAtMs),
    reverts: first.id,
    after: first.id,
    decidedWith: first.id,
    decisions,
    history: [{ event: 'submit', state: 'approved', atMs: createdAtMs, person: requester }],
  };
}
