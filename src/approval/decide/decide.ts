import type { ApprovalContext, Result } from '#src/approval/approval-context.ts';
import { commitEvent } from '#src/approval/commit-event.ts';
import { backAtMs, withEffects, lostWayBack } from '#src/approval/links/way-back.ts';
import { peopleWhoApproved } from '#src/approval/policy/asked-people.ts';
import { hasDecided } from '#src/approval/policy/policy.ts';
import { requirementFor } from '#src/approval/policy/requirement.ts';
import { effectsOfParts, offAirMarkOfParts } from '#src/approval/record/batch.ts';
import type { ChangeRequest, Person } from '#src/approval/record/change-request.ts';
import type { Found, Needed } from '#src/approval/record/event.ts';
import { type Findings, findingsNow, whyUnplayable } from '#src/approval/record/findings.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { plannedAtMs } from '#src/approval/record/request-times.ts';
import { type SlotPerson, wouldCount } from '#src/approval/record/slots.ts';
import { isCurrent, loadViewed, type ViewedVersion } from '#src/approval/record/viewed-version.ts';
import { APART_MS, hasParted } from '#src/approval/states/chain.ts';
import { remindingBy } from '#src/approval/states/timers.ts';
import { runAtMs } from '#src/approval/states/transition.ts';
import { offAirMark, shownEffects } from '#src/relay/forecast/worse.ts';
import { freezesFor, whyFrozen } from './chat-freezes.ts';
import { effectsAt } from './hold-back.ts';
import { findingsFor, shownParts } from './parts.ts';
import { askedToDecide, neededNow, whyNotDecide } from './permission.ts';

export interface DecisionInput extends ViewedVersion {
  readonly id: string;
  readonly kind: 'approve' | 'reject';
  readonly person: Person;
  readonly note?: string | undefined;
  /** `offAirMark` of the effects that the person was shown. Undefined: the review came from an older version. */
  readonly viewedOffAir?: string | undefined;
}

export async function decide(context: ApprovalContext, input: DecisionInput): Promise<Result> {
  const { id, kind, person, digest, note } = input;
  if (kind === 'reject' && !note) return { ok: false, refusal: { reason: 'note_missing' } };
  const found = await loadViewed(context, id, input);
  if (!found.ok) return found;
  const loaded = found.request;
  const [findings, freezes, backMs] = await Promise.all([
    findingsFor(context, loaded),
    freezesFor(context, loaded),
    backAtMs(context, loaded),
  ]);
  const asked = await askedToDecide(context, loaded, person, findings);
  if ('refusal' in asked) return { ok: false, refusal: asked.refusal, request: loaded };
  const { usergroups } = asked;
  const runMs = runsAt(context, { ...loaded, ...findings });
  const refusal =
    kind === 'approve'
      ? (whyFrozen(freezes, runMs) ??
        (backMs === undefined ? undefined : whyFrozen(freezes, backMs)) ??
        whyBackTooSoon(backMs, runMs) ??
        whyNotPlayable(context, loaded, findings))
      : undefined;
  if (refusal) return { ok: false, refusal, request: loaded };
  const decision = {
    kind,
    person,
    digest,
    atMs: context.now(),
    note: note || undefined,
    usergroups,
  };
  return commitEvent(
    context,
    id,
    (request) => {
      if (!isCurrent(request, input)) return { reason: 'wrong_digest' };
      // Checked on the newest version: the same person may be deciding in two windows.
      if (hasDecided(request, person, context.isSame)) return { reason: 'already_decided_by_you' };
      const takes = needed(context, { ...request, ...findings });
      if (kind === 'reject') return { name: kind, decision, needed: takes };
      if (isOfNoUse(request, takes, { ...person, usergroups }))
        return { reason: 'others_are_missing' };
      const { found: known, mark } = request.batch
        ? foundInParts(request, findings)
        : foundBy(request, findings);
      // The task could go off air in other ways than the approver saw: a check may have finished since.
      const isOther = input.viewedOffAir !== undefined && input.viewedOffAir !== mark;
      if (isOther) return { reason: 'effects_changed' };
      return { name: kind, decision, needed: takes, found: known };
    },
    loaded,
  );
}

/** What an approver was shown, and `offAirMark` of it. */
interface Shown {
  readonly found: Found;
  readonly mark: string;
}

/** The effects by what is known now, for the time of the run. */
function foundBy(request: ChangeRequest, findings: Findings): Shown {
  const effects = shownEffects(effectsAt(request, findings, plannedAtMs(request)));
  const wayBack = findings.wayBack && withEffects(findings.wayBack, findings);
  const back = hasParted(request) ? [] : (wayBack?.effects ?? []);
  return { found: { ...findings, wayBack, effects }, mark: offAirMark([...effects, ...back]) };
}

