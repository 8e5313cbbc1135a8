import { setsOf } from '#src/approval/policy/asked-people.ts';
import { askingSomebody, stricter } from '#src/approval/policy/requirement.ts';
import type { ChangeRequest, PolicySnapshot } from '#src/approval/record/change-request.ts';
import type { Content, Event } from '#src/approval/record/event.ts';
import type { Move, VoidedBy } from '#src/approval/record/move-record.ts';
import { peopleIn, type SlotSet } from '#src/approval/record/slots.ts';
import { isWorse } from '#src/relay/forecast/worse.ts';
import { hasParted } from './chain.ts';

/** What a move to another time does to a request. Pure. */

/** Why the approvals of a request do not count at another time, where it has this content; undefined: they do. */
export function whyVoid(
  request: ChangeRequest,
  {
    digest,
    effects = [],
    policy,
    wayBack,
  }: Pick<Content, 'digest' | 'effects' | 'policy' | 'wayBack'>,
): VoidedBy | undefined {
  const back = hasParted(request) ? undefined : request.wayBack;
  if (digest !== request.digest || (back && wayBack?.digest !== back.digest)) return 'payload';
  // Nobody knows what was shown before effects were kept.
  if (request.effects === undefined || isWorse(request.effects, effects)) return 'effects';
  if (back && isWorse(back.effects ?? [], wayBack?.effects ?? [])) return 'effects';
  return asksForNoMore(request.policy, policy) ? undefined : 'policy';
}

/** Whether everybody who meets one demand meets another one too. */
export function asksForNoMore(then: PolicySnapshot, now: PolicySnapshot): boolean {
  if ((now.holdMs ?? 0) > (then.holdMs ?? 0)) return false;
  return setsOf(now).every(
    (set) => peopleIn(set) === 0 || setsOf(then).some((other) => fillsToo(other, set)),
  );
}

/** Whether people who fill one set of slots also fill another one: it has all its lists, with as many people. */
function fillsToo(set: SlotSet, other: SlotSet): boolean {
  return other
    .filter(({ count }) => count > 0)
    .every((slot) =>
      set.some(
        (each) =>
          each.count >= slot.count &&
          isSameList(each.users, slot.users) &&
          isSameList(each.usergroups, slot.usergroups),
      ),
    );
}

function isSameList(some: readonly string[], others: readonly string[]): boolean {
  return JSON.stringify(some.toSorted()) === JSON.stringify(others.toSorted());
}

/** Whether there is anything that a move could make void: approvals, or a policy that needs none. */
export function isApprovedInPart({ state, decisions }: ChangeRequest): boolean {
  return state === 'approved' || decisions.length > 0;
}

/** The record after a move, but for its version, state, history and the time of its run. */
export function movedTo(
  request: ChangeRequest,
  { content, voided }: Extract<Event, { readonly name: 'move' }>,
  nowMs: number,
): ChangeRequest {
  const hasApprovals = isApprovedInPart(request);
  // A way back that is a request of its own has a time of its own.
  const wayBack = hasParted(request) ? request.wayBack : content.wayBack;
  const moved = {
    applyAtMs: content.applyAtMs,
    expiresAtMs: content.expiresAtMs,
    contentVersion: request.version + 1,
    ahead: undefined,
    moves: [
      ...(request.moves ?? []),
      moveOf(request, { ...content, wayBack }, hasApprovals ? voided : undefined, nowMs),
    ],
  };
  if (!hasApprovals || voided !== undefined) {
    const unapproved = {
      decisions: [],
      runAtMs: undefined,
      decidedWith: undefined,
      changedSources: undefined,
    };
    const policy = askingSomebody(content.policy);
    return { ...request, ...content, ...moved, ...unapproved, policy, wayBack };
  }
  return {
    ...request,
    ...moved,
    policy: stricter(request.policy, content.policy),
    // What was approved stays as it was shown.
    wayBack: request.wayBack && {
      ...request.wayBack,
      applyAtMs: wayBack?.applyAtMs ?? request.wayBack.applyAtMs,
    },
  };
}

function moveOf(
  request: ChangeRequest,
  { applyAtMs = 0, wayBack }: Pick<Content, 'applyAtMs' | 'wayBack'>,
  voided: VoidedBy | undefined,
  atMs: number,
): Move {
  const [fromMs, toMs] = [request.wayBack?.applyAtMs, wayBack?.applyAtMs];
  const isBackMoved = fromMs !== undefined && toMs !== undefined && fromMs !== toMs;
  return {
    atMs,
    fromMs: request.applyAtMs ?? 0,
    toMs: applyAtMs,
    back: isBackMoved ? { fromMs, toMs } : undefined,
    voided,
  };
}
