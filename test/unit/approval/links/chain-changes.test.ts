import { expect, test } from 'vitest';
import { hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';
import { lead, requester } from '../sample-request.ts';
import { colleague, minuteMs, scheduled } from '../set-up-chain.ts';
import { submission } from '../set-up-desk.ts';

test.each([
  ['another change', { change: { vod_loop_time: '9' } }, 'differs'],
  ['the time of what follows', { applyAtMs: nowMs + 2 * hourMs }, 'later'],
] as const)('an edit of the predecessor to %s holds what follows', async (_what, edited, why) => {
  const { follows, approval, decides, get } = await scheduled();
  await follows('R-2', 'R-1');
  await decides('R-2', 'approve');

  await approval.edit('R-1', { ...submission, applyAtMs: nowMs + hourMs, ...edited });
  await approval.follow('R-1');

  expect(get('R-2')).toMatchObject({ state: 'held', held: { why, by: 'R-1' } });
});

test('an edit of the reason, or to an earlier time, holds nothing', async () => {
  const { follows, approval, get } = await scheduled();
  await follows('R-2', 'R-1');

  const edited = { ...submission, reason: 'Said better.', applyAtMs: nowMs + hourMs / 2 };
  await approval.edit('R-1', edited);
  await approval.follow('R-1');

  expect(get('R-2').state).toBe('pending');
});

test('what is held is edited onto what the predecessor leaves now, and is a link again', async () => {
  const { follows, after, approval, get } = await scheduled();
  await follows('R-2', 'R-1');
  const edited = { ...submission, change: { vod_loop_time: '9' }, applyAtMs: nowMs + hourMs };
  await approval.edit('R-1', edited);
  await approval.follow('R-1');
  expect(get('R-2').state).toBe('held');

  const foretold = await approval.foretoldFor(get('R-2'));
  expect(foretold?.task.vod_loop_time).toBe('9');
  await approval.edit('R-2', after('R-2', 'R-1', { change: { vod_loop_time: '3' } }));
  await approval.follow('R-1');

  expect(get('R-2')).toMatchObject({ state: 'pending', after: 'R-1', base: foretold?.task });
});

test('what follows a request is told of its end, also if that was edited to run at once', async () => {
  const { follows, approval, decides, get, memory } = await scheduled();
  await follows('R-2', 'R-1');
  await decides('R-2', 'approve');
  await approval.edit('R-1', { ...submission, applyAtMs: undefined });
  await approval.follow('R-1');

  await decides('R-1', 'reject');

  const told = { kind: 'follow', request: 'R-1' };
  expect(memory.written.at(-1)?.effects.outbox).toContainEqual(told);
  await approval.follow('R-1');
  expect(get('R-2')).toMatchObject({ state: 'held', held: { why: 'ended', by: 'R-1' } });
});

test('an edit cannot move a request into a chain', async () => {
  const { approval, after } = await scheduled();
  const alone = { ...submission, id: 'R-2', requester: colleague, applyAtMs: nowMs + 3 * hourMs };
  await approval.submit(alone);

  const moved = await approval.edit('R-2', after('R-2', 'R-1', { requester: colleague }));

  expect(moved).toMatchObject({ refusal: { reason: 'edited_meanwhile' } });
});

test('a rebase builds a held link on what its predecessor leaves now, while that comes before it', async () => {
  const { follows, approval, get } = await scheduled();
  await follows('R-2', 'R-1', { change: { vod_loop_time: '3' } });
  const edited = { ...submission, change: { vod_loop_time: '9' }, applyAtMs: nowMs + hourMs };
  await approval.edit('R-1', edited);
  await approval.follow('R-1');
  const { version, digest } = get('R-2');

  await approval.rebase('R-2', lead, { version, digest }, taskWith());
  await approval.follow('R-1');

  expect(get('R-2')).toMatchObject({
    state: 'pending',
    after: 'R-1',
    base: { vod_loop_time: '9' },
    applyAtMs: nowMs + 2 * hourMs,
  });
});

test('what follows a held link is held in turn, each with its own deadline', async () => {
  const { follows, approval, decides, clock, get } = await scheduled();
  for (const number of [2, 3, 4]) {
    await follows(`R-${number}`, `R-${number - 1}`, { change: { vod_loop_time: String(number) } });
    await decides(`R-${number}`, 'approve');
  }
  clock.nowMs += minuteMs;
  await decides('R-1', 'reject');
  for (const id of ['R-1', 'R-2', 'R-3']) await approval.follow(id);

  const held = ['R-2', 'R-3', 'R-4'].map(get);
  expect(held.map(({ state }) => state)).toEqual(['held', 'held', 'held']);
  expect(held.map((each) => each.held?.why)).toEqual(['ended', 'held', 'held']);
  expect(held.map((each) => each.expiresAtMs)).toEqual(Array(3).fill(clock.nowMs + 4 * hourMs));
});

test('the way back of a held link is held, and cancelled once the link has ended without effect', async () => {
  const { follows, approval, decides, get } = await scheduled();
  await follows('R-2', 'R-1', { backAt: { id: 'R-3', applyAtMs: nowMs + 4 * hourMs } });
  await decides('R-2', 'approve');
  await approval.follow('R-2');
  await decides('R-1', 'reject');
  for (const id of ['R-1', 'R-2']) await approval.follow(id);
  expect(get('R-3').state).toBe('held');

  const { version, digest } = get('R-2');
  await approval.withdraw('R-2', requester, { version, digest });
  await approval.follow('R-2');

  expect(get('R-3').state).toBe('withdrawn');
});

test('what is open beside a request tells its chain from rivals, with what comes before and after', async () => {
  const { follows, approval, get } = await scheduled();
  await follows('R-2', 'R-1');
  await follows('R-3', 'R-2', { change: { vod_loop_time: '3' } });
  await approval.submit({ ...submission, id: 'R-8', requester: colleague });

  expect(await approval.openBeside(get('R-2'))).toEqual({
    chain: ['R-1', 'R-3'],
    competing: ['R-8'],
    follows: { id: 'R-1', atMs: nowMs + hourMs },
    followedBy: [{ id: 'R-3', atMs: nowMs + 3 * hourMs }],
  });
  expect((await approval.openBeside(get('R-8'))).competing).toEqual(['R-1', 'R-2', 'R-3']);
});

test('the card of a predecessor is updated when a link is written, moved or has ended', async () => {
  const { follows, after, approval, memory, get } = await scheduled();
  const shown = () => memory.written.at(-1)?.effects.outbox;
  const show = { kind: 'show', request: 'R-1' };

  await follows('R-2', 'R-1');
  expect(shown()).toContainEqual(show);

  await approval.edit('R-2', after('R-2', 'R-1', { applyAtMs: nowMs + 5 * hourMs }));
  expect(shown()).toContainEqual(show);

  const { version, digest } = get('R-2');
  await approval.withdraw('R-2', requester, { version, digest });
  expect(shown()).toContainEqual(show);
});
