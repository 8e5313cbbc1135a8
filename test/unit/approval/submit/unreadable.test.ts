import { expect, test } from 'vitest';
import { isNotHeld } from '#src/approval/record/change-request.ts';
import { taskWith } from '../../relay/sample-task.ts';
import { lead, requester, requestWith } from '../sample-request.ts';
import { project, setUpDesk, submission } from '../set-up-desk.ts';

const unread = taskWith({ vod_start_video_time: 12.5, vod_refresh_type: 2 });
const refusal = {
  reason: 'task_unreadable',
  fields: [
    { field: 'vod_refresh_type', raw: 2 },
    { field: 'vod_start_video_time', raw: 12.5 },
  ],
};

test('a change of an unreadable task is refused, and each field is named', async () => {
  const { approval, memory } = setUpDesk();

  const result = await approval.submit({ ...submission, base: unread });

  expect(result).toEqual({ ok: false, refusal });
  expect(memory.written).toEqual([]);
});

test('a break-glass on an unreadable task is refused too', async () => {
  const breakGlass = { users: [requester.userId], usergroups: [] };
  const emergency = { ...project, policy: { ...project.policy, breakGlass } };
  const { approval, memory } = setUpDesk([], [emergency]);

  const result = await approval.submit({
    ...submission,
    project: emergency,
    base: unread,
    isBreakGlass: true,
  });

  expect(result).toEqual({ ok: false, refusal });
  expect(memory.written).toEqual([]);
});

test('a request is neither edited nor rebased onto a task that cannot be read', async () => {
  const stored = requestWith();
  const { approval, memory } = setUpDesk([stored]);
  const { id: _id, ...asked } = submission;

  expect(await approval.edit('R-142', { ...asked, base: unread })).toMatchObject({ refusal });
  expect(await approval.rebase('R-142', lead, stored, unread)).toMatchObject({ refusal });
  expect(memory.written).toEqual([]);
});

test.each([
  ['the change', { status: 'pause' }, false],
  ['nothing of it', {}, true],
  ['something that cannot be read in its place', { status: 7 }, true],
  ['another word in its place', { status: 'pausing' }, true],
])('a request that the API accepted, after which the task holds %s', (_what, after, isVain) => {
  const outcome = { sent: true, after: taskWith(after) };

  expect(isNotHeld(requestWith({ state: 'applied', outcome }))).toBe(isVain);
});

test('a task that could not be read afterwards proves neither', () => {
  expect(isNotHeld(requestWith({ state: 'applied', outcome: { sent: true } }))).toBe(false);
});
