import { momentOf } from '../field.ts';
import { type RelayTask, taskName } from '../relay-task.ts';
import { planOf } from './plan.ts';
import { type SignatureEnd, signatureEnd } from './signed-url.ts';

/** Where a task pushes to, without keys; undefined when the API does not tell. */
export function pushTarget(task: RelayTask): string | undefined {
  if (task.destination_url) return task.destination_url.replace(/[?#].*$/s, '').toLowerCase();
  const { domain, app_name: app, stream_name: stream } = task;
  return domain && app && stream ? `rtmp://${domain}/${app}/${stream}`.toLowerCase() : undefined;
}

/**
 * When the key ends with which a task pushes. It is looked at when the push connects, so a running push outlives it,
 * and the next change that makes the task push again ends it; no change can mend a key.
 */
export function pushKeyEnd(task: RelayTask): SignatureEnd | undefined {
  return signatureEnd(task.push_args ?? task.destination_url ?? '');
}

/** Another task that pushes to the same target, and when. Without a start or an end: at any time before or after. */
export interface Rival {
  readonly taskId: string;
  readonly name: string;
  readonly fromMs?: number | undefined;
  readonly untilMs?: number | undefined;
}

/** Rivals that are told and kept of one task. */
export const RIVALS_MAX = 20;

/** The enabled tasks of each target that more than one task pushes to. */
export function rivalsByTarget(tasks: readonly RelayTask[]): Map<string, Rival[]> {
  const byTarget = Map.groupBy(tasks, pushTarget);
  const shared = [...byTarget].flatMap(([target, those]): [string, Rival[]][] =>
    target === undefined || those.length < 2 ? [] : [[target, those.flatMap(asRival)]],
  );
  return new Map(shared);
}

function asRival(task: RelayTask): Rival[] {
  const plan = planOf(task);
  if (plan.isPaused || momentOf(task, 'end_time') === 'unclear') return [];
  const [fromMs, untilMs] = [plan.startMs, plan.endMs].map((ms) =>
    Number.isFinite(ms) ? ms : undefined,
  );
  return [{ taskId: task.task_id, name: taskName(task), fromMs, untilMs }];
}

/** The other ones among the tasks that push to the target of `task`. */
export function withoutSelf(task: RelayTask, rivals: readonly Rival[]): Rival[] {
  return rivals.filter(({ taskId }) => taskId !== task.task_id).slice(0, RIVALS_MAX);
}
