import { expect, test } from 'vitest';
import { nextReadMs } from '#src/ending/step.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { CLOUD, cloudOf } from '../approval/sample-request.ts';
import { at, dayMs, hourMs, nowMs, taskWith } from '../relay/sample-task.ts';
import { kept, minuteMs, setUpEndings } from './set-up-endings.ts';

test('people are called for what ends within the hour and should stay on air, in one message', async () => {
  const { world, step, called } = setUpEndings();
  world.tasks = [
    kept('b', 64),
    kept('a', 59),
    kept('later', 66),
    kept('paused', 10, { status: 'pause' }),
    taskWith({ task_id: 'other', app_name: 'x', stream_name: 'y', end_time: at(minuteMs) }),
  ];

  await step();

  expect(called()).toEqual([['a', 'b']]);
});

test('nobody is called twice for one end, and for a later one again', async () => {
  const { world, step, called } = setUpEndings();
  world.tasks = [kept('a', 59)];
  await step();
  await step();
  world.nowMs += 10 * minuteMs;
  await step();
  expect(called()).toEqual([['a']]);

  world.tasks = [kept('a', 69)];
  await step();

  expect(called()).toEqual([['a'], ['a']]);
});

test('the next step is the next call, where that is sooner than the next look at all tasks', async () => {
  const { world, step } = setUpEndings();
  const readMs = nextReadMs(CLOUD, nowMs);
  world.tasks = [kept('a', 5 * 60)];
  expect(await step()).toBe(readMs);
  expect(readMs - nowMs).toBeLessThanOrEqual(30 * minuteMs);

  world.tasks = [kept('a', 61)];

  expect(await step()).toBe(nowMs + minuteMs);
});

test('projects are read at moments of their own, every half hour', () => {
  const moments = Array.from({ length: 20 }, (_, n) => nextReadMs(cloudOf(`p-${n}`), nowMs));

  expect(new Set(moments.map((ms) => Math.floor(ms / minuteMs))).size).toBeGreaterThan(10);
  for (const [n, ms] of moments.entries()) {
    expect(nextReadMs(cloudOf(`p-${n}`), ms)).toBe(ms + 30 * minuteMs);
  }
});

test('what somebody lets end calls nobody, until it ends at another time', async () => {
  const { world, step, called } = setUpEndings();
  world.tasks = [kept('a', 59)];
  const mark = { taskId: 'a', endMs: nowMs + 59 * minuteMs, by: { userId: 'U1' }, atMs: nowMs };
  world.letEnds.set('a', mark);
  await step();
  expect(called()).toEqual([]);

  world.tasks = [kept('a', 30)];
  await step();

  expect(called()).toEqual([['a']]);
});

test.each([
  ['was posted', true, 1],
  ['was not posted', false, 2],
])('a sender that died before it noted a message that %s', async (_what, isPosted, posts) => {
  const { world, step } = setUpEndings();
  world.tasks = [kept('a', 59)];
  world.diesAfterPost = true;
  await expect(step()).rejects.toThrow('killed');
  expect(world.state.posting?.notice.id).toBe('notice-1');
  if (!isPosted) world.posted.splice(0, 1, { ...world.posted[0]!, id: 'of somebody else' });

  await step();
  await step();

  expect(world.posted).toHaveLength(posts);
  expect(world.state.posting).toBeUndefined();
  expect(Object.keys(world.state.told)).toEqual(['a']);
});

test('a replica that stood still and has lost its lease posts nothing', async () => {
  const { world, step } = setUpEndings();
  world.tasks = [kept('a', 59)];
  world.holdsLease = false;

  expect(await step()).toBe(nowMs);

  expect(world.posted).toEqual([]);
});

test('a stop ends the reading at the next page and leaves it to the others', async () => {
  const { world, step } = setUpEndings();
  world.tasks = [kept('a', 59)];
  world.isStopping = true;

  expect(await step()).toBe(nowMs);

  expect([world.posted, world.slept]).toEqual([[], []]);
});

test('a page waits for what this process carries out, but not for ever', async () => {
  const { world, step } = setUpEndings();
  world.isBusy = true;

  await step();

  const waitedMs = world.slept.reduce((sum, ms) => sum + ms, 0);
  expect(waitedMs).toBe(10_000);
});

