import { runsAtMs } from '#src/approval/record/request-times.ts';
import { type ChangeRequest, sourcesOf } from '#src/approval/record/change-request.ts';
import { LOOKS_AFTER_MS, nextLookMs } from '#src/approval/record/look.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { DONE, type Progress } from '#src/ports/progress.ts';
import type { RivalTasks } from '#src/ports/rivals.ts';
import { PREVIEW_WAIT_MS, type SourceLooks } from '#src/ports/source-checks.ts';

export interface LookAheadDeps {
  readonly approval: Pick<ApprovalService, 'load' | 'foresee'>;
  readonly sources: Pick<SourceLooks, 'lookedSince'>;
  readonly rivals: Pick<RivalTasks, 'looked'>;
  readonly now: () => number;
}

/**
 * Checks the sources and rivals of an approved request before its time, so that the run itself only reads. Results
 * that take longer than a preview waits are stored when they come, and count at the next look and at the run.
 */
export async function lookBeforeRun(deps: LookAheadDeps, id: string): Promise<Progress> {
  const { approval, sources, rivals, now } = deps;
  const request = await approval.load(id);
  const runMs = request && runsAtMs(request);
  if (request?.state !== 'approved' || runMs === undefined) return DONE;
  await Promise.all([
    sources.lookedSince(sourcesOf(request), now(), PREVIEW_WAIT_MS),
    rivals.looked(request.project, request.base, PREVIEW_WAIT_MS),
  ]);
  await approval.foresee(id);
  const nextMs = nextLookMs('before_run', runMs, now());
  return nextMs === undefined ? DONE : { againAtMs: nextMs };
}

/** If no replica was running at the time of a look, it is made before the request is claimed. */
export async function lookIfMissed(
  { sources }: Pick<LookAheadDeps, 'sources'>,
  request: ChangeRequest,
): Promise<void> {
  const runMs = runsAtMs(request);
  const [firstMs = 0] = LOOKS_AFTER_MS.before_run;
  if (request.state !== 'approved' || runMs === undefined) return;
  await sources.lookedSince(sourcesOf(request), runMs + firstMs, PREVIEW_WAIT_MS);
}
