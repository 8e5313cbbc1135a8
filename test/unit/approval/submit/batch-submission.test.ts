import { expect, test } from 'vitest';
import { hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';
import { lead } from '../sample-request.ts';
import { setUpBatch } from '../set-up-batch.ts';
import { setUpDesk } from '../set-up-desk.ts';

const atOnce = { rules: [{ when: {}, quorum: 0 }] };

test('before it is confirmed nothing is written, and then what is confirmed', async () => {
  const { approval, asked, result, memory, batch, parts } = await setUpBatch(2, atOnce);
  expect(result).toMatchObject({ ok: false, refusal: { reason: 'not_confirmed' } });
  expect(memory.ids()).toEqual([]);

  const reason = 'The feed is gone again';
  expect(await approval.submitBatch({ ...asked, reason, isConfirmed: true })).toMatchObject({
    ok: true,
  });
  expect((await batch()).state).toBe('approved');
  expect((await parts()).map((part) => part.reason)).toEqual([reason, reason]);
});

test.each([
  ['are closed by now', {}],
  ['were asked for with another reason', { reason: 'The feed is gone again' }],
  [
    'were to send something else',
    { tasks: [{ base: taskWith({ task_id: 'task-1' }), change: {} }] },
  ],
])('a batch is not made of parts that an attempt left behind and that %s', async (_what, other) => {
  const { asked, parts } = await setUpBatch(2);
  const left = await parts();
  const { approval, clock, memory } = setUpDesk(left);
  if (Object.keys(other).length === 0) {
    clock.nowMs += 10 * 60_000;
    await approval.runBatch('R-7');
  }

  expect(await approval.submitBatch({ ...asked, ...other })).toMatchObject({
    ok: false,
    isIdSpent: true,
  });
  expect(memory.get('R-7')).toBeUndefined();
  expect(await approval.submitBatch({ ...asked, ...other, id: 'R-8' })).toMatchObject({ ok: true });
});

test('submitted twice at once, it is one request, also where its parts run already', async () => {
  const { approval, asked, memory } = await setUpBatch(2, atOnce);
  const confirmed = { ...asked, isConfirmed: true };
  memory.beforeCommitOf('submit', async () => {
    await approval.submitBatch(confirmed);
    await approval.runBatch('R-7');
  });

  const result = await approval.submitBatch(confirmed);

  expect(result).toMatchObject({ ok: true, request: { id: 'R-7', state: 'applying' } });
  expect(memory.get('R-7.1')?.state).toBe('approved');
});

test.each(['task-1', 'task-2'])(
  'a batch is approved although %s has been frozen since, and only that task is not run',
  async (id) => {
    const { approval, asked, approves, batch } = await setUpBatch(2);
    const freeze = { id: 'f1', toMs: nowMs + hourMs, reason: 'Live show' };
    const { project } = asked;
    await approval.freeze({ ...freeze, project, person: lead, task: { id, name: 'live/x' } });

    expect(await approves()).toMatchObject({ ok: true });

    expect((await batch()).state).toBe('approved');
  },
);
