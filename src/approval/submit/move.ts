import type { ApprovalContext, Result } from '#src/approval/approval-context.ts';
import { commitEvent } from '#src/approval/commit-event.ts';
import { whyNobodyCan } from '#src/approval/decide/permission.ts';
import { askingSomebody } from '#src/approval/policy/requirement.ts';
import {
  type ChangeRequest,
  isClosed,
  type Person,
  samePerson,
} from '#src/approval/record/change-request.ts';
import type { Content } from '#src/approval/record/event.ts';
import { findingsNow, whyUnplayable } from '#src/approval/record/findings.ts';
import type { VoidedBy } from '#src/approval/record/move-record.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import { isCurrent, loadViewed, type ViewedVersion } from '#src/approval/record/viewed-version.ts';
import { APART_MS, hasParted, isFollowable } from '#src/approval/states/chain.ts';
import { whyVoid } from '#src/approval/states/moved.ts';
import { remindingBy } from '#src/approval/states/timers.ts';
import { wrongState } from '#src/approval/states/transition.ts';
import { type Asked, contentAsked, contentOf } from './content.ts';
import { whyNotAsk } from './why-not-ask.ts';

/** Another time for a scheduled request, by its requester. */
export interface AskedMove extends ViewedVersion {
  readonly id: string;
  readonly person: Person;
  /** In Unix milliseconds. */
  readonly applyAtMs: number;
  /** When its way back is to run. Undefined: as before, or it has none. */
  readonly backAtMs?: number | undefined;
}

export type MovePlan =
  | { readonly ok: false; readonly refusal: Refusal; readonly request?: ChangeRequest | undefined }
  | {
      readonly ok: true;
      readonly request: ChangeRequest;
      readonly content: Content;
      readonly voided: VoidedBy | undefined;
    };

/** What a move would do. Writes nothing. */
export async function planMove(context: ApprovalContext, asked: AskedMove): Promise<MovePlan> {
  const found = await loadViewed(context, asked.id, asked);
  if (!found.ok) return found;
  const { request } = found;
  const refusal =
    whyNotMove(request, asked.person) ??
    (isCurrent(request, asked) ? undefined : ({ reason: 'edited_meanwhile' } as const)) ??
    whyNotAt(request, asked, context.now()) ??
    (await whyOutOfOrder(context, request, asked));
  if (refusal) return { ok: false, refusal, request };
  const moved = await contentAt(context, request, asked);
  if ('refusal' in moved) return { ok: false, refusal: moved.refusal, request };
  const { content } = moved;
  const voided = whyVoid(request, content);
  const isToApprove = request.state === 'pending' || voided !== undefined;
  const alone = isToApprove
    ? await whyNobodyCan(context, askingSomebody(content.policy), request.requester)
    : undefined;
  return alone ? { ok: false, refusal: alone, request } : { ok: true, request, content, voided };
}

/**
 * Moves a request to another time: record and timers in one commit. Approvals stay only if the same is sent, viewers lose
 * no more, and the policy at the new time asks for no more.
 */
export async function move(context: ApprovalContext, asked: AskedMove): Promise<Result> {
  const plan = await planMove(context, asked);
  if (!plan.ok) {
    const { refusal, request } = plan;
    // It was sent twice, or the first answer was lost.
    const isDone = refusal.reason === 'edited_meanwhile' && request && isMovedTo(request, asked);
    return isDone ? { ok: true, request } : { ok: false, refusal, request };
  }
  const { request: loaded, content } = plan;
  const policy = context.projects.get(loaded.project)?.policy;
  return commitEvent(
    context,
    asked.id,
    (request) => {
      if (!isCurrent(request, asked)) return { reason: 'edited_meanwhile' };
      return {
        name: 'move',
        person: asked.person,
        content,
        voided: whyVoid(request, content),
        ...remindingBy(policy),
      };
    },
    loaded,
  );
}

