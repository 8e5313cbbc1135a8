import { expect, test } from 'vitest';
import { createIsSame } from '#src/approval/policy/accounts.ts';
import { decisionRefusal, listRefusal, type Membership } from '#src/approval/policy/policy.ts';
import {
  decisionBy,
  lead,
  leads,
  outsider,
  person,
  policyOf,
  requester,
  requestWith,
  secondLead,
} from '../sample-request.ts';
import { project } from '../set-up-desk.ts';

const member: Membership = { isFullMember: true, usergroups: [] };
const guest: Membership = { isFullMember: false, usergroups: ['S0LEADS'] };
const inGroup: Membership = { isFullMember: true, usergroups: ['S0LEADS'] };

const group = { users: [], usergroups: ['S0LEADS'] };
const nobody = { users: [], usergroups: [] };
const everyoneHere = {
  users: [requester.userId, lead.userId, secondLead.userId, outsider.userId],
  usergroups: ['S0LEADS'],
};

const NO = { not: 'not_an_approver', own: 'own_request', none: 'no_approvers' } as const;

test.each([
  ['a listed user', lead, member, leads, leads, undefined],
  ['another listed user', secondLead, member, leads, leads, undefined],
  ['somebody who is not listed', outsider, member, leads, leads, NO.not],
  ['a member of a listed group', outsider, inGroup, group, group, undefined],
  [
    'somebody who is in another group',
    outsider,
    { ...member, usergroups: ['S0X'] },
    group,
    group,
    NO.not,
  ],
  ['a user listed then and in a listed group today', lead, inGroup, leads, group, undefined],
  [
    'somebody taken off today’s list',
    lead,
    member,
    leads,
    { ...leads, users: [secondLead.userId] },
    NO.not,
  ],
  ['somebody put on the list since', outsider, member, leads, everyoneHere, NO.not],
  ['anybody, with today’s list empty', lead, member, leads, nobody, NO.none],
  ['anybody, with the list empty then', lead, member, nobody, leads, NO.none],
  ['anybody, with both lists empty', lead, inGroup, nobody, nobody, NO.none],
  ['the requester', requester, member, everyoneHere, everyoneHere, NO.own],
  ['the requester by a group', requester, inGroup, group, group, NO.own],
  ['the requester, not listed', requester, member, leads, leads, NO.own],
  ['a listed guest', lead, guest, leads, leads, 'not_a_full_member'],
  ['a guest in a listed group', outsider, guest, group, group, 'not_a_full_member'],
] as const)('%s decides: %#', (_what, who, membership, then, today, reason) => {
  const refusal = decisionRefusal({
    request: requestWith({ policy: policyOf(1, then) }),
    person: who,
    membership,
    needed: policyOf(1, then, today),
    isSame: createIsSame(),
  });

  expect(refusal).toEqual(reason && { reason });
});

test.each(['approve', 'reject'] as const)(
  'somebody who chose to %s cannot decide again',
  (kind) => {
    const input = {
      request: requestWith({ decisions: [decisionBy(lead, kind)] }),
      membership: member,
      needed: policyOf(2),
      isSame: createIsSame(),
    };

    expect(decisionRefusal({ ...input, person: lead })).toEqual({
      reason: 'already_decided_by_you',
    });
    expect(decisionRefusal({ ...input, person: secondLead })).toBeUndefined();
  },
);

test.each([
  ['any full member, without a list', outsider, member, undefined, undefined],
  ['a guest, without a list', outsider, guest, undefined, 'not_a_full_member'],
  ['a listed user', requester, member, { users: [requester.userId], usergroups: [] }, undefined],
  ['a member of a listed group', outsider, inGroup, group, undefined],
  [
    'a listed guest',
    requester,
    guest,
    { users: [requester.userId], usergroups: [] },
    'not_a_full_member',
  ],
  ['somebody who is not listed', outsider, member, leads, 'not_a_requester'],
  ['anybody, with an empty list', requester, member, nobody, 'not_a_requester'],
] as const)('%s asks for a change: %#', (_what, who, membership, requesters, reason) => {
  const policy = { ...project.policy, requesters };

  expect(listRefusal('not_a_requester', { policy, person: who, membership })).toEqual(
    reason && { reason },
  );
});

test('two accounts of one human being are one person', () => {
  const second = person('U0SECONDACCOUNT');
  const leadToo = person('U0LEADTOO');
  const isSame = createIsSame([
    [requester.userId, second.userId],
    [lead.userId, leadToo.userId],
  ]);
  const everybody = { users: [second.userId, leadToo.userId], usergroups: [] };
  const ask = (who: typeof lead, request = requestWith()) =>
    decisionRefusal({
      request,
      person: who,
      membership: member,
      needed: policyOf(2, everybody),
      isSame,
    });

  expect(ask(second)).toEqual({ reason: 'own_request' });
  expect(ask(leadToo)).toBeUndefined();
  expect(ask(leadToo, requestWith({ decisions: [decisionBy(lead)] }))).toEqual({
    reason: 'already_decided_by_you',
  });
});
