import { expect, test } from 'vitest';
import { keys } from '#src/redis/keys.ts';
import { createProbedTask } from '#src/redis/stores/measurements.ts';
import { setUpProbe } from './set-up-probe.ts';

const MINUTE_MS = 60_000;

test.each([
  [
    'the strict way',
    {},
    {
      takesPastStart: true,
      takesRepeatedUrl: true,
      takesIndexOutOfList: false,
      takesLongEnd: false,
      keepsOmitted: true,
      eventsOnlyBreaks: true,
      endOnlyBreaks: true,
      waitsForMovedStart: true,
      streamGoneAfterSeconds: 0,
      streamThereAfterSeconds: 0,
      revivesEnded: true,
      restartsRounds: true,
    },
  ],
  [
    'the other way',
    {
      omission: 'reset',
      repeatedUrl: 'refuse',
      indexOutOfList: 'accept',
      omittedStart: 'now',
      play: { eventsAlone: 'go_on', endAlone: 'go_on', movedStart: 'go_on', rounds: 'go_on' },
    },
    {
      takesPastStart: true,
      takesRepeatedUrl: false,
      takesIndexOutOfList: true,
      takesLongEnd: true,
      keepsOmitted: false,
      eventsOnlyBreaks: false,
      endOnlyBreaks: false,
      waitsForMovedStart: false,
      streamGoneAfterSeconds: 0,
      streamThereAfterSeconds: 0,
      revivesEnded: true,
      restartsRounds: false,
    },
  ],
  [
    'without a past start, and an ended task is gone for good',
    { pastStart: 'refuse', play: { ended: 'stay' } },
    {
      takesPastStart: false,
      takesRepeatedUrl: true,
      takesIndexOutOfList: false,
      takesLongEnd: false,
      keepsOmitted: true,
      eventsOnlyBreaks: true,
      endOnlyBreaks: true,
      streamGoneAfterSeconds: 0,
      streamThereAfterSeconds: 0,
      revivesEnded: false,
    },
  ],
] as const)(
  'an API that answers %s is found out, and the task put back',
  async (_way, live, answers) => {
    const { probe, answered, task, original } = await setUpProbe(live);

    expect(await probe()).toMatchObject({ kind: 'done' });

    expect(await answered()).toEqual(answers);
    expect(task()).toEqual(original);
  },
);

test('how soon a stream comes and goes is measured', async () => {
  const { probe, answered, live, original } = await setUpProbe({});
  live.streamOf(original.task_id, { upAfterMs: 20_000 });

  await probe(['streamThereAfterSeconds']);

  expect(await answered()).toEqual({ streamThereAfterSeconds: 20 });
});

test('each answer comes with what was seen and the request ids of its calls', async () => {
  const { probe } = await setUpProbe({});

  const end = await probe(['takesPastStart', 'takesIndexOutOfList']);

  expect(end).toMatchObject({
    asked: [
      { fact: 'takesPastStart', measurement: { answer: true, requestIds: [expect.any(String)] } },
      {
        fact: 'takesIndexOutOfList',
        measurement: {
          answer: false,
          evidence: expect.stringContaining('400 LIVE.100011001'),
          requestIds: [expect.any(String)],
        },
      },
    ],
  });
});

test.each([
  ['no permission to list streams', 'no_permission', /streams are not told: 403/],
  ['no stream', 'listed', /the task has no stream/],
] as const)(
  'with %s there is no answer about the stream, and no guess',
  async (_what, answer, why) => {
    const { probe, answered, live, original } = await setUpProbe({});
    live.answerStreams(answer);
    live.streamOf(original.task_id, { upAfterMs: Infinity });

    const end = await probe(['eventsOnlyBreaks']);

    expect(end).toMatchObject({ asked: [{ why: expect.stringMatching(why) }] });
    expect(await answered()).toEqual({});
  },
);

test.each([
  ['is paused', { status: 'pause' }, 'it is paused'],
  ['ends soon', { end_time: 'soon' }, 'it ends within an hour'],
  ['is no list of files', { source_type: 'PullLivePushLive' }, 'not a list of files'],
] as const)('a task that %s is left alone', async (_what, fields, why) => {
  const { probe, live, original, now } = await setUpProbe({});
  const end = new Date(now() + 10 * MINUTE_MS).toISOString().replace(/\.\d+/, '');
  live.setRaw(original.task_id, 'end_time' in fields ? { end_time: end } : fields);

  expect(await probe()).toMatchObject({ kind: 'unfit', why: expect.stringContaining(why) });
  expect(live.puts()).toEqual([]);
});

test('a task that is missing or cannot be read is left alone, with the error of the API', async () => {
  const { probe, live, original } = await setUpProbe({});
  const body = { error_code: 'LIVE.100011003', error_msg: 'No permission.' };
  live.fail({ on: 'GET', with: { status: 403, body } });
  expect(await probe()).toMatchObject({
    why: expect.stringContaining('403 LIVE.100011003 No perm'),
  });

  live.removeTask(original.task_id);

  expect(await probe()).toMatchObject({ why: 'the API knows no task with this id' });
});

test('the task that an earlier probe left changed is restored first', async () => {
  const { probe, live, original, redis, cloud, task, said } = await setUpProbe({});
  await createProbedTask(redis, cloud, original.task_id).begin(original);
  live.edit(original.task_id, { vod_loop_time: '97', status: 'pause' });

  await probe(['takesPastStart']);

  expect(said()[0]).toContain('put back first');
  expect(live.puts()[0]?.body).toMatchObject({ vod_loop_time: '-1', status: 'enable' });
  expect(task()).toEqual(original);
  expect(await createProbedTask(redis, cloud, original.task_id).unfinished()).toBeUndefined();
});

test('a task with a running request is not probed, and no request runs during a probe', async () => {
  const { probe, live, original, redis, cloud } = await setUpProbe({});
  const lock = keys.taskLock(cloud, original.task_id);
  await redis.set(lock, 'R-1');
  expect(await probe(['takesPastStart'])).toMatchObject({
    kind: 'unfit',
    why: 'a request runs on it',
  });
  expect(live.puts()).toEqual([]);
  await redis.del(lock);
  const locked: (string | null)[] = [];
  live.before('PUT', async () => void locked.push(await redis.get(lock)));

  await probe(['takesPastStart']);

  expect(locked).toEqual(['probe']);
  expect(await redis.get(lock)).toBeNull();
});

test('if a task cannot be restored, the probe ends, names the fields and remembers the task', async () => {
  const { probe, live, original, redis, cloud } = await setUpProbe({});
  live.before('PUT', () => live.fail({ on: 'PUT', with: { status: 400 }, times: 10 }));
  live.edit(original.task_id, {});
  await createProbedTask(redis, cloud, original.task_id).begin({ ...original, vod_loop_time: '9' });

  expect(await probe(['takesPastStart', 'keepsOmitted'])).toMatchObject({
    kind: 'not_put_back',
    asked: [],
    differences: [{ field: 'vod_loop_time' }],
  });
  expect(await createProbedTask(redis, cloud, original.task_id).unfinished()).toBeDefined();
});

test('what is not confirmed is not done, and a stop ends it', async () => {
  const { probe, live, said } = await setUpProbe({});

  const end = await probe(undefined, ['no', 'yes', 'stop']);

  expect(end).toMatchObject({ kind: 'done', asked: [{ fact: 'takesRepeatedUrl' }] });
  expect(said().filter((line) => line.includes('?'))).toHaveLength(3);
  expect(live.puts().length).toBeLessThan(4);
});
