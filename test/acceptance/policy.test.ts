import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { story } from './desk.ts';
import { openChangeableDesk } from './life.ts';

const APPROVERS = 'approvers: { users: [U0LEAD], usergroups: [S0LEADS] }';

story(
  'The rules ask for what the change needs',
  (at) => {
    test('a pause needs two people, and the same person is not two', async () => {
      const { operator, lead, secondLead, newTask, putsOf } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { status: 'pause' });
      expect(card.text()).toContain('needs 2 approvals');

      expect(await lead.approves(card)).toContain('1 more must approve');
      const again = await lead.reviews(card);
      await lead.leaves();
      await card.says('needs 1 more approval');

      expect(again).toContain('You have already approved this');
      expect(again).not.toContain('[Decide]');
      expect(putsOf(task)).toEqual([]);
      expect(await secondLead.approves(card)).toContain('You approved');
      await card.says('Applied', '@Lena Lead', '@Lars Second');
      expect(putsOf(task)).toHaveLength(1);
    });

    test('one person in two windows does not fill both', async () => {
      const { operator, lead, newTask, putsOf, slack } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { status: 'pause' });
      await lead.reviews(card);
      await slack.person(lead.id).types('decision', 'approve');

      const submits = () => slack.person(lead.id).submits();
      await Promise.all([submits(), submits()]);

      await card.says('needs 1 more approval');
      expect(putsOf(task)).toEqual([]);
    });

    test('a change of events needs no approval: it is applied at once and reported', async () => {
      const { operator, newTask, putsOf, opsChannel } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { callback_events: ['TaskStart'] });

      const text = await card.says('Applied');

      expect(text).not.toContain('approved by');
      await opsChannel.says('Applied', card.request);
      expect(putsOf(task)).toHaveLength(1);
    });

    test('events and something else: the stricter rule applies', async () => {
      const { operator, newTask, putsOf } = at();
      const task = newTask();

      const card = await operator.asksFor(task, {
        callback_events: ['TaskStart'],
        vod_loop_time: '4',
      });

      expect(card.text()).toContain('needs 1 approval');
      expect(putsOf(task)).toEqual([]);
    });
  },
  {
    projectYaml: [
      APPROVERS,
      'policy:',
      '  rules:',
      '    - { when: { status: pause }, quorum: 2 }',
      '    - { when: { fields: [callback_events], only: true }, quorum: 0 }',
    ],
  },
);

describe('The rules are changed while a request waits', () => {
  let desk: Awaited<ReturnType<typeof openChangeableDesk>>;
  beforeAll(async () => {
    desk = await openChangeableDesk([APPROVERS]);
  });
  afterAll(() => desk.close());

  test('to stricter ones: they apply to it as well', async () => {
    const { operator, lead, secondLead, newTask, putsOf } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { status: 'pause' });

    await desk.changesConfiguration([APPROVERS, 'policy: { quorum: 2 }']);

    expect(await lead.approves(card)).toContain('1 more must approve');
    expect(putsOf(task)).toEqual([]);
    expect(await secondLead.approves(card)).toContain('You approved');
    await card.says('Applied');
  });

  test('to laxer ones: the rules of the submit still apply', async () => {
    const { operator, lead, newTask, putsOf } = desk;
    await desk.changesConfiguration([APPROVERS, 'policy: { quorum: 2 }']);
    const task = newTask();
    const card = await operator.asksFor(task, { status: 'pause' });

    await desk.changesConfiguration(['approvers: { users: [U0LEAD, U0OUT] }']);

    expect(await desk.outsider.reviews(card)).toContain('You are not an approver');
    expect(await lead.approves(card)).toContain('1 more must approve');
    expect(putsOf(task)).toEqual([]);
  });

  test('somebody is taken off the list with the review open: the decision is refused', async () => {
    const { operator, lead, newTask, putsOf } = desk;
    await desk.changesConfiguration([APPROVERS]);
    const task = newTask();
    const card = await operator.asksFor(task, { status: 'pause' });
    await lead.reviews(card);

    await desk.changesConfiguration(['approvers: { usergroups: [S0LEADS] }']);

    expect(await lead.decides('approve')).toContain('You are not an approver');
    expect(putsOf(task)).toEqual([]);
  });
});
