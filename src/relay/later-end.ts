import { momentOf } from './field.ts';
import { isCounted } from './forecast/ending.ts';
import type { ModifiableFields, RelayTask } from './relay-task.ts';
import { wireTime } from './time.ts';
import { TASK_WINDOW_MAX_MS } from './window.ts';

const MINUTE_MS = 60_000;

/**
 * What to ask for so that a task stays on air as long as the API may take it: the end a minute before seven days after its
 * start; where the task ends later than that already, after now, since the API may read a running task's start as the present.
 * Counted rounds become a list that is played until the end.
 */
export function laterEnd(task: RelayTask, nowMs: number): ModifiableFields {
  const [startMs, endMs] = [momentOf(task, 'start_time'), momentOf(task, 'end_time')];
  const todayMs = typeof endMs === 'number' ? endMs : -Infinity;
  const candidates = [typeof startMs === 'number' ? startMs : nowMs, nowMs].map(latestMs);
  const laterMs = candidates.find((atMs) => atMs > Math.max(todayMs, nowMs));
  return {
    ...(laterMs === undefined ? {} : { end_time: wireTime(laterMs) }),
    ...(isCounted(task) ? { vod_loop_time: '-1' } : {}),
  };
}

function latestMs(startMs: number): number {
  return Math.floor((startMs + TASK_WINDOW_MAX_MS - MINUTE_MS) / MINUTE_MS) * MINUTE_MS;
}
