import type { Change } from './change.ts';
import { fieldOf, momentOf, urlsOf } from './field.ts';
import { planOf } from './forecast/plan.ts';
import type { RelayTask } from './relay-task.ts';

/**
 * Whether the task is inside its window and enabled, so that viewers may be watching. Undefined when its status is
 * unknown to us, or when one of its times cannot be read.
 */
export function isLiveNow(task: RelayTask, nowMs: number): boolean | undefined {
  const status = fieldOf(task, 'status');
  if (status.kind === 'known' && status.value === 'pause') return false;
  const [startMs, endMs] = [momentOf(task, 'start_time'), momentOf(task, 'end_time')];
  if (typeof startMs === 'number' && nowMs < startMs) return false;
  if (typeof endMs === 'number' && endMs <= nowMs) return false;
  const isUnclear = startMs === 'unclear' || endMs === 'unclear';
  return isUnclear || status.kind === 'opaque' || status.kind === 'unreadable' ? undefined : true;
}

/**
 * Whether a change ends the task earlier than it would have: by its end time, or by fewer rounds. Giving an end to a
 * task without one counts. Undefined when the task's end cannot be read.
 */
export function endsEarlier(base: RelayTask, change: Change): boolean | undefined {
  return (
    planOf({ ...base, ...change }).rounds < planOf(base).rounds || endTimeIsEarlier(base, change)
  );
}

function endTimeIsEarlier(base: RelayTask, change: Change): boolean | undefined {
  const wanted = momentOf(change, 'end_time');
  const held = momentOf(base, 'end_time');
  if (wanted === 'none') return false;
  if (held === 'none') return true;
  return wanted === 'unclear' || held === 'unclear' ? undefined : wanted < held;
}

/** Whether a change takes a source off the list. A URL that is listed twice counts as two sources. */
export function removesSources(
  base: RelayTask,
  { source_urls: urls }: Change,
): boolean | undefined {
  if (urls === undefined) return false;
  if (fieldOf(base, 'source_urls').kind === 'unreadable') return undefined;
  const left = [...urls];
  return urlsOf(base).some((url) => {
    const place = left.indexOf(url);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}
