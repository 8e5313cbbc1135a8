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

/** Another task that pushes to the same target, and when. */
export interface Rival {
  readonly taskId: string;
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The enabled tasks that push where `task` does. */
export function rivalsOf(task: RelayTask, tasks: readonly RelayTask[]): Rival[] {
  const target = pushTarget(task);
  if (target === undefined) return [];
  return tasks
    .filter((other) => other.task_id !== task.task_id && pushTarget(other) === target)
    .map((other) => ({ other, plan: planOf(other) }))
    .filter(({ other, plan }) => !plan.isPaused && momentOf(other, 'end_time') !== 'unclear')
    .map(({ other, plan }) => ({
      taskId: other.task_id,
      name: taskName(other),
      fromMs: plan.startMs,
      untilMs: plan.endMs,
    }));
}
