import { expect, test } from 'vitest';
import { createExecution } from '#src/execution/execute.ts';
import { nowMs, taskWith } from '../relay/sample-task.ts';
import { CLOUD, requestWith, viewed } from '../approval/sample-request.ts';
import { noAnswer, setUpExecution } from './set-up-execution.ts';

test('a relay task that another request runs on is tried again later', async () => {
  const { replica, live, memory, request } = setUpExecution();
  memory.locks.set(`${CLOUD} ${taskWith().task_id}`, 'R-141');

  expect(await replica.execute('R-142')).toEqual({ againAtMs: nowMs + 2_000 });

  expect(request()?.state).toBe('approved');
  expect(live.reads).toBe(0);
  memory.locks.clear();
  await replica.execute('R-142');
  expect(request()?.state).toBe('applied');
});

test('a replica that is taken over before its mark sends nothing: one PUT', async () => {
  const { replica, otherReplica, live, memory, request, warnings } = setUpExecution();
  live.beforeRead = () => otherReplica.execute('R-142');

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect(live.payloads).toHaveLength(1);
  expect(memory.events()).toEqual(['claim', 'claim', 'send', 'succeed']);
  expect(request()?.state).toBe('applied');
  expect(warnings).toEqual(['outcome not recorded']);
});

test('a replica that is taken over while it marks sends nothing: one PUT', async () => {
  const { replica, otherReplica, live, memory, request } = setUpExecution();
  memory.beforeCommitOf('send', () => otherReplica.execute('R-142'));

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect(live.payloads).toHaveLength(1);
  expect(memory.events()).toEqual(['claim', 'claim', 'send', 'succeed']);
  expect(request()?.state).toBe('applied');
});

test('a replica that is taken over while it claims sends nothing: one PUT', async () => {
  const { replica, otherReplica, live, memory, request } = setUpExecution();
  memory.beforeCommitOf('claim', () => otherReplica.execute('R-142'));

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect(live.payloads).toHaveLength(1);
  expect(request()?.state).toBe('applied');
});

test('a request whose sender died after the mark is not sent again, but unconfirmed', async () => {
  const { approval, otherReplica, live, memory, request } = setUpExecution();
  const claimed = await approval.claim('R-142');
  if (claimed.ok) await approval.markSent(claimed.request, taskWith());

  expect(await otherReplica.execute('R-142')).toEqual({ done: true });

  expect(live.payloads).toEqual([]);
  expect(memory.events()).toEqual(['claim', 'send', 'lose']);
  expect(request()).toMatchObject({ state: 'unconfirmed', outcome: { sent: true } });
});

test('a sender that comes back after it was given up reports that, and the reading counts', async () => {
  const { replica, otherReplica, live, request, warnings } = setUpExecution();
  live.beforeModify = () => otherReplica.execute('R-142');

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect(live.payloads).toHaveLength(1);
  expect(request()?.state).toBe('unconfirmed');
  expect(warnings).toEqual(['outcome not recorded']);
  await otherReplica.settle('R-142');
  expect(request()).toMatchObject({ state: 'applied', outcome: { after: { status: 'pause' } } });
});

test('a request whose claimer died before the mark is taken over and sent', async () => {
  const { approval, otherReplica, live, memory, request } = setUpExecution();
  await approval.claim('R-142');

  await otherReplica.execute('R-142');

  expect(live.payloads).toEqual([requestWith().payload]);
  expect(memory.events()).toEqual(['claim', 'claim', 'send', 'succeed']);
  expect(request()?.state).toBe('applied');
});

test.each([
  [2_000, 1, 'applied', true],
  [2_001, 0, 'failed', false],
] as const)(
  'a process that was frozen for %i ms at the mark sends %i',
  async (frozenMs, puts, state, sent) => {
    const { replica, live, clock, memory, request } = setUpExecution();
    memory.beforeCommitOf('send', () => void (clock.nowMs += frozenMs));

    await replica.execute('R-142');

    expect(live.payloads).toHaveLength(puts);
    expect(request()).toMatchObject({ state, outcome: { sent } });
  },
);

test('a request that is withdrawn before the claim is not sent', async () => {
  const { replica, approval, live, memory, request } = setUpExecution();
  memory.beforeCommitOf('claim', () => approval.withdraw('R-142', requestWith().requester, viewed));

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect([live.reads, live.payloads]).toEqual([0, []]);
  expect(request()?.state).toBe('withdrawn');
});

test('if the store is unavailable after the call, it is waited for, and the call is not repeated', async () => {
  const { deps, live, request, slept } = setUpExecution();
  const failures = [new Error('ECONNRESET'), new Error('ECONNRESET'), new Error('timed out')];
  const replica = createExecution({
    ...deps,
    approval: {
      ...deps.approval,
      finish: (...end) => {
        const failure = failures.shift();
        return failure ? Promise.reject(failure) : deps.approval.finish(...end);
      },
    },
  });

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect(live.payloads).toHaveLength(1);
  expect(slept).toEqual([500, 500, 500]);
  expect(request()?.state).toBe('applied');
});

test('if the store stays unavailable, the next try finds the PUT unconfirmed', async () => {
  const { deps, replica, live, request, slept } = setUpExecution();
  const cutOff = createExecution({
    ...deps,
    approval: { ...deps.approval, finish: () => Promise.reject(new Error('ECONNREFUSED')) },
  });

  await expect(cutOff.execute('R-142')).rejects.toThrow('ECONNREFUSED');
  await replica.execute('R-142');

  expect(slept).toHaveLength(39);
  expect(live.payloads).toHaveLength(1);
  expect(request()?.state).toBe('unconfirmed');
});

test('after a mark that may not have been written, no PUT is made', async () => {
  const { deps, replica, live, request } = setUpExecution();
  const cutOff = createExecution({
    ...deps,
    approval: {
      ...deps.approval,
      markSent: async (claimed, before) => {
        await deps.approval.markSent(claimed, before);
        throw new Error('Command timed out');
      },
    },
  });

  await expect(cutOff.execute('R-142')).rejects.toThrow('timed out');
  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()?.state).toBe('unconfirmed');
});

test('an API that never answers leaves one PUT and an unconfirmed request', async () => {
  const { replica, otherReplica, live, request } = setUpExecution();
  live.onModify = () => ({ kind: 'unknown', failure: noAnswer });

  await replica.execute('R-142');
  await otherReplica.execute('R-142');

  expect(live.payloads).toHaveLength(1);
  expect(request()?.state).toBe('unconfirmed');
});

test('a replica that does not know the project yet leaves the run to one that does', async () => {
  const { deps, otherReplica, live, memory, request } = setUpExecution();
  const behind = createExecution({ ...deps, projects: new Map() });

  expect(await behind.execute('R-142')).toEqual({ againAtMs: nowMs + 2_000 });

  expect(memory.events()).toEqual([]);
  await otherReplica.execute('R-142');
  expect(request()?.state).toBe('applied');
  expect(live.payloads).toHaveLength(1);
});