test('tasks that cannot be read are read again a minute later, and nothing is forgotten', async () => {
  const { world, step, called } = setUpEndings();
  world.tasks = [kept('a', 59)];
  await step();
  world.listFails = true;

  expect(await step()).toBe(nowMs + minuteMs);

  expect(Object.keys(world.state.told)).toEqual(['a']);
  expect(called()).toEqual([['a']]);
});

const changes: readonly (readonly [string, (task: RelayTask) => RelayTask[], object])[] = [
  ['was extended', () => [kept('a', 24 * 60)], { kind: 'moved', ending: { by: 'time' } }],
  ['lost its end', (task) => [{ ...task, end_time: undefined }], { kind: 'moved' }],
  ['was paused', (task) => [{ ...task, status: 'pause' }], { kind: 'paused' }],
  ['was deleted', () => [], { kind: 'gone' }],
];

test.each(changes)(
  'the message about a task that %s says so, once',
  async (_what, change, settled) => {
    const { world, step } = setUpEndings();
    world.tasks = [kept('a', 59)];
    await step();
    world.tasks = change(kept('a', 59));

    await step();
    await step();

    expect(world.updated.map(({ ends }) => ends[0]?.settled)).toMatchObject([settled]);
  },
);

test('the message says that it has ended, and then the end is forgotten', async () => {
  const { world, step } = setUpEndings();
  world.tasks = [kept('a', 59)];
  await step();
  world.letEnds.set('a', {
    taskId: 'a',
    endMs: nowMs + 59 * minuteMs,
    by: { userId: 'U1' },
    atMs: nowMs,
  });
  world.nowMs += 60 * minuteMs;

  await step();
  expect(world.updated.map(({ ends }) => ends[0]?.settled)).toEqual([{ kind: 'over' }]);
  expect(world.state.told).toEqual({});
  world.nowMs += hourMs;
  await step();

  expect([...world.letEnds]).toEqual([]);
});

test('an earlier message that cannot be updated keeps nobody from being called, and is updated later', async () => {
  const { world, step, called } = setUpEndings();
  world.tasks = [kept('a', 30), kept('b', 120)];
  await step();
  world.nowMs += 70 * minuteMs;
  world.updateFails = true;

  await expect(step()).rejects.toThrow('invalid_blocks');

  expect(called()).toEqual([['a'], ['b']]);
  world.updateFails = false;
  await step();
  expect(called()).toEqual([['a'], ['b']]);
  expect(world.updated).toMatchObject([{ ends: [{ taskId: 'a', settled: { kind: 'over' } }] }]);
  expect(Object.keys(world.state.told)).toEqual(['b']);
});

test('a task that is only missing from a list that ended early is not called deleted', async () => {
  const { world, step } = setUpEndings();
  world.tasks = [kept('a', 59)];
  await step();
  world.listed = [];

  await step();

  expect(world.updated).toEqual([]);
});

test('more than ten ends at a time are one message that names ten', async () => {
  const { world, step, called } = setUpEndings();
  world.tasks = Array.from({ length: 2_000 }, (_, n) => kept(`t${String(n).padStart(4, '0')}`, 50));

  await step();
  await step();

  expect(called()).toEqual([world.tasks.slice(0, 10).map(({ task_id: id }) => id)]);
  expect(world.posted[0]?.more).toBe(1_990);
  expect(Object.keys(world.state.told)).toHaveLength(2_000);
});

test('a project that calls nobody here is left to a replica that knows more, for a day', async () => {
  const { world, step } = setUpEndings({ keepOnAir: [] });
  world.state = { readMs: nowMs - hourMs, told: {} };
  expect(await step()).toBe(nowMs + 5 * minuteMs);

  world.state = { readMs: nowMs - dayMs, told: {} };

  expect(await step()).toBeUndefined();
});

test('a start has each project read within a minute, and none that calls nobody', async () => {
  const { world, keepOnAir } = setUpEndings();
  await keepOnAir.arm();
  const { world: silent, keepOnAir: none } = setUpEndings({ keepOnAir: [] });
  await none.arm();

  expect(world.armed).toHaveLength(1);
  expect(world.armed[0]?.[1]).toBeLessThan(nowMs + minuteMs);
  expect(silent.armed).toEqual([]);
});
