import { momentOf } from '../field.ts';
import { type RelayTask, taskName } from '../relay-task.ts';
import { planOf } from './plan.ts';
import { type SignatureEnd, signatureEnd } from './signed-url.ts';

/** Where a task pushes to, without keys, user and the usual port; undefined when the API does not say. */
export function pushTarget(task: RelayTask): string | undefined {
  if (task.destination_url) {
    const place = task.destination_url.toLowerCase().replace(/[?#].*$/s, '');
    return place.replace(/\/\/[^/]*@/, '//').replace(/^(rtmp:\/\/[^/]*):1935\//, '$1/');
  }
  const { domain, app_name: app, stream_name: stream } = task;
  return domain && app && stream ? `rtmp://${domain}/${app}/${stream}`.toLowerCase() : undefined;
}

/**
 * When the key that a task pushes with expires. It is checked when the push connects, so a running push outlives it
 * until a change makes the task push again; no change can renew a key.
 */
export function pushKeyEnd(task: RelayTask): SignatureEnd | undefined {
  return signatureEnd(task.push_args || task.destination_url || '');
}

/** Another task that pushes to the same target, and when. A missing start or end means no limit on that side. */
export interface Rival {
  readonly taskId: string;
  readonly name: string;
  readonly fromMs?: number | undefined;
  readonly untilMs?: number | undefined;
}

/** How many rivals of a task are shown and kept. */
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

/** The other tasks of a list that push to the target of one. */
export function rivalsAmong(tasks: readonly RelayTask[], task: RelayTask): Rival[] {
  const target = pushTarget(task);
  return withoutSelf(task, (target && rivalsByTarget(tasks).get(target)) || []);
}

/** Those of the target's tasks that are not `task` itself. */
export function withoutSelf(task: RelayTask, rivals: readonly Rival[]): Rival[] {
  return rivals.filter(({ taskId }) => taskId !== task.task_id).slice(0, RIVALS_MAX);
}
