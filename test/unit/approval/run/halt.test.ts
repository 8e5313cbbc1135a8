import { expect, test } from 'vitest';
import type { ChangeRequest, Person } from '#src/approval/record/change-request.ts';
import { openHalt } from '#src/approval/record/part.ts';
import { nowMs } from '../../relay/sample-task.ts';
import { lead, outsider, requester, secondLead } from '../sample-request.ts';
import { setUpBatch } from '../set-up-batch.ts';
import { project } from '../set-up-desk.ts';

const MINUTE_MS = 60_000;
const batches = { atOnce: 2, onFailure: 'stop' } as const;

/** A batch of which two run at a time, approved and begun. */
const begun = async (count: number, fields: Parameters<typeof setUpBatch>[2] = { batches }) => {
  const desk = await setUpBatch(count, {}, fields);
  const { approval, memory, batch, parts } = desk;
  await desk.approves();
  await approval.runBatch('R-7');
  return {
    ...desk,
    /** The parts that run end so, one after another, and the batch goes on. */
    async ends(...ends: readonly Partial<ChangeRequest>[]) {
      for (const end of ends) {
        const running = (await parts()).find(({ state }) => state === 'approved');
        memory.add({ ...running!, ...end });
        await approval.runBatch('R-7');
      }
    },
    states: async () => (await parts()).map(({ state }) => state),
    async answers(answer: 'goOn' | 'stopRest', person: Person = lead, at?: number) {
      const { version, digest } = await batch();
      return approval[answer]('R-7', person, { version: at ?? version, digest });
    },
  };
};

test('with stop, one that fails keeps the rest waiting until somebody answers, and people are asked once', async () => {
  const { approval, batch, ends, memory, states } = await begun(6);
  await ends({ state: 'failed' });
  expect(openHalt((await batch()).batch)).toBeUndefined();
  expect(await states()).toEqual(['failed', 'approved', ...waiting(4)]);

  await ends({ state: 'applied' });

  const { version, batch: { halts } = {} } = await batch();
  expect(halts).toEqual([
    { version, failed: ['R-7.1'], waiting: 4, untilMs: nowMs + 15 * MINUTE_MS },
  ]);
  expect(await approval.runBatch('R-7')).toEqual({ againAtMs: nowMs + 15 * MINUTE_MS });
  expect(memory.events().filter((event) => event === 'halt')).toHaveLength(1);
  expect(await states()).toEqual(['failed', 'applied', ...waiting(4)]);
  const asked = memory.written.findLast(({ request }) => request.id === 'R-7')?.effects;
  expect(asked?.outbox).toContainEqual({ kind: 'show', request: 'R-7' });
  expect(asked?.timers).toContainEqual({
    entry: { kind: 'batch', request: 'R-7' },
    dueMs: nowMs + 15 * MINUTE_MS,
  });
});

test.each([
  ['was changed meanwhile', { state: 'stale' }],
  [
    'ran and does not hold the change',
    { state: 'applied', outcome: { sent: true, after: { task_id: 'x' } } },
  ],
  ['is off air after it', { state: 'applied', stream: { goneAtMs: nowMs, absentSinceMs: nowMs } }],
  [
    'was held back',
    {
      state: 'failed',
      outcome: { sent: false, problems: [{ field: 'reason', code: 'worse_than_approved' }] },
    },
  ],
] satisfies [string, Partial<ChangeRequest>][])(
  'a task that %s counts as one that failed',
  async (_how, end) => {
    const { batch, ends } = await begun(4);

    await ends(end, { state: 'applied' });

    expect(openHalt((await batch()).batch)?.failed).toEqual(['R-7.1']);
  },
);

test('without stop, the others go on', async () => {
  const { batch, ends } = await begun(3, {});
  await ends({ state: 'failed' }, { state: 'applied' }, { state: 'applied' });

  expect(await batch()).toMatchObject({
    state: 'failed',
    batch: { counts: { done: 2, failed: 1 } },
  });
});

test('what was chosen for one batch goes before what the project says', async () => {
  const { batch } = await setUpBatch(1, {}, { batches, onFailure: 'go_on' });
  expect((await batch()).batch).toMatchObject({ onFailure: 'go_on', atOnce: 2 });
  const { batch: other } = await setUpBatch(1, {}, { onFailure: 'stop' });
  expect((await other()).batch).toMatchObject({ onFailure: 'stop', atOnce: 4 });
});

test('Go on runs the rest, and the next one that fails asks again', async () => {
  const { answers, approval, batch, ends, states } = await begun(6);
  await ends({ state: 'failed' }, { state: 'applied' });

  expect(await answers('goOn')).toMatchObject({ ok: true });
  await approval.runBatch('R-7');
  expect(await states()).toEqual(['failed', 'applied', 'approved', 'approved', ...waiting(2)]);

  await ends({ state: 'stale' }, { state: 'applied' });
  expect(openHalt((await batch()).batch)?.failed).toEqual(['R-7.3']);
  await answers('goOn');
  await approval.runBatch('R-7');
  await ends({ state: 'applied' }, { state: 'applied' });
  expect(await batch()).toMatchObject({
    state: 'failed',
    batch: { counts: { done: 4, failed: 1, stale: 1 } },
  });
});

