import * as fc from 'fast-check';
import type { Change } from '#src/relay/change.ts';
import { CALLBACK_EVENTS, REFRESH_TYPES, type RelayTask, STATUSES } from '#src/relay/relay-task.ts';
import { at, dayMs } from './sample-task.ts';

/** Every run tries the same values. */
export const runs = { seed: 20_261_126, numRuns: 500 } as const;

export const someUrls = fc.array(
  fc.constantFrom('a', 'b', 'c', 'd', 'e').map((name) => `https://media.example.com/${name}.mp4`),
  { maxLength: 8 },
);

const someTime = fc.integer({ min: -5 * 24, max: 5 * 24 }).map((hours) => at((hours * dayMs) / 24));

const fields = {
  status: fc.constantFrom<string>(...STATUSES),
  source_urls: someUrls,
  vod_loop_time: fc.constantFrom('-1', '1', '12'),
  vod_refresh_type: fc.constantFrom<string>(...REFRESH_TYPES),
  vod_start_video_index: fc.nat(29),
  vod_start_video_time: fc.nat(86_400),
  start_time: someTime,
  end_time: someTime,
  callback_events: fc.subarray<string>([...CALLBACK_EVENTS], { minLength: 1 }),
};

/** A task with any of its fields missing. */
export const someTask: fc.Arbitrary<RelayTask> = fc.record(
  { task_id: fc.constant('7864b3dc-e92f-4d5b-9a7e-1c0f6b2d8e41'), ...fields },
  { requiredKeys: ['task_id'] },
);

export const someChange: fc.Arbitrary<Change> = fc.record(fields, { requiredKeys: [] });
