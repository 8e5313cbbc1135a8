import { expect, test } from 'vitest';
import { QUESTIONS_MAX } from '#src/approval/decide/questions.ts';
import { hourMs, nowMs } from '../../relay/sample-task.ts';
import {
  decisionBy,
  lead,
  outsider,
  requester,
  requestWith,
  secondLead,
  viewed,
} from '../sample-request.ts';
import { setUpDesk } from '../set-up-desk.ts';

const asking = { ...viewed, id: 'R-142', person: lead, text: 'Why now?' };
const { createdAtMs } = requestWith();
const answering = { id: 'R-142', createdAtMs, index: 0, askedAtMs: nowMs, person: requester };

test('a question and its answer stay with the request, and move neither its deadline nor its content', async () => {
  const { approval, clock } = setUpDesk([requestWith()]);

  const asked = await approval.ask(asking);
  clock.nowMs += 1_000;
  const answered = await approval.answer({ ...answering, text: 'The show ends early.' });

  expect(asked).toMatchObject({ ok: true, request: { state: 'pending' } });
  expect(answered).toMatchObject({
    ok: true,
    request: {
      state: 'pending',
      contentVersion: 1,
      expiresAtMs: requestWith().expiresAtMs,
      decisions: [],
      questions: [
        {
          person: lead,
          text: 'Why now?',
          atMs: nowMs,
          answer: { person: requester, text: 'The show ends early.', atMs: nowMs + 1_000 },
        },
      ],
    },
  });
  // The review that was open meanwhile still decides.
  expect(
    await approval.decide({ ...viewed, id: 'R-142', kind: 'approve', person: lead }),
  ).toMatchObject({ ok: true, request: { state: 'approved', questions: [{ text: 'Why now?' }] } });
});

test('neither sets a timer or drops one', async () => {
  const { approval, memory } = setUpDesk([requestWith()]);

  await approval.ask(asking);
  await approval.answer({ ...answering, text: 'Yes.' });

  for (const { effects } of memory.written) {
    expect(effects).toEqual({
      outbox: [{ kind: 'show', request: 'R-142' }],
      timers: [],
      dropTimers: [],
    });
  }
});

test('only who may decide may ask, also after an approval of theirs', async () => {
  const needsTwo = requestWith({
    decisions: [decisionBy(lead)],
    policy: { ...requestWith().policy, quorum: 2 },
  });
  const { approval } = setUpDesk([requestWith(), { ...needsTwo, id: 'R-7' }]);

  expect(await approval.ask({ ...asking, person: outsider })).toMatchObject({
    refusal: { reason: 'not_an_approver' },
  });
  expect(await approval.ask({ ...asking, person: requester })).toMatchObject({
    refusal: { reason: 'own_request' },
  });
  expect(await approval.ask({ ...asking, id: 'R-7' })).toMatchObject({ ok: true });
});

test('only the requester answers, and once', async () => {
  const { approval } = setUpDesk([requestWith()]);
  await approval.ask(asking);

  expect(await approval.answer({ ...answering, person: secondLead, text: 'x' })).toMatchObject({
    refusal: { reason: 'not_yours_to_answer' },
  });
  await approval.answer({ ...answering, text: 'First.' });
  expect(await approval.answer({ ...answering, text: 'Second.' })).toMatchObject({
    refusal: { reason: 'already_answered', atMs: nowMs },
  });
});

test('an answer to a question that the request does not have is refused', async () => {
  const { approval } = setUpDesk([requestWith()]);
  await approval.ask(asking);
  const text = 'x';

  for (const wrong of [{ index: 1 }, { askedAtMs: nowMs + 1 }, { createdAtMs: 1 }, { id: 'R-9' }]) {
    expect(await approval.answer({ ...answering, ...wrong, text })).toMatchObject({
      refusal: { reason: 'not_found' },
    });
  }
});

test('once the request is closed, questions and answers are refused with its state', async () => {
  const { approval } = setUpDesk([requestWith()]);
  await approval.ask(asking);
  await approval.decide({ ...viewed, id: 'R-142', kind: 'reject', person: lead, note: 'No.' });

  expect(await approval.ask({ ...asking, person: secondLead })).toMatchObject({
    refusal: { reason: 'wrong_state', state: 'rejected' },
  });
  expect(await approval.answer({ ...answering, text: 'x' })).toMatchObject({
    refusal: { reason: 'wrong_state', state: 'rejected' },
  });
});

test('past the deadline nothing is asked any more', async () => {
  const { approval, clock } = setUpDesk([requestWith()]);
  clock.nowMs += 4 * hourMs;

  expect(await approval.ask(asking)).toMatchObject({ refusal: { reason: 'expired' } });
});

test('there are so many questions and no more', async () => {
  const { approval } = setUpDesk([requestWith()]);
  for (let count = 0; count < QUESTIONS_MAX; count += 1) {
    expect(await approval.ask(asking)).toMatchObject({ ok: true });
  }

  expect(await approval.ask(asking)).toMatchObject({
    refusal: { reason: 'too_many_questions', max: QUESTIONS_MAX },
  });
});

test('a question about what was edited meanwhile is not asked', async () => {
  const { approval } = setUpDesk([requestWith({ version: 2, contentVersion: 2 })]);

  expect(await approval.ask(asking)).toMatchObject({ refusal: { reason: 'wrong_digest' } });
});
