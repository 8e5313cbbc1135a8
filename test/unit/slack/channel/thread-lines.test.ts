import { expect, test } from 'vitest';
import type { ChangeRequest, Person } from '#src/approval/record/change-request.ts';
import type { Event } from '#src/approval/record/event.ts';
import { transition } from '#src/approval/states/transition.ts';
import { requesterLines, threadLines } from '#src/slack/channel/thread-lines.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { renderTimeline } from '#src/slack/request-list/request-timeline.ts';
import { LANGUAGES, wordsFor } from '#src/slack/words/index.ts';
import {
  eventNamed,
  lead,
  otherContent,
  policyOf,
  requester,
  requestWith,
  secondLead,
} from '../../approval/sample-request.ts';
import { partOf } from '../../part-of.ts';
import { nowMs } from '../../relay/sample-task.ts';

const project = partOf<SlackProject>({
  name: 'live-prod',
  language: 'en',
  notify: { users: [], usergroups: [] },
  policy: {},
});

/** The history of a request that needs two approvals, one event per second. */
const after = (...events: readonly ((atMs: number) => Event)[]): ChangeRequest => {
  let request = requestWith({ policy: policyOf(2) });
  for (const [index, event] of events.entries()) {
    const atMs = nowMs + (index + 1) * 1_000;
    const next = transition(request, event(atMs), atMs);
    if (!next.ok) throw new Error(JSON.stringify(next.refusal));
    request = next.next;
  }
  return request;
};

const approve =
  (person: Person, name: 'approve' | 'retry' = 'approve') =>
  (atMs: number): Event => {
    const decision = { kind: 'approve', person, atMs, digest: requestWith().digest } as const;
    const needed = { quorum: name === 'retry' ? 1 : 2 };
    return name === 'retry'
      ? { name, decision, needed, expiresAtMs: atMs + 3_600_000 }
      : { name, decision, needed };
  };
const event = (name: Parameters<typeof eventNamed>[0]) => (): Event => eventNamed(name);
const edit = (): Event => ({
  name: 'edit',
  person: requester,
  content: { ...otherContent, policy: policyOf(2) },
});
const failing = (): Event => ({
  name: 'fail',
  outcome: { sent: true, failure: { kind: 'answered', error_code: 'LIVE.1', error_msg: 'No.' } },
});

const run = (end: () => Event) => [event('claim'), event('send'), end];
const FAILED = [approve(lead), approve(secondLead), ...run(failing)];
const RETRIED = [...FAILED, approve(lead, 'retry')];

const saidIn = (lines: ReturnType<typeof threadLines>) => lines.map(({ message }) => message.text);
const APPROVED_BEFORE = ['👍 <@U0LEAD> approved.', '👍 <@U0SECONDLEAD> approved.'];
const FAILED_BEFORE = expect.stringMatching(
  /^❌ Failed: R-142, \*.+\* in \*live-prod\*\. It has been retried since\.$/,
) as string;
const RETRY = '🔂 <@U0LEAD> approved a retry.';

test('a failed request that was retried and applied is announced as failed, then as applied', () => {
  const request = after(...RETRIED, ...run(event('succeed')));

  const lines = threadLines(request, project);

  expect(saidIn(lines)).toEqual([
    ...APPROVED_BEFORE,
    FAILED_BEFORE,
    RETRY,
    expect.stringMatching(/^⏸️ Applied, off air: R-142, /),
  ]);
  expect(lines.map(({ isForAll }) => isForAll)).toEqual([false, false, true, false, true]);
  expect(saidIn(requesterLines(request, project))).toEqual([
    FAILED_BEFORE,
    expect.stringMatching(/^⏸️ Applied, off air: R-142, /),
  ]);
});

test('a request that failed twice shows details of the last failure only', () => {
  const request = after(...RETRIED, ...run(failing));

  const lines = threadLines(request, project);

  expect(saidIn(lines).slice(2)).toEqual([
    FAILED_BEFORE,
    RETRY,
    expect.stringMatching(/^❌ Failed: R-142, /),
  ]);
  expect(lines.map(({ message }) => JSON.stringify(message).includes('LIVE.1'))).toEqual([
    false,
    false,
    false,
    false,
    true,
  ]);
});

test.each<[string, ChangeRequest]>([
  ['is approved', after(...RETRIED)],
  ['is running', after(...RETRIED, event('claim'), event('send'))],
  ['has lost its answer', after(...RETRIED, ...run(event('lose')))],
])('while a retry %s, the first try is shown as failed', (_how, request) => {
  expect(saidIn(threadLines(request, project))).toEqual(
    expect.arrayContaining([FAILED_BEFORE, RETRY]),
  );
  expect(JSON.stringify(threadLines(request, project))).not.toMatch(/LIVE\.1/);
});

test('an approval that an edit voided has no count; later ones do', () => {
  const request = after(approve(lead), edit, approve(secondLead), approve(lead));

  expect(saidIn(threadLines(request, project))).toEqual([
    '👍 <@U0LEAD> approved.',
    expect.stringContaining('<@U0REQUESTER> changed the request'),
    '👍 <@U0SECONDLEAD> approved (1 of 2).',
    '👍 <@U0LEAD> approved (2 of 2).',
  ]);
});

