import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { story } from './desk.ts';
import { openChangeableDesk } from './life.ts';

const LEADS = 'approvers: { users: [U0LEAD], usergroups: [S0LEADS] }';
const ONE_OF_EACH = 'from: [{ usergroups: [S0LEADS] }, { usergroups: [S0ONCALL] }]';

story(
  'One approval of each list',
  (at) => {
    test('in either order, and the review says whose is still missing', async () => {
      const { operator, secondLead, onCall, newTask, putsOf } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { status: 'pause' });
      expect(card.text()).toContain('needs 2 approvals');
      expect(card.text()).toContain('Still to approve: 1 of @leads and 1 of @oncall');
      // Who may approve is named, and not called.
      expect(JSON.stringify(card.asPosted)).not.toContain('subteam');

      const told = await onCall.approves(card);
      const review = await secondLead.reviews(card);
      await secondLead.leaves();
      await card.says('Still to approve: 1 of @leads', 'needs 1 more');

      expect(told).toContain('1 more must approve');
      expect(told).toContain('Still to approve: 1 of @leads');
      expect(review).toContain('Still to approve: 1 of @leads');
      expect(putsOf(task)).toEqual([]);
      expect(await secondLead.approves(card)).toContain('You approved');
      await card.says('Applied');
      expect(putsOf(task)).toHaveLength(1);
    });

    test('a second of the same list counts nothing, and is told so; a reject of theirs still counts', async () => {
      const { operator, secondLead, thirdLead, newTask, putsOf } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { status: 'pause' });
      await secondLead.approves(card);

      const told = await thirdLead.approves(card);
      await thirdLead.leaves();

      expect(told).toContain('你的批准没有计入');
      await card.says('needs 1 more approval');
      await thirdLead.rejects(card, 'Not during the match.');
      await card.says('Rejected');
      expect(putsOf(task)).toEqual([]);
    });

    test('somebody on the list of the project alone has no say in it', async () => {
      const { operator, lead, newTask } = at();
      const card = await operator.asksFor(newTask(), { status: 'pause' });

      expect(await lead.reviews(card)).toContain('You are not an approver');
    });

    test('two rules with lists of their own ask for both, not for nobody', async () => {
      const { operator, lead, onCall, newTask, putsOf } = at();
      const task = newTask();
      const card = await operator.asksFor(task, {
        vod_loop_time: '4',
        callback_events: ['TaskStart'],
      });
      expect(card.text()).toContain('needs 2 approvals');

      await lead.approves(card);
      await card.says('needs 1 more approval');
      await onCall.approves(card);

      await card.says('Applied');
      expect(putsOf(task)).toHaveLength(1);
    });

    test('the form and explain say how many of whom', async () => {
      const { operator, newTask } = at();
      const task = newTask();
      await operator.types(`/relay explain ${task.task_id} status:pause`);
      const said = await operator.isTold('What a change of', 'status: pause');
      await operator.opensForm(task.task_id);
      await operator.fills({ status: 'pause', reason: 'To see who decides' });
      await operator.pressesInForm('what_would_it_do');

      const seen = await operator.untilSees('What this does', 'Needs 2 approvals');

      expect(seen).toContain('Who has to approve: 1 of @leads and 1 of @oncall');
      expect(said).toContain('2 approvals by 1 of @leads and 1 of @oncall');
    });
  },
  {
    projectYaml: [
      LEADS,
      'policy:',
      '  rules:',
      `    - { when: { status: pause }, ${ONE_OF_EACH} }`,
      '    - { when: { fields: [vod_loop_time] }, quorum: 1, approvers: { users: [U0LEAD] } }',
      '    - { when: { fields: [callback_events] }, quorum: 1, approvers: { usergroups: [S0ONCALL] } }',
    ],
  },
);

describe('A rule gets another slot while a request waits', () => {
  let desk: Awaited<ReturnType<typeof openChangeableDesk>>;
  beforeAll(async () => {
    desk = await openChangeableDesk([LEADS]);
  });
  afterAll(() => desk.close());

  test('those of then approve it first, and then those of the new one', async () => {
    const { operator, secondLead, onCall, newTask, putsOf } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { status: 'pause' });

    await desk.changesConfiguration([
      LEADS,
      `policy: { rules: [{ when: { status: pause }, ${ONE_OF_EACH} }] }`,
    ]);

    expect(await onCall.reviews(card)).toContain('You are not an approver');
    expect(await secondLead.approves(card)).toContain('Still to approve: 1 of @oncall');
    expect(putsOf(task)).toEqual([]);
    expect(await onCall.approves(card)).toContain('You approved');
    await card.says('Applied');
  });
});
