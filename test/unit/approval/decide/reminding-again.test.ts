import { expect, test } from 'vitest';
import { hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';
import { lead, leads, policyOf, requester, requestWith, viewed } from '../sample-request.ts';
import { project, setUpDesk, submission } from '../set-up-desk.ts';

const policy = {
  ...project.policy,
  quorum: 2,
  remindAfterMs: hourMs / 4,
  escalate: { afterMs: hourMs / 2, to: leads },
};
const reminding = { ...project, policy };

/** What is due for the request that was written last, by kind, in milliseconds from now. */
const dueIn = ({ memory }: ReturnType<typeof setUpDesk>): Record<string, number> =>
  Object.fromEntries(
    (memory.written.at(-1)?.effects.timers ?? []).map(({ entry, dueMs }) => [
      entry.kind,
      dueMs - nowMs,
    ]),
  );

const again = { remind: hourMs / 4, escalate: hourMs / 2 };

const held = requestWith({
  state: 'held',
  after: 'R-1',
  held: { why: 'gone', by: 'R-1' },
  policy: policyOf(2),
});

test('what was held and is edited is reminded of and escalated like a new request', async () => {
  const desk = setUpDesk([held], [reminding]);

  const edited = await desk.approval.edit(held.id, { ...submission, project: reminding });

  expect(edited).toMatchObject({ ok: true, request: { state: 'pending' } });
  expect(dueIn(desk)).toMatchObject(again);
});

test('so is what was held and is rebased', async () => {
  const desk = setUpDesk([held], [reminding]);

  const live = taskWith({ vod_loop_time: '3' });
  const rebased = await desk.approval.rebase(held.id, lead, viewed, live);

  expect(rebased).toMatchObject({ ok: true, request: { state: 'pending' } });
  expect(dueIn(desk)).toMatchObject(again);
});

test('so is a retry that one person has approved and another still has to', async () => {
  const failed = requestWith({ state: 'failed', policy: policyOf(2) });
  const desk = setUpDesk([failed], [reminding]);

  const retried = await desk.approval.retry(failed.id, lead, viewed);

  expect(retried).toMatchObject({ ok: true, request: { state: 'pending' } });
  expect(dueIn(desk)).toMatchObject(again);
});

test('an edit of what waits already puts no reminder off', async () => {
  const desk = setUpDesk([requestWith({ requester })], [reminding]);

  await desk.approval.edit('R-142', { ...submission, project: reminding });

  expect(Object.keys(dueIn(desk))).toEqual(['expire']);
});