test('two approvals in the same millisecond are counted one after the other', () => {
  const request = after(
    () => approve(lead)(nowMs),
    () => approve(secondLead)(nowMs),
  );

  expect(saidIn(threadLines(request, project))).toEqual([
    '👍 <@U0LEAD> approved (1 of 2).',
    '👍 <@U0SECONDLEAD> approved (2 of 2).',
  ]);
});

test.each(LANGUAGES)('the history says the same, in %s', (language) => {
  const words = wordsFor(language);
  const request = after(...RETRIED, ...run(event('succeed')));

  const story = JSON.stringify(renderTimeline(request, undefined, words).blocks);

  expect(story).toContain(words.thread.triedAgain);
  expect(story.split(words.outcome.paused)).toHaveLength(2);
});

test('a held-back request notifies requester, approvers and deciders once, and says what viewers would lose', () => {
  const notify = { users: [lead.userId], usergroups: ['S0ONCALL'] };
  const request = after(approve(lead), approve(secondLead), event('claim'), event('hold_back'));

  const [line] = threadLines(request, { ...project, notify }).slice(-1);
  const [told] = requesterLines(request, project).slice(-1);

  expect(line?.isForAll).toBe(true);
  expect(line?.message.text).toContain('*Held back:* R-142');
  expect(line?.message.text).toContain('🔴 *OFF AIR*');
  for (const { userId } of [requester, lead, secondLead]) {
    expect(line?.message.text.split(`<@${userId}>`)).toHaveLength(2);
  }
  expect(line?.message.text).toContain('<!subteam^S0ONCALL>');
  expect(told?.message.text).toContain('Held back');
});

test('a question calls the requester, with a button to answer beneath it, also in a direct message', () => {
  const request = after((atMs) => ({
    name: 'ask',
    question: { person: lead, atMs, text: 'Why <now>?\nReally' },
  }));

  for (const [line] of [threadLines(request, project), requesterLines(request, project)]) {
    expect(line?.message.text).toContain(`<@${lead.userId}> asks <@${requester.userId}>:`);
    expect(line?.message.text).toContain('>Why &lt;now&gt;?\n>Really');
    expect(JSON.stringify(line?.message.blocks)).toContain('answer_question');
    expect(line).toMatchObject({ isShort: false });
  }
});

test('an answer calls the person who asked, in the thread alone', () => {
  const request = after(
    (atMs) => ({ name: 'ask', question: { person: lead, atMs, text: 'Why?' } }),
    (atMs) => ({ name: 'answer', index: 0, answer: { person: requester, atMs, text: 'So.' } }),
  );
  const [, line] = threadLines(request, project);

  expect(line?.message.text).toContain(`answers <@${lead.userId}>:\n>So.`);
  expect(requesterLines(request, project)).toHaveLength(1);
});

test('whom the news of a break-glass pings stands below the reason, not in it', () => {
  const request = requestWith({ breakGlass: { quorum: 1 }, reason: 'Dead air\nnow' });
  const notified = { ...project, notify: { users: [lead.userId], usergroups: [] } };

  const [line] = threadLines(request, notified);

  expect(line?.message.text).toMatch(/>Dead air\n>now\n<@U0LEAD>$/);
});

const notify = { users: [], usergroups: ['S0ONCALL'] };

/** What an expired request says last, with how it was filed before. */
const expired = (before: ChangeRequest, fields: Partial<ChangeRequest> = {}) => {
  const line = { event: 'expire', state: 'expired', atMs: nowMs + 9_000_000 } as const;
  const history = [...before.history, line];
  const request: ChangeRequest = { ...before, state: 'expired', history, ...fields };
  return threadLines(request, { ...project, notify }).at(-1);
};

test('everybody is told of an approved change that could not be run in time', () => {
  const line = expired(after(approve(lead), approve(secondLead)));

  expect(line?.isForAll).toBe(true);
  expect(line?.message.text).toMatch(/Not run.+R-142.+<@U0REQUESTER> <@U0LEAD> <@U0SECONDLEAD>/);
  expect(line?.message.text).toContain('<!subteam^S0ONCALL>');
});

test('one on which nobody decided in time is told in its thread alone', () => {
  const line = expired(after(approve(lead)));

  expect(line?.isForAll).toBe(false);
  expect(line?.message.text).not.toContain('S0ONCALL');
});

test('everybody is told of a way back that waited for people and expired', () => {
  const line = expired(after(), { decidedWith: 'R-141' });

  expect(line?.isForAll).toBe(true);
  expect(line?.message.text).toContain('What R-141 changed is not set back.');
  expect(line?.message.text).toContain('<!subteam^S0ONCALL>');
});

test('a way back that is held back says that its change is not set back', () => {
  const request = after(approve(lead), approve(secondLead), event('claim'), event('hold_back'));

  const line = threadLines({ ...request, decidedWith: 'R-141' }, project).at(-1);

  expect(line?.message.text).toContain('What R-141 changed is not set back.');
});