/** The same for a batch, which keeps with each part the effects that were approved. */
function foundInParts(request: ChangeRequest, { parts = [] }: Findings): Shown {
  const { batch } = request;
  const shown = shownParts(request, parts);
  const effectsOf = new Map(shown.map(({ id, effects }) => [id, effects]));
  return {
    found: {
      effects: effectsOfParts(shown),
      batch: batch && {
        ...batch,
        parts: batch.parts.map((part) => ({ ...part, effects: effectsOf.get(part.id) })),
      },
    },
    mark: offAirMarkOfParts(shown),
  };
}

/** A list of the request, or of one of its parts, that cannot be played where it has to be. */
function whyNotPlayable(
  context: ApprovalContext,
  request: ChangeRequest,
  { pins, parts = [{ ...request, pins }] }: Findings,
): Refusal | undefined {
  return parts
    .map((part) => whyUnplayable(context, part, part.pins))
    .find((refusal) => refusal !== undefined);
}

/** An approval that fills no slot is useless while a request waits for other people. */
function isOfNoUse(request: ChangeRequest, { slots = [] }: Needed, person: SlotPerson): boolean {
  return request.state === 'pending' && !wouldCount(slots, peopleWhoApproved(request), person);
}

/** What the decision needs: the stricter of what was required at the submit and what is required now. */
function needed(context: ApprovalContext, request: ChangeRequest & Findings): Needed {
  const { quorum, slots, holdMs } = neededNow(context, request);
  return { quorum, slots, holdMs };
}

/** With the hold that the policy asks for by now, a change could run no earlier than its way back. */
function whyBackTooSoon(backMs: number | undefined, runMs: number): Refusal | undefined {
  const isTooSoon = backMs !== undefined && runMs + APART_MS > backMs;
  return isTooSoon ? { reason: 'back_too_soon', atMs: backMs } : undefined;
}

/** When it would run if it were approved now. */
function runsAt(context: ApprovalContext, request: ChangeRequest & Findings): number {
  const nowMs = context.now();
  return runAtMs({ ...request, policy: neededNow(context, request) }, nowMs) ?? nowMs;
}

/**
 * Approves another try of a failed request. Each failure can be retried once: an answer to an earlier failure is
 * ignored.
 */
export async function retry(
  context: ApprovalContext,
  id: string,
  person: Person,
  asked: ViewedVersion,
): Promise<Result> {
  const found = await loadViewed(context, id, asked);
  if (!found.ok) return found;
  const loaded = found.request;
  // Its schedule is over: the retry runs at once, or after a hold.
  const [findings, freezes] = await Promise.all([
    findingsNow(context, loaded),
    freezesFor(context, loaded),
  ]);
  const fresh = { ...loaded, ...findings, applyAtMs: undefined, decisions: [] };
  const asking = await askedToDecide(context, fresh, person, findings);
  if ('refusal' in asking) return { ok: false, refusal: asking.refusal, request: loaded };
  const { usergroups } = asking;
  const lost = await lostWayBack(context, loaded);
  const refusal =
    (lost === undefined ? undefined : ({ reason: 'way_back_lost', id: lost } as const)) ??
    whyFrozen(freezes, runsAt(context, fresh)) ??
    whyUnplayable(context, loaded, findings.pins);
  if (refusal) return { ok: false, refusal, request: loaded };
  const atMs = context.now();
  const policy = context.projects.get(loaded.project)?.policy;
  const expiresAfterMs = policy
    ? requirementFor({ ...fresh, policy, nowMs: atMs }).expiresAfterMs
    : 0;
  return commitEvent(
    context,
    id,
    (request) => {
      // If it is no longer failed, the refusal says who was faster.
      if (request.state === 'failed' && !isCurrent(request, asked))
        return { reason: 'wrong_digest' };
      const { digest } = request;
      const decision = { kind: 'approve', person, digest, atMs, usergroups } as const;
      const expiresAtMs = atMs + expiresAfterMs;
      const today = needed(context, { ...request, ...findings });
      // It would wait for others as if for its batch, and its batch would approve it.
      if (request.partOf !== undefined && today.quorum > 1) return { reason: 'part_needs_more' };
      // Nobody was shown what was found out since the approval, so the effects stay the same.
      return {
        name: 'retry',
        decision,
        needed: today,
        found: findings,
        expiresAtMs,
        ...remindingBy(policy),
      };
    },
    loaded,
  );
}

/** Signs off a break-glass, with a note, by an approver who did not make it. */
export async function closeReview(
  context: ApprovalContext,
  input: ViewedVersion & { readonly id: string; readonly person: Person; readonly note: string },
): Promise<Result> {
  const { id, person, note } = input;
  const found = await loadViewed(context, id, input);
  if (!found.ok) return found;
  const loaded = found.request;
  const refusal = await whyNotDecide(context, loaded, person);
  if (refusal) return { ok: false, refusal, request: loaded };
  if (note === '') return { ok: false, refusal: { reason: 'note_missing' }, request: loaded };
  const review = { person, note, atMs: context.now() };
  return commitEvent(
    context,
    id,
    // It may have been retried since.
    (request) =>
      isCurrent(request, input) ? { name: 'after_review', review } : { reason: 'wrong_digest' },
    loaded,
  );
}