test('the rest that was let run has a quarter of an hour from then', async () => {
  const { answers, approval, clock, ends, states } = await begun(3);
  clock.nowMs += 14 * MINUTE_MS;
  await ends({ state: 'failed' }, { state: 'applied' });
  clock.nowMs += 14 * MINUTE_MS;
  await answers('goOn');

  await approval.runBatch('R-7');

  expect(await states()).toEqual(['failed', 'applied', 'approved']);
});

test('Stop ends the rest as withdrawn by who stopped it, and the batch with it', async () => {
  const { answers, approval, batch, ends, parts, states } = await begun(6);
  await ends({ state: 'failed' }, { state: 'applied' });

  await answers('stopRest');
  await approval.runBatch('R-7');
  await approval.runBatch('R-7');

  expect(await states()).toEqual(['failed', 'applied', ...Array(4).fill('withdrawn')]);
  expect((await parts()).at(-1)?.history.at(-1)?.person).toEqual(lead);
  expect(await batch()).toMatchObject({
    state: 'failed',
    batch: { counts: { done: 1, failed: 1, not_run: 4 } },
  });
});

test('without an answer in time the rest is not run', async () => {
  const { answers, approval, clock, batch, ends, states } = await begun(4);
  await ends({ state: 'failed' }, { state: 'applied' });
  clock.nowMs += 15 * MINUTE_MS;

  expect(await answers('goOn')).toMatchObject({ ok: false, refusal: { reason: 'expired' } });
  for (let time = 0; time < 3; time += 1) await approval.runBatch('R-7');

  expect(await states()).toEqual(['failed', 'applied', 'expired', 'expired']);
  expect((await batch()).state).toBe('failed');
});

test('of two who answer, the first counts and the other is told who it was', async () => {
  const { answers, ends } = await begun(4);
  await ends({ state: 'failed' }, { state: 'applied' });
  await answers('stopRest', secondLead);

  expect(await answers('goOn')).toMatchObject({
    ok: false,
    refusal: { reason: 'wrong_state', person: secondLead },
  });
});

test('an answer to an earlier question is not one to the next', async () => {
  const { answers, approval, batch, ends } = await begun(6);
  await ends({ state: 'failed' }, { state: 'applied' });
  const { version } = await batch();
  await answers('goOn');
  await approval.runBatch('R-7');
  await ends({ state: 'failed' }, { state: 'applied' });

  expect(await answers('goOn', secondLead, version)).toMatchObject({
    ok: false,
    refusal: { reason: 'wrong_digest' },
  });
});

test('who may decide may answer; the requester may only stop', async () => {
  const { answers, directory, ends } = await begun(4);
  await ends({ state: 'failed' }, { state: 'applied' });
  directory.answer = () => ({ isFullMember: true, usergroups: [] });

  expect(await answers('goOn', outsider)).toMatchObject({ refusal: { reason: 'not_an_approver' } });
  expect(await answers('stopRest', outsider)).toMatchObject({
    refusal: { reason: 'not_an_approver' },
  });
  expect(await answers('goOn', requester)).toMatchObject({ refusal: { reason: 'own_request' } });
  expect(await answers('stopRest', requester)).toMatchObject({ ok: true });
});

test('a batch that runs can be stopped before anything has failed', async () => {
  const { answers, approval, batch, ends, states } = await begun(5, {
    batches: { atOnce: 2, onFailure: 'go_on' },
  });
  await answers('stopRest');
  await approval.runBatch('R-7');
  expect(await states()).toEqual(['approved', 'approved', ...Array(3).fill('withdrawn')]);

  await ends({ state: 'applied' }, { state: 'applied' });

  expect(await batch()).toMatchObject({
    state: 'failed',
    batch: { counts: { done: 2, not_run: 3 } },
  });
});

test('a replica that stood still since before a stop begins nothing more', async () => {
  const { answers, approval, ends, memory, states } = await begun(5, {
    batches: { atOnce: 2, onFailure: 'go_on' },
  });
  const { store } = memory;
  await ends({ state: 'applied' });
  memory.add({ ...(await store.load('R-7.2'))!, state: 'applied' });
  const { load } = store;
  let isAsleep = true;
  const slow = async (id: string): Promise<ChangeRequest | undefined> => {
    const found = await load(id);
    // It has read everything and is about to approve the next part.
    if (id === 'R-7.5' && isAsleep) {
      isAsleep = false;
      await answers('stopRest');
      await approval.runBatch('R-7');
    }
    return found;
  };
  Object.assign(store, { load: slow });

  await approval.runBatch('R-7');

  expect((await states()).slice(3)).toEqual(['withdrawn', 'withdrawn']);
});

test('a failure that is put right meanwhile does not answer the question', async () => {
  const { approval, ends, memory, batch, states } = await begun(4);
  await ends({ state: 'failed' }, { state: 'applied' });
  memory.add({ ...memory.get('R-7.1')!, state: 'applied' });

  await approval.runBatch('R-7');

  expect(openHalt((await batch()).batch)).toBeDefined();
  expect((await states()).slice(2)).toEqual(waiting(2));
});

const waiting = (count: number): string[] => Array<string>(count).fill('pending');

test('a batch of before there was a choice runs to its end', async () => {
  const { approval, batch, ends, memory } = await begun(3, { batches });
  const { onFailure: _, atOnce: __, ...older } = (await batch()).batch!;
  memory.add({ ...(await batch()), batch: older });

  await ends({ state: 'failed' }, { state: 'applied' });
  await approval.runBatch('R-7');
  await ends({ state: 'applied' });

  expect((await batch()).state).toBe('failed');
  expect(project.batches).toBeUndefined();
});
