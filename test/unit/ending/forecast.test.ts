import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { createEndings } from '#src/ending/forecast.ts';
import { buildPayload } from '#src/relay/payload.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import type { SourceCheck } from '#src/relay/source-check.ts';
import { requestWith } from '../approval/sample-request.ts';
import { partOf } from '../part-of.ts';
import { dayMs, hourMs, nowMs, taskWith } from '../relay/sample-task.ts';

const A = 'https://media.example.com/a.mp4';
const B = 'https://media.example.com/b.mp4';
const halfHour = { checkedAtMs: nowMs, problems: [], durationSeconds: 1_800 };
const CHECKS = new Map<string, SourceCheck>([
  [A, halfHour],
  [B, halfHour],
]);

type Deps = Parameters<typeof createEndings>[0];

function endingsWith({
  requests = [],
  checks = CHECKS,
}: {
  readonly requests?: readonly ChangeRequest[];
  readonly checks?: ReadonlyMap<string, SourceCheck>;
}) {
  const asked: string[] = [];
  const endings = createEndings(
    partOf<Deps>({
      approval: {
        page: ({ of }) => {
          asked.push(of && 'taskId' in of ? of.taskId : '');
          return Promise.resolve({ requests, total: requests.length });
        },
      },
      sources: { stored: () => Promise.resolve(checks) },
      measured: { stored: () => Promise.resolve(undefined) },
      now: () => nowMs,
    }),
  );
  return { asked, endings };
}

const task = taskWith({ vod_loop_time: '26', vod_refresh_type: 'immediate_new_source' });

/** A change of the task that was applied so many milliseconds ago. */
function applied(change: ChangeRequest['change'], agoMs: number, pins?: ChangeRequest['pins']) {
  const payload = buildPayload({ base: task, change, send: 'merged', nowMs });
  const history = [{ event: 'succeed', state: 'applied', atMs: nowMs - agoMs }] as const;
  return requestWith({ base: task, change, payload, state: 'applied', history, pins });
}

const endOf = async (
  given: Parameters<typeof endingsWith>[0],
  of: RelayTask = task,
): Promise<unknown> => (await endingsWith(given).endings.of('live-prod', [of])).get(of.task_id);

test('only tasks with counted rounds cost a look into the store', async () => {
  const { asked, endings } = endingsWith({});
  const loops = taskWith({ task_id: 'loops' });
  const paused = taskWith({ task_id: 'paused', status: 'pause' });

  const found = await endings.of('live-prod', [loops, paused, task]);

  expect([...found.keys()]).toEqual(['loops', task.task_id]);
  expect(asked).toEqual([task.task_id]);
});

test('rounds are counted from the start, or from the last change that made it push again', async () => {
  expect(await endOf({})).toMatchObject({ by: 'rounds', atMs: nowMs + 2 * hourMs });
  const requests = [
    applied({ end_time: '2026-11-30T00:00:00Z' }, hourMs),
    applied({ vod_start_video_time: 1 }, 5 * hourMs),
    applied({ vod_start_video_time: 2 }, 20 * hourMs),
  ];

  expect(await endOf({ requests })).toMatchObject({ by: 'rounds', atMs: nowMs + 21 * hourMs });
});

test('a file is as long as it was at the approval where nobody has looked since', async () => {
  const pins = [
    { file: 1, durationSeconds: 1_800 },
    { file: 2, durationSeconds: 1_800 },
  ];
  const requests = [applied({ vod_start_video_time: 1 }, 5 * hourMs, pins)];
  const checks = new Map<string, SourceCheck>();

  expect(await endOf({ requests, checks })).toMatchObject({ atMs: nowMs + 21 * hourMs });
  expect(await endOf({ checks })).toMatchObject({
    by: 'time',
    atMs: nowMs + 2 * dayMs,
    sooner: 'unknown',
  });
});
