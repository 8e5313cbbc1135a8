import type { RelayTask } from '#src/relay/relay-task.ts';

/** The moment at which the tests of this folder take place. */
export const nowMs = Date.parse('2026-11-26T12:00:00Z');

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** A time as the API writes it, so many milliseconds from `nowMs`. */
export function at(offsetMs: number): string {
  return new Date(nowMs + offsetMs).toISOString().replace('.000Z', 'Z');
}

/** A task that is on air: it began a day ago and ends in two. */
export function taskWith(fields: Partial<RelayTask> = {}): RelayTask {
  return {
    task_id: '7864b3dc-e92f-4d5b-9a7e-1c0f6b2d8e41',
    source_type: 'PullVodPushLive',
    status: 'enable',
    source_urls: ['https://media.example.com/a.mp4', 'https://media.example.com/b.mp4'],
    vod_loop_time: '-1',
    vod_refresh_type: 'continue_from_file_start',
    vod_start_video_index: 0,
    vod_start_video_time: 0,
    start_time: at(-dayMs),
    end_time: at(2 * dayMs),
    ...fields,
  };
}

/** The same task without some of its fields, as the API may answer. */
export function taskWithout(...fields: readonly (keyof RelayTask)[]): RelayTask {
  const kept = Object.entries(taskWith()).filter(([name]) => !fields.some((f) => f === name));
  return { task_id: taskWith().task_id, ...Object.fromEntries(kept) };
}
