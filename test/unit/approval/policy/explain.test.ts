import { expect, test } from 'vitest';
import { explain, explainRequest } from '#src/approval/policy/explain.ts';
import { hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';
import { requestWith } from '../sample-request.ts';
import { project } from '../set-up-desk.ts';

const heads = { users: [], usergroups: ['S0HEADS'] };
const policy = {
  ...project.policy,
  rules: [
    { when: { status: 'pause' }, quorum: 2, holdMs: hourMs },
    { when: { fields: ['source_urls'], live_now: true }, quorum: 3, approvers: heads },
    { when: { ends_earlier: true }, quorum: 1, expiresAfterMs: hourMs },
  ],
} as const;
const asksAgain = {
  ...project.policy,
  rules: [{ when: { sources_changed: true }, quorum: 2 }],
};
const holds = (facts: Parameters<typeof explain>[1]) =>
  explain(policy, facts, nowMs, []).rules.map((rule) => rule.holds);

test('for a request, all matching rules add up to what is needed', () => {
  const request = requestWith({ change: { status: 'pause' } });

  const explained = explainRequest(request, policy, nowMs, []);

  expect(explained.rules.map((rule) => rule.holds)).toEqual(['yes', 'no', 'no']);
  expect(explained.needed).toMatchObject({ quorum: 2, holdMs: hourMs });
  expect(explained.atMost).toBeUndefined();
});

test('whether files will have changed by the run is only possible, and no approval waits for it', () => {
  const source_urls = ['https://media.example.com/a.mp4'];

  const thought = explain(asksAgain, { fields: ['source_urls'] }, nowMs, []);
  const asked = explainRequest(requestWith({ change: { source_urls } }), asksAgain, nowMs, []);

  expect(thought.rules.map((rule) => rule.holds)).toEqual(['perhaps']);
  expect(asked.rules.map((rule) => rule.holds)).toEqual(['no']);
  expect(asked.needed.quorum).toBe(1);
});

test('an unknown of a task counts as the stricter answer', () => {
  const base = taskWith({ end_time: 'soon' });
  const request = requestWith({
    base,
    change: { source_urls: ['https://media.example.com/a.mp4'] },
  });

  const explained = explainRequest(request, policy, nowMs, []);

  expect(explained.rules.map((rule) => rule.holds)).toEqual(['no', 'perhaps', 'no']);
  expect(explained.needed.slots).toEqual([
    [
      { ...heads, count: 3 },
      { ...policy.approvers, count: 1 },
    ],
  ]);
  expect(explained.atMost).toBeUndefined();
});

test.each([
  ['a field with its value', { fields: ['status'], status: 'pause' }, ['yes', 'no', 'no']],
  ['another value', { fields: ['status'], status: 'enable' }, ['no', 'no', 'no']],
  ['a field alone', { fields: ['status'] }, ['perhaps', 'no', 'no']],
  [
    'a field whose rules depend on the task',
    { fields: ['source_urls'] },
    ['no', 'perhaps', 'perhaps'],
  ],
  [
    'the same while the task is on air',
    { fields: ['source_urls'], isLive: true },
    ['no', 'yes', 'perhaps'],
  ],
  ['the same while it is not', { fields: ['source_urls'], isLive: false }, ['no', 'no', 'perhaps']],
  ['an end that may be earlier', { fields: ['end_time'] }, ['no', 'no', 'perhaps']],
  ['an end that is later', { fields: ['end_time'], endsEarlier: false }, ['no', 'no', 'no']],
] as const)('for %s it says which rules match, and which may', (_what, facts, expected) => {
  expect(holds(facts)).toEqual(expected);
});

test('unknowns count towards the most that may be needed', () => {
  const explained = explain(policy, { fields: ['source_urls', 'end_time'] }, nowMs, []);

  expect(explained.needed).toMatchObject({ slots: [[{ ...policy.approvers, count: 1 }]] });
  expect(explained.atMost).toMatchObject({
    slots: [
      [
        { ...heads, count: 3 },
        { ...policy.approvers, count: 1 },
      ],
    ],
  });
});

test('each condition says whether it holds', () => {
  const [, rule] = explain(policy, { fields: ['source_urls'], isLive: false }, nowMs, []).rules;

  expect(rule).toMatchObject({
    text: 'fields: source_urls; live_now: true → quorum 3',
    conditions: [
      { name: 'fields', wanted: 'source_urls', holds: 'yes' },
      { name: 'live_now', wanted: 'true', holds: 'no' },
    ],
  });
});

test('for a schedule, rules that match now or when it runs count', () => {
  const rules = [
    { when: { between: '12:00-13:00' }, quorum: 2 },
    { when: { between: '14:00-15:00' }, quorum: 3 },
    { when: { between: '16:00-17:00' }, quorum: 4 },
  ];
  const request = requestWith({ applyAtMs: nowMs + 2 * hourMs });

  const explained = explainRequest(request, { ...project.policy, rules }, nowMs, []);

  expect(explained.rules.map((rule) => rule.holds)).toEqual(['yes', 'yes', 'no']);
  expect(explained.needed.quorum).toBe(3);
  expect(explained.moments).toEqual([nowMs, nowMs + 2 * hourMs]);
});
