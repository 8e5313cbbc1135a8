import type { Approvers, ChangeRequest, Person, PolicySnapshot } from './change-request.ts';
import type { ApprovalProject, Desk } from './desk.ts';
import {
  approverRefusal,
  approvesAnything,
  breakGlassRefusal,
  decisionRefusal,
  frozenRefusal,
  listsOf,
  requestRefusal,
  type Standing,
} from './policy.ts';
import type { Refusal } from './refusal.ts';
import { freezeAt, type ProjectPolicy, requirementFor, stricter } from './requirement.ts';

/** Asks the directory and the policy of this moment; every look-up that fails is a no. */

async function standingOf(
  desk: Desk,
  person: Person,
  usergroups: readonly string[],
): Promise<Standing | undefined> {
  // The directory may be unreachable, and that means no: an outage must not widen anything.
  return desk.directory.standing(person, usergroups).catch(() => undefined);
}

/** Why this person may not ask for changes in this project, or undefined. */
export const whyNotRequest = byList(requestRefusal, ({ requesters }) => requesters);

/** Why this person may not change something in this project without approval, or undefined. */
export const whyNotBreakGlass = byList(breakGlassRefusal, ({ breakGlass }) => breakGlass);

/** Why this person is nobody who approves in this project, or undefined. */
export const whyNoApprover = byList(approverRefusal, ({ approvers }) => approvers);

/** Whether this person could approve anything in this project. False while the directory cannot say. */
export async function approvesAnythingIn(
  desk: Desk,
  { policy }: ApprovalProject,
  person: Person,
): Promise<boolean> {
  const groups = listsOf(policy).flatMap(({ usergroups }) => usergroups);
  const standing = await standingOf(desk, person, [...new Set(groups)]);
  if (!standing) return false;
  return approvesAnything({ policy, person, standing, teamId: desk.teamId() });
}

/** A question that one list of the project answers, once the directory has said who the person is. */
function byList(
  refusalOf: typeof requestRefusal,
  listOf: (policy: ProjectPolicy) => Approvers | undefined,
) {
  return async (
    desk: Desk,
    { policy }: ApprovalProject,
    person: Person,
  ): Promise<Refusal | undefined> => {
    const standing = await standingOf(desk, person, listOf(policy)?.usergroups ?? []);
    if (!standing) return { reason: 'identity_unavailable' };
    return refusalOf({ policy, person, standing, teamId: desk.teamId() });
  };
}

/** Why this person cannot decide on the request as it is now, or undefined. */
export async function whyNotDecide(
  desk: Desk,
  request: ChangeRequest,
  person: Person,
): Promise<Refusal | undefined> {
  const needed = neededNow(desk, request);
  const groups = needed.approverLists.flatMap(({ usergroups }) => usergroups);
  const standing = await standingOf(desk, person, [...new Set(groups)]);
  if (!standing) return { reason: 'identity_unavailable' };
  return decisionRefusal({
    request,
    person,
    standing,
    needed,
    teamId: desk.teamId(),
    isSame: desk.isSame,
  });
}

/** What deciding takes today: never less than what it took when the request was made. */
export function neededNow(desk: Desk, request: ChangeRequest): PolicySnapshot {
  const policy = desk.projects.get(request.project)?.policy;
  const { base, change, applyAtMs } = request;
  if (!policy) return stricter(request.policy, NOBODY);
  const nowMs = desk.now();
  const needed = stricter(request.policy, requirementFor({ policy, base, change, nowMs }));
  // A task may be on air when a schedule runs, and not while it is decided on.
  return applyAtMs === undefined || applyAtMs <= nowMs
    ? needed
    : stricter(needed, requirementFor({ policy, base, change, nowMs: applyAtMs }));
}

/** Stands in for a project that is no longer configured: nobody can approve its requests. */
const NOBODY: PolicySnapshot = {
  quorum: Number.MAX_SAFE_INTEGER,
  approverLists: [{ users: [], usergroups: [] }],
  rules: ['the project is not configured any more'],
};

/** Why nothing is changed in this project at a moment, or undefined. */
export function frozenAt(desk: Desk, projectName: string, atMs: number): Refusal | undefined {
  const policy = desk.projects.get(projectName)?.policy;
  const window = policy && freezeAt(policy, atMs);
  return window && frozenRefusal(window);
}
