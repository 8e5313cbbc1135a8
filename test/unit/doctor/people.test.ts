import { expect, test } from 'vitest';
import { judgePeople } from '#src/doctor/judge-people.ts';
import { peopleLists } from '#src/doctor/judge-people.ts';
import { loadedProject } from '../config/set-up-config.ts';
import { group, lines, member, rosterOf } from './set-up-doctor.ts';

const listsWith = (fields: object) => peopleLists(loadedProject(fields));
const approvers = (users: readonly string[], usergroups: readonly string[] = []) =>
  listsWith({ approvers: { users, usergroups } });

const refused = (error: string, detail = '') => ({ ok: false, error, detail }) as const;

test('existing people and groups get one line each', () => {
  const lists = listsWith({
    approvers: { users: ['U1', 'U2'], usergroups: ['S1'] },
    notify: { usergroups: ['S1', 'S2'] },
  });
  const roster = rosterOf(['U1', 'U2', 'U3'], [group('S1', ['U3']), group('S2', ['U8', 'U9'])]);

  expect(lines(judgePeople(lists, roster))).toEqual([
    'ok @s1 S1: 1 person: approvers of live-prod, notify of live-prod',
    'ok @s2 S2: 2 people: notify of live-prod',
    'ok people named by id: 2, all full members',
  ]);
});

test.each([
  ['empty', [group('S1', [])], '@s1 S1: nobody is in it'],
  ['missing', [], 'S1: there is no such user group'],
  ['switched off', [group('S1', ['U1'], true)], '@s1 S1: it is disabled'],
])('a group of approvers that is %s is a failure, other groups a warning', (_is, groups, line) => {
  const roster = rosterOf(['U1'], groups);

  expect(lines(judgePeople(approvers([], ['S1']), roster))).toEqual([
    `fail ${line}: approvers of live-prod`,
  ]);
  const told = listsWith({ notify: { usergroups: ['S1'] }, approvers: { users: ['U1'] } });
  expect(lines(judgePeople(told, roster))[0]).toBe(`warn ${line}: notify of live-prod`);
});

test.each([
  ['guest', 'is a guest'],
  ['bot', 'is a bot'],
  ['deactivated', 'is deactivated'],
  ['stranger', 'belongs to another workspace'],
] as const)(
  'an approver who is a %s is a failure if listed by id, and a warning in a group',
  (not, why) => {
    const roster = rosterOf(['U2'], [group('S1', ['U1', 'U2'])], [member('U1', { not })]);

    expect(lines(judgePeople(approvers(['U1']), roster))).toEqual([
      `fail Name of U1 U1: ${why}: approvers of live-prod`,
    ]);
    expect(lines(judgePeople(approvers([], ['S1']), roster))).toEqual([
      'ok @s1 S1: 2 people: approvers of live-prod',
      `warn @s1 S1: Name of U1 U1 ${why} and cannot approve, although in the group`,
    ]);
  },
);

test('somebody whose home is another workspace does not count, whatever Slack calls them', () => {
  const roster = rosterOf([], [], [member('U1', { workspaces: ['T0OTHER'] })]);

  expect(lines(judgePeople(approvers(['U1']), roster))).toEqual([
    'fail Name of U1 U1: belongs to another workspace: approvers of live-prod',
  ]);
});

test('an unknown id and one that could not be looked up are told apart', () => {
  const roster = {
    ...rosterOf([]),
    members: new Map([
      ['U1', refused('user_not_found')],
      ['U2', refused('ratelimited', '30 s')],
    ]),
  };

  expect(lines(judgePeople(approvers(['U1', 'U2']), roster))).toEqual([
    'fail U1: does not exist in this workspace: approvers of live-prod',
    'skip U2: could not be looked up (Slack asks to wait 30 s); run the doctor again after that time',
  ]);
});

test('if groups cannot be read, that is one failure, and people are still checked', () => {
  const groups = { ok: false, error: 'missing_scope', detail: 'usergroups:read' } as const;

  expect(lines(judgePeople(approvers(['U1'], ['S1']), { ...rosterOf(['U1']), groups }))).toEqual([
    'fail user groups: the scope usergroups:read is missing',
    'ok people named by id: 1, a full member',
  ]);
});

test('every list of the configuration is checked, with whether its members decide', () => {
  const lists = listsWith({
    approvers: { users: ['U1'] },
    requesters: { users: ['U2'] },
    notify: { users: ['U3'] },
    policy: {
      escalate: { after: '1h', to: { users: ['U4'] } },
      break_glass: { users: ['U5'] },
      rules: [
        { when: {}, quorum: 1 },
        { when: {}, quorum: 1, approvers: { users: ['U6'] } },
      ],
    },
  });

  expect(lists.map(({ key, approves }) => `${key} ${approves}`)).toEqual([
    'approvers true',
    'policy.rules[1].approvers true',
    'requesters false',
    'notify false',
    'policy.escalate.to false',
    'policy.break_glass false',
  ]);
});
