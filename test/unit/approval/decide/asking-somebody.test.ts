import { expect, test } from 'vitest';
import { at, hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';
import { lead, requester, requestWith } from '../sample-request.ts';
import { project, setUpDesk, submission } from '../set-up-desk.ts';

/** What waits for a decision although the policy asks for nobody: one approver is enough, and one is needed. */

const deskWith = (rules: (typeof project)['policy']['rules']) => {
  const own = { ...project, policy: { ...project.policy, expiresAfterMs: 90 * hourMs, rules } };
  const desk = setUpDesk([], [own]);
  const found = () => {
    const request = desk.memory.get('R-1');
    if (!request) throw new Error('no request');
    return request;
  };
  const approved = () => desk.approval.decide({ ...found(), kind: 'approve', person: lead });
  return { ...desk, own, found, approved };
};

test('a request that is edited to what nobody has to approve is approved by one person', async () => {
  const rules = [{ when: { fields: ['callback_events' as const], only: true }, quorum: 0 }];
  const { approval, own, found, approved } = deskWith(rules);
  await approval.submit({ ...submission, project: own });

  const change = { callback_events: ['TaskExit'] } as const;
  await approval.edit('R-1', { ...submission, project: own, change });

  expect(found()).toMatchObject({ state: 'pending', policy: { quorum: 1 } });
  expect(await approved()).toMatchObject({ ok: true, request: { state: 'approved' } });
});

test('a request that is moved to a time at which nobody has to approve it, too', async () => {
  // The sample time is at noon.
  const rules = [
    { when: { between: '11:00-13:00' }, quorum: 0 },
    { when: { between: '13:00-20:00' }, quorum: 1 },
  ];
  const { approval, own, found, approved } = deskWith(rules);
  await approval.submit({ ...submission, project: own, applyAtMs: nowMs + 5 * hourMs });

  const applyAtMs = nowMs + hourMs / 2;
  await approval.move({ ...found(), person: requester, applyAtMs });

  expect(found()).toMatchObject({ state: 'pending', applyAtMs, policy: { quorum: 1 } });
  expect(await approved()).toMatchObject({ ok: true, request: { state: 'approved' } });
});

test('a request that ran without approval and sends something else at its new time, too', async () => {
  const { approval, own, found, approved } = deskWith([{ when: {}, quorum: 0 }]);
  // A start that has passed is left out of what is sent.
  const base = taskWith({ start_time: at(4 * hourMs) });
  await approval.submit({ ...submission, project: own, base, applyAtMs: nowMs + 2 * hourMs });
  expect(found().state).toBe('approved');

  await approval.move({ ...found(), person: requester, applyAtMs: nowMs + 5 * hourMs });

  expect(found()).toMatchObject({ state: 'pending', policy: { quorum: 1 } });
  expect(await approved()).toMatchObject({ ok: true, request: { state: 'approved' } });
});

test('a held link that nobody had to approve, too, once it is rebased', async () => {
  const { approval, memory, found, approved } = deskWith([{ when: {}, quorum: 0 }]);
  memory.add(
    requestWith({
      id: 'R-1',
      state: 'held',
      after: 'R-0',
      held: { why: 'gone', by: 'R-0' },
      policy: {
        quorum: 0,
        slots: [[{ users: [lead.userId], usergroups: [], count: 0 }]],
        rules: [],
      },
    }),
  );

  await approval.rebase('R-1', lead, found(), taskWith());

  expect(found()).toMatchObject({ state: 'pending' });
  expect(await approved()).toMatchObject({ ok: true, request: { state: 'approved' } });
});
