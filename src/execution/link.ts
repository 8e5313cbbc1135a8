import { linkWaitsUntilMs } from '#src/approval/states/chain.ts';
import type { ChangeRequest, Held } from '#src/approval/record/change-request.ts';
import { missedFromMs } from '#src/approval/record/request-times.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { DONE, type Progress } from '#src/ports/progress.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { type RecordDeps, unlessToRun } from './record-outcome.ts';

/** A link runs after its predecessor, based on the task as it was read then; otherwise it is held. */

/** How often a link checks whether its predecessor has ended, in milliseconds. */
const LINK_AGAIN_MS = 2_000;

/** What has to happen before a link runs; undefined: it can run now, or is not a link. */
export async function beforeLink(
  deps: RecordDeps,
  link: ChangeRequest,
): Promise<Progress | undefined> {
  const isToRun = link.state === 'approved' || link.state === 'applying';
  if (link.after === undefined || !isToRun) return undefined;
  const standing = await deps.approval.standingOf(link);
  if (standing.kind === 'held' || standing.kind === 'cancelled') {
    return stopped(deps, link, standing);
  }
  const nowMs = deps.now();
  const { after: by } = link;
  if (nowMs >= missedFromMs(link)) return hold(deps, link, { why: 'missed', by });
  if (standing.kind === 'ready') return undefined;
  const untilMs = linkWaitsUntilMs(link);
  if (nowMs >= untilMs) return hold(deps, link, { why: 'late', by });
  return { againAtMs: Math.min(nowMs + LINK_AGAIN_MS, untilMs) };
}

/** What a claimed link has to find: the task as it was read after its predecessor. Undefined: it is not a link. */
export async function expectedOf(
  { approval }: Pick<RecordDeps, 'approval'>,
  claimed: ChangeRequest,
): Promise<RelayTask | undefined> {
  if (claimed.after === undefined) return undefined;
  const standing = await approval.standingOf(claimed);
  return standing.kind === 'ready' ? standing.task : claimed.base;
}

/** Holds a link that cannot run as planned. */
function hold(deps: RecordDeps, link: ChangeRequest, held: Held): Promise<Progress> {
  return stopped(deps, link, { kind: 'held', held });
}

export async function stopped(
  deps: RecordDeps,
  link: ChangeRequest,
  standing: Parameters<ApprovalService['stopLink']>[1],
): Promise<Progress> {
  const stop = await deps.approval.stopLink(link, standing);
  return stop.ok ? DONE : unlessToRun(deps, link.id);
}
