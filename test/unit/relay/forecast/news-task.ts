import type { Change } from '#src/relay/change.ts';
import { type EffectInput, effectsOf } from '#src/relay/forecast/forecast.ts';
import { buildPayload } from '#src/relay/payload.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';

export const [MORNING, EVENING, WEATHER] = ['morning', 'evening', 'weather'].map(
  (name) => `https://media.example.com/news/${name}.mp4`,
) as [string, string, string];
export const NOW = '2026-11-29T12:00:00Z';
export const TUESDAY = '2026-12-01T00:14:00Z';

const TASK: RelayTask = {
  task_id: '7864b3dc-e92f-42db-a754-08e627b6d8dd',
  status: 'enable',
  source_urls: [MORNING, WEATHER],
  vod_loop_time: '-1',
  vod_refresh_type: 'immediate_new_source',
  vod_start_video_index: 0,
  vod_start_video_time: 0,
  start_time: '2026-11-28T00:00:00Z',
  end_time: TUESDAY,
  domain: 'push.example.com',
  app_name: 'live',
  stream_name: 'news24',
};
/** Seconds. */
export const LENGTHS = new Map([
  [MORNING, 3_600],
  [EVENING, 1_930],
  [WEATHER, 600],
]);

/** Each effect as `grade strength kind`, the most serious first. */
export function told(
  change: Change,
  { task = {}, ...known }: Partial<Omit<EffectInput, 'task'>> & { task?: Partial<RelayTask> } = {},
): string[] {
  return effects(change, { task, ...known }).map(
    ({ grade, strength, kind }) => `${grade} ${strength} ${kind}`,
  );
}

export function effects(
  change: Change,
  { task = {}, ...known }: Partial<Omit<EffectInput, 'task'>> & { task?: Partial<RelayTask> } = {},
) {
  const base = { ...TASK, ...task };
  const atMs = Date.parse(NOW);
  const payload = buildPayload({ base, change, send: 'merged', nowMs: atMs });
  return effectsOf({ task: base, payload, atMs, ...known });
}
