import { unreadableFields } from '#src/relay/field.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import type { ApprovalContext, ApprovalProject, Result } from './approval-context.ts';
import { effectsInBatch } from './batch-effects.ts';
import { hasParted } from './chain.ts';
import { type ChangeRequest, type Person, samePerson } from './change-request.ts';
import { freezesOf, whyFrozen } from './chat-freezes.ts';
import { commitEvent } from './commit-event.ts';
import { type Asked, contentAsked, contentOf } from './content.ts';
import { effectsOfSubmit, type OpenRequestLimit } from './effects.ts';
import type { Content } from './event.ts';
import { type Findings, findingsNow, whyUnplayable } from './findings.ts';
import { openLimitOf, whyNotOpen } from './open-limit.ts';
import { whyNobodyCan, whyNotBreakGlass, whyNotDecide, whyNotRequest } from './permission.ts';
import { type Foretold, foretoldFor, joinedChain, openBeside } from './predecessor.ts';
import type { Refusal } from './refusal.ts';
import { askingSomebody, stricter, withCounts } from './requirement.ts';
import { remindingBy } from './timers.ts';
import { runAtMs } from './transition.ts';
import { isCurrent, loadViewed, type ViewedVersion } from './viewed-version.ts';
import { lastApprovalMs } from './way-back.ts';

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

/** `viewedContent`: the `contentVersion` from which the edit began; a later one is not overwritten. */
export type Edit = Submission & { readonly viewedContent?: number | undefined };

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
    : whyUnplayable(context, submission.change, found.pins);
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

/** Why this person cannot request this change at these times. */
export async function whyNotAsk(
  context: ApprovalContext,
  submission: Asked & Pick<Submission, 'requester'>,
): Promise<Refusal | undefined> {
  const { project, base, requester, applyAtMs, backAt } = submission;
  const [refusal, freezes] = await Promise.all([
    whyNotRequest(context, project, requester),
    freezesOf(context, project, base.task_id),
  ]);
  return (
    refusal ??
    whyFrozen(freezes, applyAtMs ?? context.now()) ??
    (backAt && whyFrozen(freezes, backAt.applyAtMs)) ??
    whyUnreadable(base)
  );
}

/** A payload for a task that cannot be read would be a guess. */
function whyUnreadable(task: RelayTask): Refusal | undefined {
  const fields = unreadableFields(task);
  return fields.length === 0 ? undefined : { reason: 'task_unreadable', fields };
}

/** The requester requests something else instead; approvals of the old content do not count. */
export async function edit(
  context: ApprovalContext,
  id: string,
  submission: Omit<Edit, 'id'>,
): Promise<Result> {
  const { requester, viewedContent } = submission;
  const refusal =
    (await whyNotAsk(context, submission)) ?? (await whyNotInChain(context, id, submission));
  if (refusal) return { ok: false, refusal };
  const found = await findingsNow(context, contentAsked(context, submission));
  const unplayed = whyUnplayable(context, submission.change, found.pins);
  if (unplayed) return { ok: false, refusal: unplayed };
  // It stays where it was first shown.
  const { place: _, ...asked } = contentOf(context, submission, found);
  const content = { ...asked, policy: askingSomebody(asked.policy) };
  const alone = await whyNobodyCan(context, content.policy, requester);
  if (alone) return { ok: false, refusal: alone };
  const result = await commitEvent(context, id, (request) => {
    if (!samePerson(request.requester, requester)) return { reason: 'not_yours_to_edit' };
    const isOther = request.base.task_id !== submission.base.task_id;
    if (isOther || request.cloud !== submission.project.cloud) return { reason: 'other_task' };
    if (viewedContent !== undefined && request.contentVersion !== viewedContent) {
      return { reason: 'edited_meanwhile' };
    }
    // A request joins a chain with its submit, and no other one later.
    if (submission.after !== undefined && request.after !== submission.after) {
      return { reason: 'edited_meanwhile' };
    }
    // Its way back keeps its id, until that is the id of another request.
    const { wayBack } = content;
    const backId = (hasParted(request) ? undefined : request.wayBack?.id) ?? wayBack?.id ?? '';
    return {
      name: 'edit',
      person: requester,
      content: { ...content, wayBack: wayBack && { ...wayBack, id: backId } },
      ...remindingBy(submission.project.policy),
    };
  });
  // It was submitted before: twice at once, or the first answer was lost.
  const isOther = !result.ok && result.refusal.reason === 'edited_meanwhile';
  const { request: held } = result;
  return isOther && held && holds(held, content) ? { ok: true, request: held } : result;
}

