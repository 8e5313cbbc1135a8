import { expect, test } from 'vitest';
import { judgeQuorums } from '#src/doctor/judge-quorum.ts';
import { loadedProject } from '../config/set-up-config.ts';
import { group, lines, member, rosterOf } from './set-up-doctor.ts';

const leads = ['U1', 'U2', 'U3'];

const judged = (fields: object, roster = rosterOf(leads), samePerson: string[][] = []) =>
  lines(
    judgeQuorums(loadedProject({ approvers: { users: leads }, ...fields }), roster, samePerson),
  );

test('reachable quorums take one line', () => {
  const policy = { quorum: 2, rules: [{ when: { status: 'pause' }, quorum: 0 }] };

  expect(judged({ policy })).toEqual([
    'ok live-prod: every quorum can be reached; at least 3 people can give them',
  ]);
});

test('a quorum larger than its list is a failure, also in a rule', () => {
  const policy = { quorum: 4, rules: [{ when: {}, quorum: 1, approvers: { usergroups: ['S9'] } }] };

  expect(judged({ policy })).toEqual([
    'fail live-prod: policy.quorum: needs 4 approvals, and 3 people can give them',
    'fail live-prod: policy.rules[0]: needs one approval, and nobody can give them',
  ]);
});

test('only full members count, and each human being once', () => {
  const guest = member('U2', { not: 'guest' });

  expect(judged({ policy: { quorum: 3 } }, rosterOf(leads, [], [guest]))).toEqual([
    'fail live-prod: policy.quorum: needs 3 approvals, and 2 people can give them',
  ]);
  expect(judged({ policy: { quorum: 3 } }, rosterOf(leads), [['U1', 'U3']])).toEqual([
    'fail live-prod: policy.quorum: needs 3 approvals, and 2 people can give them',
  ]);
});

test('members of a group count, but not those of a disabled group', () => {
  const fields = { approvers: { users: ['U1'], usergroups: ['S1'] }, policy: { quorum: 2 } };

  expect(judged(fields, rosterOf(leads, [group('S1', ['U2', 'U3'])]))[0]).toMatch(/^ok/);
  expect(judged(fields, rosterOf(leads, [group('S1', ['U2', 'U3'], true)]))[0]).toMatch(/^fail/);
});

test('just enough approvers cannot approve what one of them asks for', () => {
  const policy = { quorum: 3 };

  expect(judged({ policy })).toEqual([
    'warn live-prod: policy.quorum: needs 3 approvals, and 3 people can give them: a request of one of them cannot be approved',
  ]);
  expect(judged({ policy, requesters: { users: ['U9'] } })[0]).toMatch(/^ok/);
  expect(judged({ policy, requesters: { users: ['U9', 'U3'] } })[0]).toMatch(/^warn/);
});

test('the demands of two rules add up, and one person is not two', () => {
  const rules = [
    { when: { status: 'pause' }, quorum: 1, approvers: { users: ['U1', 'U2'] } },
    { when: { live_now: true }, quorum: 2, approvers: { users: ['U2', 'U1'] } },
    { when: { ends_earlier: true }, from: [{ users: ['U1'] }, { users: ['U9', 'U2'] }] },
  ];
  const ask = { requesters: { users: ['U8'] } };
  const roster = rosterOf([...leads, 'U9']);
  const pair = 'a change that both match needs';

  expect(judged({ ...ask, policy: { rules } }, roster)).toEqual([
    `warn live-prod: policy.rules[1] and policy.rules[2]: ${pair} 2 of U2, U1 and 1 of U1 and 1 of U9, U2, and there are not that many different people`,
  ]);
  const exclusive = rules.map((rule, at) => ({ ...rule, when: { live_now: at === 1 } }));
  expect(judged({ ...ask, policy: { rules: exclusive } }, roster)[0]).toMatch(/^ok/);
});

test('slots that the same people would have to fill cannot be met', () => {
  const groups = [group('S1', ['U1']), group('S2', ['U1'])];
  const rules = [{ when: {}, from: [{ usergroups: ['S1'] }, { usergroups: ['S2'], count: 1 }] }];
  const takes =
    'needs 1 of S1 and 1 of S2, and one person can give them, each counting for one list';

  expect(judged({ policy: { rules } }, rosterOf(leads, groups))).toEqual([
    `fail live-prod: policy.rules[0]: ${takes}`,
  ]);
  const two = [group('S1', ['U1']), group('S2', ['U1', 'U2'])];
  expect(judged({ policy: { rules } }, rosterOf(leads, two))[0]).toMatch(
    /^warn .*policy.rules\[0\]: .*: a request of one of them cannot be approved$/,
  );
});

test('rules for tasks and times can meet in one change: it is approved at one time and runs at another', () => {
  const rules = [
    { when: { tasks: ['live/*'], between: '08:00-12:00' }, approvers: { users: ['U1'] } },
    { when: { tasks: ['*/news'], between: '12:00-18:00' }, approvers: { users: ['U1', 'U1'] } },
  ].map((rule) => ({ ...rule, quorum: 1 }));

  expect(
    judged({ policy: { rules } }).filter((line) => line.includes('rules[0] and')),
  ).toHaveLength(1);
});

const missing = { ok: false, error: 'missing_scope', detail: 'usergroups:read' } as const;
const busy = { ok: false, error: 'ratelimited', detail: '30 s' } as const;
const withGroup = { approvers: { users: ['U1'], usergroups: ['S1'] }, policy: { quorum: 2 } };

test('if user groups cannot be read, people listed by id are still counted', () => {
  expect(judged({}, { ...rosterOf(leads), groups: missing })[0]).toMatch(/^ok .* 3 people/);
  expect(judged({ policy: { quorum: 4 } }, { ...rosterOf(leads), groups: busy })).toEqual([
    'fail live-prod: policy.quorum: needs 4 approvals, and 3 people can give them',
  ]);
});

test('a group that Slack refuses to show counts as empty', () => {
  expect(judged(withGroup, { ...rosterOf(['U1']), groups: missing })).toEqual([
    'fail live-prod: policy.quorum: needs 2 approvals, and one person can give them while user groups cannot be read',
  ]);
});

test('without an answer from Slack, groups and people are not judged', () => {
  const unknown =
    'skip live-prod: policy.quorum: not checked: Slack did not return everybody on the list';

  expect(judged(withGroup, { ...rosterOf(['U1']), groups: busy })).toEqual([unknown]);
  expect(judged({ policy: { quorum: 3 } }, rosterOf(['U1', 'U2']))).toEqual([unknown]);
  expect(judged({ policy: { quorum: 4 } }, rosterOf(['U1', 'U2']))[0]).toMatch(/^fail/);
});
