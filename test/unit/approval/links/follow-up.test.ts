import { expect, test } from 'vitest';
import { hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';
import { outsider, requester } from '../sample-request.ts';
import { colleague, minuteMs, scheduled } from '../set-up-chain.ts';
import { submission } from '../set-up-desk.ts';

const cannot = (why: object) => ({ ok: false, refusal: { reason: 'cannot_follow', ...why } });

test('what follows a scheduled request is built on what that will leave, and has a time and an approval of its own', async () => {
  const { follows, get } = await scheduled();

  expect((await follows('R-2', 'R-1')).ok).toBe(true);

  expect(get('R-2')).toMatchObject({
    state: 'pending',
    after: 'R-1',
    base: taskWith({ status: 'pause' }),
    payload: { status: 'enable' },
    applyAtMs: nowMs + 2 * hourMs,
    decisions: [],
  });
  // The forecast begins with what R-1 leaves: the task is off air, and comes back.
  expect(get('R-2').effects?.some(({ grade }) => grade === 'off_air')).toBe(false);
});

test('one person may have a whole chain open, and nothing beside it', async () => {
  const { follows, approval } = await scheduled();

  for (const number of [2, 3, 4, 5]) {
    const change = { vod_loop_time: String(number) };
    const result = await follows(`R-${number}`, `R-${number - 1}`, { change });
    expect(result.ok).toBe(true);
  }

  const beside = await approval.submit({ ...submission, id: 'R-9' });
  expect(beside).toMatchObject({ refusal: { reason: 'already_open', id: 'R-1' } });
});

test('the links of a chain count for how many one person may have open', async () => {
  const policy = { ...submission.project.policy, mostOpen: 2 };
  const project = { ...submission.project, policy };
  const { follows } = await scheduled({ project });

  expect((await follows('R-2', 'R-1', { project })).ok).toBe(true);

  expect(await follows('R-3', 'R-2', { project })).toMatchObject({
    refusal: { reason: 'too_many_open', open: 2 },
  });
});

test('somebody else may follow a request, and joins no other chain by that', async () => {
  const { follows, get } = await scheduled();

  expect((await follows('R-2', 'R-1', { requester: colleague })).ok).toBe(true);

  expect(get('R-2').requester).toEqual(colleague);
});

test('a request is followed once, and the second is told by which', async () => {
  const { follows } = await scheduled();
  await follows('R-2', 'R-1', { requester: colleague });

  const second = await follows('R-3', 'R-1', { requester: outsider });

  expect(second).toMatchObject(cannot({ id: 'R-1', why: 'followed', by: 'R-2' }));
});

test('of two who follow the same request at once, the later write is refused', async () => {
  const { follows, memory } = await scheduled();
  memory.beforeCommitOf('submit', () => follows('R-3', 'R-1', { requester: colleague }));

  const slower = await follows('R-2', 'R-1');

  expect(slower).toMatchObject(cannot({ id: 'R-1', why: 'followed', by: 'R-3' }));
  expect(memory.ids()).toEqual(['R-1', 'R-3']);
});

test('another request for the task that comes in between is no hindrance', async () => {
  const { follows, memory, approval, get } = await scheduled();
  memory.beforeCommitOf('submit', () =>
    approval.submit({ ...submission, id: 'R-3', requester: colleague }),
  );

  await follows('R-2', 'R-1');

  expect(get('R-2').after).toBe('R-1');
});

test('the same form sent twice is one request', async () => {
  const { after, approval, memory } = await scheduled();
  const asked = after('R-2', 'R-1');

  const [first, second] = [await approval.submit(asked), await approval.submit(asked)];

  expect([first.ok, second.ok]).toEqual([true, true]);
  expect(memory.ids()).toEqual(['R-1', 'R-2']);
});

test('a time before a minute after the predecessor is refused, with the earliest', async () => {
  const { follows } = await scheduled();
  const fromMs = nowMs + hourMs + minuteMs;

  for (const applyAtMs of [undefined, nowMs + minuteMs, fromMs - 1]) {
    expect(await follows('R-2', 'R-1', { applyAtMs })).toMatchObject(
      cannot({ why: 'early', fromMs }),
    );
  }
  expect((await follows('R-2', 'R-1', { applyAtMs: fromMs })).ok).toBe(true);
});

test('what is over, unknown, unscheduled or about another task cannot be followed', async () => {
  const { after, approval, decides, memory, get } = await scheduled();
  const asked = after('R-2', 'R-1');

  expect(await approval.submit({ ...asked, after: 'R-7' })).toMatchObject(cannot({ why: 'gone' }));
  const other = { ...asked, base: { ...asked.base, task_id: 'another' } };
  expect(await approval.submit(other)).toMatchObject(cannot({ why: 'gone' }));

  memory.add({ ...get('R-1'), applyAtMs: undefined });
  expect(await approval.submit(asked)).toMatchObject(cannot({ why: 'unscheduled' }));

  await decides('R-1', 'reject');
  expect(await approval.submit(asked)).toMatchObject(cannot({ why: 'over', state: 'rejected' }));
});

test('a form that was opened before the predecessor was edited is refused', async () => {
  const { after, approval } = await scheduled();
  const asked = after('R-2', 'R-1');
  const edited = { ...submission, change: { vod_loop_time: '9' }, applyAtMs: nowMs + hourMs };
  await approval.edit('R-1', edited);

  expect(await approval.submit(asked)).toMatchObject(cannot({ why: 'changed' }));
});

test('a change with a way back is followed through that, and what is followed takes no way back', async () => {
  const backAt = { id: 'R-5', applyAtMs: nowMs + 3 * hourMs };
  const pair = await scheduled({ backAt });
  expect(await pair.follows('R-2', 'R-1')).toMatchObject(cannot({ why: 'sets_back' }));
  await pair.decides('R-1', 'approve');
  await pair.approval.follow('R-1');
  expect(await pair.follows('R-2', 'R-1')).toMatchObject(cannot({ why: 'sets_back', by: 'R-5' }));
  const last = await pair.follows('R-2', 'R-5', { change: { vod_loop_time: '3' } });
  expect(last.ok).toBe(true);

  const { follows, approval } = await scheduled();
  await follows('R-2', 'R-1');
  const edited = { ...submission, applyAtMs: nowMs + hourMs, backAt };
  expect(await approval.edit('R-1', edited)).toMatchObject({
    refusal: { reason: 'followed_by', id: 'R-2' },
  });
});

test('a chain has ten requests', async () => {
  const { follows } = await scheduled();
  for (let number = 2; number <= 10; number += 1) {
    const change = { vod_loop_time: String(number) };
    expect((await follows(`R-${number}`, `R-${number - 1}`, { change })).ok).toBe(true);
  }

  const more = await follows('R-11', 'R-10', { change: { vod_loop_time: '11' } });

  expect(more).toMatchObject(cannot({ why: 'long', max: 10 }));
});

test('a link is compared with its predecessor at once, which may have changed while it was asked for', async () => {
  const { follows, memory, approval, decides, get } = await scheduled();
  memory.beforeCommitOf('submit', () => decides('R-1', 'reject'));

  await follows('R-2', 'R-1');
  expect(memory.written.at(-1)?.effects.outbox).toContainEqual({ kind: 'follow', request: 'R-1' });
  await approval.follow('R-1');

  expect(get('R-2')).toMatchObject({ state: 'held', held: { why: 'ended', state: 'rejected' } });
});

test('an emergency follows nothing', async () => {
  const policy = {
    ...submission.project.policy,
    breakGlass: { users: [requester.userId], usergroups: [] },
  };
  const { approval, get } = await scheduled();

  const project = { ...submission.project, policy };
  await approval.submit({ ...submission, id: 'R-2', project, isBreakGlass: true });

  expect(get('R-2').after).toBeUndefined();
});
