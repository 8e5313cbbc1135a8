import { fitsGlob } from '#src/basics/glob.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';

/** A pattern of a rule: `app/stream`, in which `*` stands for any characters, or the id of a task. */
export const TASK_PATTERN = /^(?:[^\s/]+\/[^\s/]+|[\w-]{8,128})$/;

/** Whether a task matches one of the patterns; `perhaps` for a name that the API does not tell. */
export function taskHolds(
  patterns: readonly string[],
  task: Pick<RelayTask, 'task_id' | 'app_name' | 'stream_name'> | undefined,
): 'yes' | 'no' | 'perhaps' {
  if (!task) return 'perhaps';
  const { task_id: id, app_name: app, stream_name: stream } = task;
  if (patterns.includes(id)) return 'yes';
  const named = patterns.filter((pattern) => pattern.includes('/'));
  if (named.length === 0) return 'no';
  if (!app || !stream) return 'perhaps';
  return named.some((pattern) => fitsGlob(pattern, `${app}/${stream}`)) ? 'yes' : 'no';
}
