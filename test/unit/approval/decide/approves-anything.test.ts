import { expect, test } from 'vitest';
import type { Membership } from '#src/approval/policy/policy.ts';
import { lead, requester } from '../sample-request.ts';
import { project, setUpDesk } from '../set-up-desk.ts';

const policy = {
  ...project.policy,
  approvers: { users: [lead.userId], usergroups: [] },
  rules: [
    { when: {}, quorum: 1 },
    {
      when: { status: 'pause' as const },
      quorum: 1,
      approvers: { users: ['U0ONCALL'], usergroups: ['S0NIGHT'] },
    },
  ],
};
const strict = { ...project, policy };
const member: Membership = { isFullMember: true, usergroups: [] };

test.each([
  ['who is on the list of the project', lead, member, true],
  ['who is on the list of one rule', { ...lead, userId: 'U0ONCALL' }, member, true],
  [
    'who is in a group of one rule',
    { ...lead, userId: 'U0NIGHT1' },
    { ...member, usergroups: ['S0NIGHT'] },
    true,
  ],
  ['who is on none', requester, member, false],
  ['who is a guest', lead, { ...member, isFullMember: false }, false],
])('whether somebody %s approves anything at all', async (_who, person, membership, does) => {
  const { approval, directory, asked } = setUpDesk([], [strict]);
  directory.answer = () => membership;

  expect(await approval.approvesAnythingIn(strict, person)).toBe(does);
  expect(asked).toEqual([{ person, usergroups: ['S0NIGHT'] }]);
});

test('nobody does while Slack cannot say who they are', async () => {
  const { approval, directory } = setUpDesk([], [strict]);
  directory.answer = () => {
    throw new Error('Slack is away');
  };

  expect(await approval.approvesAnythingIn(strict, lead)).toBe(false);
});