/** Why this person cannot move the request, whatever the time; undefined: they can. */
export function whyNotMove(request: ChangeRequest, person: Person): Refusal | undefined {
  if (!samePerson(request.requester, person)) return { reason: 'not_yours_to_edit' };
  const { state } = request;
  if (state !== 'pending' && state !== 'approved') return wrongState(request);
  return isFollowable(request) ? undefined : { reason: 'not_scheduled' };
}

function whyNotAt(
  request: ChangeRequest,
  { applyAtMs, backAtMs }: AskedMove,
  nowMs: number,
): Refusal | undefined {
  const before = backOf(request)?.applyAtMs;
  const backMs = backAtMs ?? before;
  if (applyAtMs <= nowMs) return { reason: 'time_passed' };
  if (applyAtMs === request.applyAtMs && backMs === before) return { reason: 'time_unchanged' };
  return before !== undefined && backMs !== undefined && backMs < applyAtMs + APART_MS
    ? { reason: 'back_too_early' }
    : undefined;
}

/** The way back, as long as it is decided on together with its change. */
function backOf(request: ChangeRequest): ChangeRequest['wayBack'] {
  return hasParted(request) ? undefined : request.wayBack;
}

function isMovedTo(request: ChangeRequest, { applyAtMs, backAtMs, person }: AskedMove): boolean {
  const isBackThere = backAtMs === undefined || backOf(request)?.applyAtMs === backAtMs;
  return samePerson(request.requester, person) && request.applyAtMs === applyAtMs && isBackThere;
}

/** Requests that build on each other run in their order, at least a minute apart. */
async function whyOutOfOrder(
  { store }: ApprovalContext,
  request: ChangeRequest,
  { applyAtMs, backAtMs }: AskedMove,
): Promise<Refusal | undefined> {
  const ids = await store.openOn(request.project, request.base.task_id);
  const loaded = await Promise.all(ids.filter((id) => id !== request.id).map(store.load));
  const open = loaded.flatMap((each) => (each && !isClosed(each.state) ? [each] : []));
  const first = open.find(({ id }) => id === request.after);
  const firstMs = first && (backTimeIn(first, request.after) ?? runsAtMs(first));
  if (first && firstMs !== undefined && applyAtMs < firstMs + APART_MS) {
    return { reason: 'before_predecessor', id: first.id, atMs: firstMs };
  }
  const back = backOf(request);
  const lastMs = (each: ChangeRequest): number =>
    each.after === back?.id ? (backAtMs ?? back?.applyAtMs ?? applyAtMs) : applyAtMs;
  const link = open.find((each) => {
    const isBuiltOn = each.after === request.id || (back && each.after === back.id);
    // What is held runs at no time before somebody has looked at it.
    if (each.state === 'held') return false;
    const runMs = runsAtMs(each);
    return isBuiltOn && runMs !== undefined && runMs < lastMs(each) + APART_MS;
  });
  return link && { reason: 'after_follower', id: link.id, atMs: runsAtMs(link) ?? 0 };
}

/** When the way back of a request runs, if it is what somebody asks about. */
function backTimeIn(request: ChangeRequest, id: string | undefined): number | undefined {
  return request.wayBack?.id === id ? request.wayBack?.applyAtMs : undefined;
}

async function contentAt(
  context: ApprovalContext,
  request: ChangeRequest,
  { applyAtMs, backAtMs }: AskedMove,
): Promise<{ readonly refusal: Refusal } | { readonly content: Content }> {
  const project = context.projects.get(request.project);
  if (!project) return { refusal: { reason: 'not_found' } };
  const back = backOf(request);
  const asked: Asked & Pick<ChangeRequest, 'requester'> = {
    ...request,
    project,
    applyAtMs,
    backAt: back && { id: back.id, applyAtMs: backAtMs ?? back.applyAtMs },
  };
  const refusal = await whyNotAsk(context, asked);
  if (refusal) return { refusal };
  const found = await findingsNow(context, contentAsked(context, asked));
  const unplayed = whyUnplayable(context, request, found.pins);
  if (unplayed) return { refusal: unplayed };
  // It stays where it was first shown.
  const { place: _, ...content } = contentOf(context, asked, found);
  return { content };
}
