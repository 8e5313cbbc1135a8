import { expect, test } from 'vitest';
import { planOf } from '#src/relay/forecast/plan.ts';
import { runningOrder } from '#src/relay/forecast/running-order.ts';

const FROM_MS = Date.parse('2026-11-29T12:00:00Z');
const MINUTE_MS = 60_000;

const PLAN = planOf({
  task_id: 'task',
  source_urls: ['a', 'b'].map((name) => `https://media.example.com/${name}.mp4`),
  vod_loop_time: '2',
  vod_start_video_index: 1,
  vod_start_video_time: 60,
});
const [A, B] = PLAN.files as [string, string];

function order(durations: ReadonlyMap<string, number>, count = 10, untilMs = Infinity) {
  const play = { plan: PLAN, fromMs: FROM_MS, doneRounds: 0 };
  return runningOrder(play, durations, { count, untilMs }).map(({ file, round, fromMs }) => [
    file.number,
    round,
    fromMs === undefined ? undefined : (fromMs - FROM_MS) / MINUTE_MS,
  ]);
}

test('files follow one another from the start position on, round after round', () => {
  const durations = new Map([
    [A, 600],
    [B, 300],
  ]);

  expect(order(durations)).toEqual([
    [2, 1, 0],
    [1, 2, 4],
    [2, 2, 14],
  ]);
  expect(order(durations, 2)).toHaveLength(2);
  expect(order(durations, 10, FROM_MS + 4 * MINUTE_MS)).toHaveLength(1);
});

test('after a file of unknown length the order is known, but not the times', () => {
  expect(order(new Map([[B, 300]]))).toEqual([
    [2, 1, 0],
    [1, 2, 4],
    [2, 2, undefined],
  ]);
});
