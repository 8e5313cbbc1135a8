import type { ApprovalContext, ApprovalProject, Result } from '#src/approval/approval-context.ts';
import { freezesOf, whyFrozen } from '#src/approval/decide/chat-freezes.ts';
import { whyNobodyCan, whyNotBreakGlass } from '#src/approval/decide/permission.ts';
import { joinedChain } from '#src/approval/links/predecessor.ts';
import { withCounts } from '#src/approval/policy/requirement.ts';
import {
  type ChangeRequest,
  type Person,
  samePerson,
} from '#src/approval/record/change-request.ts';
import type { Content } from '#src/approval/record/event.ts';
import { type Findings, findingsNow, whyUnplayable } from '#src/approval/record/findings.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { effectsInBatch } from '#src/approval/states/batch-effects.ts';
import { effectsOfSubmit, type OpenRequestLimit } from '#src/approval/states/effects.ts';
import { runAtMs } from '#src/approval/states/transition.ts';
import { type Asked, contentAsked, contentOf } from './content.ts';
import { openLimitOf, whyNotOpen } from './open-limit.ts';
import { whyNotAsk, whyUnreadable } from './why-not-ask.ts';

export interface Submission extends Asked {
  /** Id of the new request; submitting it again returns the same request. */
  readonly id: string;
  readonly requester: Person;
  readonly reverts?: string | undefined;
  /** The batch of which it becomes a part, and which is decided on instead. */
  readonly partOf?: string | undefined;
  /** Run at once and without approval; only for people on the project's list for that. */
  readonly isBreakGlass?: boolean | undefined;
}

/** How often a link is checked again after somebody else asked for something on its task. */
const ATTEMPTS_MAX = 8;

export async function submit(context: ApprovalContext, submission: Submission): Promise<Result> {
  const { project, isBreakGlass } = submission;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const joins = await joinedChain(context, { ...submission, project: project.name });
    if (joins && 'refusal' in joins) return { ok: false, refusal: joins.refusal };
    const first = await firstVersion(context, submission);
    if ('refusal' in first) return { ok: false, refusal: first.refusal };
    const limit = isBreakGlass ? undefined : { ...openLimitOf(context, submission), joins };
    const written = await writeFirst(context, project, first, limit);
    if (written) return written;
  }
  return { ok: false, refusal: { reason: 'busy' } };
}

/** Writes the record for the first time; undefined: something else was asked for on the task since it was checked. */
export async function writeFirst(
  context: ApprovalContext,
  project: ApprovalProject,
  first: ChangeRequest,
  openRequestLimit: OpenRequestLimit | undefined,
): Promise<Result | undefined> {
  const commit = await context.store.commit(first, {
    ...effectsInBatch(effectsOfSubmit(first, project.policy), undefined, first),
    openRequestLimit,
  });
  if (commit.kind === 'crowded') return undefined;
  const notOpen = whyNotOpen(commit);
  if (notOpen) return { ok: false, refusal: notOpen };
  // It was submitted before: twice at once, or the first answer was lost. It holds nothing that was asked
  // for since then.
  const earlier = commit.kind === 'stale' ? commit.current : undefined;
  return !earlier || (samePerson(earlier.requester, first.requester) && holds(earlier, first))
    ? { ok: true, request: earlier ?? first }
    : { ok: false, refusal: { reason: 'already_open', id: first.id }, request: earlier };
}

/** The record as it would be written first, or why it may not be asked for. */
export async function firstVersion(
  context: ApprovalContext,
  submission: Submission,
): Promise<ChangeRequest | { readonly refusal: Refusal }> {
  const { id, project, base, requester, reverts, partOf } = submission;
  const isPart = partOf !== undefined;
  const refusal = submission.isBreakGlass
    ? ((await whyNotBreakGlass(context, project, requester)) ?? whyUnreadable(base))
    : await whyNotAsk(context, submission);
  if (refusal) return { refusal };
  const found = await findingsNow(context, contentAsked(context, submission));
  // A break-glass runs whatever the check found.
  const unplayed = submission.isBreakGlass
    ? undefined
    : whyUnplayable(context, submission, found.pins);
  if (unplayed) return { refusal: unplayed };
  const { breakGlass, ...content }: Content & Pick<ChangeRequest, 'breakGlass' | 'place'> =
    submission.isBreakGlass
      ? await withoutApproval(context, submission, found)
      : contentOf(context, submission, found);
  const alone =
    submission.isBreakGlass || isPart
      ? undefined
      : await whyNobodyCan(context, content.policy, requester);
  if (alone) return { refusal: alone };
  // With a quorum of 0 the policy alone approves the change, and it is applied at once.
  const state = content.policy.quorum === 0 && !isPart ? 'approved' : 'pending';
  const nowMs = context.now();
  return {
    schema: 1,
    id,
    version: 1,
    contentVersion: 1,
    state,
    project: project.name,
    cloud: project.cloud,
    ...content,
    base,
    requester,
    reverts,
    partOf,
    breakGlass,
    runAtMs: state === 'approved' ? runAtMs(content, nowMs) : undefined,
    createdAtMs: nowMs,
    decisions: [],
    history: [{ event: 'submit', state, atMs: nowMs, person: requester }],
  };
}

/** The content without approvals and without a wait, and what that bypassed. */
async function withoutApproval(
  context: ApprovalContext,
  submission: Submission,
  found: Findings,
): Promise<Content & Pick<ChangeRequest, 'breakGlass' | 'place'>> {
  const atOnce = { ...submission, applyAtMs: undefined, after: undefined, backAt: undefined };
  const content = contentOf(context, atOnce, { ...found, wayBack: undefined });
  const { project, base } = submission;
  const frozen = whyFrozen(await freezesOf(context, project, base.task_id), context.now());
  return {
    ...content,
    policy: withCounts({ ...content.policy, holdMs: undefined }, 0),
    breakGlass: {
      quorum: content.policy.quorum,
      frozen: frozen?.reason === 'frozen' ? frozen.why : undefined,
    },
  };
}

/** Whether it is what was requested. Payloads are not compared, because they depend on the time when they are built. */
export function holds(
  held: ChangeRequest,
  asked: Content & Pick<ChangeRequest, 'breakGlass'>,
): boolean {
  return (
    JSON.stringify(held.change) === JSON.stringify(asked.change) &&
    held.reason === asked.reason &&
    held.applyAtMs === asked.applyAtMs &&
    held.wayBack?.applyAtMs === asked.wayBack?.applyAtMs &&
    !held.breakGlass === !asked.breakGlass
  );
}