/** Whether an edit fits what comes before and after the request. */
async function whyNotInChain(
  context: ApprovalContext,
  id: string,
  { project, base, after, applyAtMs, backAt }: Omit<Edit, 'id'>,
): Promise<Refusal | undefined> {
  const place = { id, project: project.name, base, after, applyAtMs };
  const joins = await joinedChain(context, place);
  if (joins && 'refusal' in joins) return joins.refusal;
  if (backAt === undefined) return undefined;
  const [follower] = (await openBeside(context, place)).followedBy;
  return follower && { reason: 'followed_by', id: follower.id };
}

/** Whether it is what was requested. Payloads are not compared, because they depend on the time when they are built. */
function holds(held: ChangeRequest, asked: Content & Pick<ChangeRequest, 'breakGlass'>): boolean {
  return (
    JSON.stringify(held.change) === JSON.stringify(asked.change) &&
    held.reason === asked.reason &&
    held.applyAtMs === asked.applyAtMs &&
    held.wayBack?.applyAtMs === asked.wayBack?.applyAtMs &&
    !held.breakGlass === !asked.breakGlass
  );
}

/**
 * The same change on the task as it is now: a new payload, which needs new approvals. It still needs at least what it
 * needed at the submit, and keeps its deadline.
 */
export async function rebase(
  context: ApprovalContext,
  id: string,
  person: Person,
  viewed: ViewedVersion,
  live: RelayTask,
): Promise<Result> {
  const found = await loadViewed(context, id, viewed);
  if (!found.ok) return found;
  const held = found.request;
  const project = context.projects.get(held.project);
  if (!project) return { ok: false, refusal: { reason: 'not_found' } };
  const refusal = (await whyNotDecide(context, held, person)) ?? whyUnreadable(live);
  if (refusal) return { ok: false, refusal, request: held };
  const nowMs = context.now();
  const foretold = await rebasedOnto(context, held);
  const rebased = (request: ChangeRequest) => ({
    ...request,
    project,
    base: foretold?.task ?? live,
    // A link stays one while its predecessor is still to come. If its time has passed, it runs once it is approved.
    after: foretold?.id,
    applyAtMs: (request.applyAtMs ?? 0) > nowMs ? request.applyAtMs : undefined,
    backAt: hasParted(request) ? undefined : request.wayBack,
  });
  const now = await findingsNow(context, contentAsked(context, rebased(held)));
  return commitEvent(context, id, (request) => {
    if (request.state === 'pending' && !isCurrent(request, viewed))
      return { reason: 'wrong_digest' };
    const { policy, place: _, ...content } = contentOf(context, rebased(request), now);
    const both = askingSomebody(stricter(request.policy, policy));
    const { wayBack, applyAtMs = Infinity } = content;
    const lastMs = wayBack ? lastApprovalMs(wayBack.applyAtMs, both.holdMs) : Infinity;
    if (wayBack && lastMs <= nowMs) return { reason: 'back_too_soon', atMs: wayBack.applyAtMs };
    const expiresAtMs = Math.min(request.expiresAtMs, applyAtMs, lastMs);
    const rebasedTo = { ...content, policy: both, expiresAtMs };
    return { name: 'rebase', person, content: rebasedTo, ...remindingBy(project.policy) };
  });
}

/** What a rebase of a link builds it on; undefined: nothing but the task as it is now. */
export async function rebasedOnto(
  context: Pick<ApprovalContext, 'store'>,
  link: ChangeRequest,
): Promise<Foretold | undefined> {
  const foretold = await foretoldFor(context, link);
  return foretold && foretold.fromMs <= (link.applyAtMs ?? 0) ? foretold : undefined;
}
