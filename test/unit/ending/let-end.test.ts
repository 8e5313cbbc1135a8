import { expect, test } from 'vitest';
import { dayMs, nowMs } from '../relay/sample-task.ts';
import { kept, minuteMs, setUpEndings } from './set-up-endings.ts';

const lena = { userId: 'U0LEAD' };
const otto = { userId: 'U0OUT' };

/** People were called for the end of one task. */
async function calledFor() {
  const found = setUpEndings();
  found.world.tasks = [kept('a', 59)];
  await found.step();
  const press = async (person = lena) => {
    const noticed = await found.keepOnAir.noticed('notice-1', 'a');
    if (!noticed) throw new Error('nothing was noticed');
    return found.keepOnAir.letEnd(noticed, person);
  };
  return { ...found, press };
}

test('who lets a task end is recorded with the end, in the audit as well, and shown', async () => {
  const { world, press } = await calledFor();

  expect(await press()).toMatchObject({ kind: 'recorded', mark: { by: lena } });

  expect(world.letEnds.get('a')).toEqual({
    taskId: 'a',
    endMs: nowMs + 59 * minuteMs,
    by: lena,
    atMs: nowMs,
  });
  expect(JSON.parse(world.audit[0] ?? '')).toMatchObject({
    event: 'let_end',
    person: lena,
    task_id: 'a',
    note: 'keep/a 2026-11-26T12:59:00.000Z',
  });
  expect(world.updated.length).toBeGreaterThan(0);
});

test('a second press records nothing and says who was faster', async () => {
  const { world, press } = await calledFor();
  await press();

  expect(await press(otto)).toMatchObject({ kind: 'already', mark: { by: lena } });

  expect(world.audit).toHaveLength(1);
});

test.each([
  ['was extended', [kept('a', 24 * 60)], 'changed'],
  ['was paused', [kept('a', 59, { status: 'pause' })], 'changed'],
  ['was deleted', [], 'task_gone'],
])(
  'nothing is recorded for a task that %s, and the message says so',
  async (_what, tasks, kind) => {
    const { world, press } = await calledFor();
    world.tasks = tasks;

    expect(await press()).toMatchObject({ kind });

    expect([world.letEnds.size, world.audit]).toEqual([0, []]);
    expect(world.updated.at(-1)?.ends[0]?.settled).toBeDefined();
  },
);

test('an end that has passed cannot be let come', async () => {
  const { world, press } = await calledFor();
  world.nowMs += dayMs;

  expect(await press()).toMatchObject({ kind: 'changed', ending: undefined });

  expect(world.letEnds.size).toBe(0);
});

test('of a message that is not known any more nothing is told', async () => {
  const { keepOnAir } = await calledFor();

  expect(await keepOnAir.noticed('notice-9', 'a')).toBeUndefined();
  expect(await keepOnAir.noticed('notice-1', 'b')).toBeUndefined();
});
