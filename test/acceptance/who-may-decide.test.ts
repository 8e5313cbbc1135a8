import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { story } from './desk.ts';

const { operator: requester, lead, guest, onCall } = PEOPLE;

story(
  'Who may decide',
  (at) => {
    test('while Slack does not say who is in a group, its members cannot decide and are asked to try again', async () => {
      const { operator, secondLead, newTask, slack } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });
      slack.fail({ method: 'usergroups.list', with: { error: 'fatal_error' } });

      const refused = await secondLead.reviews(card);

      expect(refused).toContain('Please try again');
      expect(refused).not.toContain('[Decide]');
      await secondLead.leaves();
      expect(await secondLead.approves(card)).toContain('You approved');
      await card.says('Applied', '@Lars Second');
    });

    test('a disabled group locks out its members, but nobody who is listed by id', async () => {
      const { operator, lead: byId, secondLead: byGroup, newTask, slack, store } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });
      const told = await store.directoryVersion();
      await slack.switchUsergroup('S0LEADS', false);
      await expect.poll(store.directoryVersion).toBe(told + 1);

      expect(await byGroup.reviews(card)).toContain('You are not an approver');
      expect(await byId.approves(card)).toContain('You approved');

      await card.says('Applied', '@Lena Lead');
      await slack.switchUsergroup('S0LEADS', true);
      await expect.poll(store.directoryVersion).toBe(told + 2);
    });

    test('while Slack does not say who is in a group, people who are listed by id can decide', async () => {
      const { operator, lead: byId, newTask, slack } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });
      slack.fail({ method: 'usergroups.list', times: 9, with: { error: 'fatal_error' } });

      expect(await byId.approves(card)).toContain('You approved');

      await card.says('Applied', '@Lena Lead');
      slack.clearFailures();
    });

    test('a lead of a configured user group may', async () => {
      const { operator, secondLead, newTask } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });

      expect(await secondLead.approves(card)).toContain('You approved');

      await card.says('Applied', 'approved by @Lars Second');
    });

    test('somebody is taken out of the group with the review open: the decision is refused', async () => {
      const { operator, secondLead, newTask, putsOf, slack, store } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { vod_loop_time: '2' });
      await secondLead.reviews(card);

      // An event is acknowledged before it is handled; every replica then knows of it.
      const told = await store.directoryVersion();
      await slack.changeUsergroup('S0LEADS', [lead.id]);
      await expect.poll(store.directoryVersion).toBe(told + 1);

      expect(await secondLead.decides('approve')).toContain('You are not an approver');
      expect(putsOf(task)).toEqual([]);
      await slack.changeUsergroup('S0LEADS', [PEOPLE.secondLead.id]);
    });

    test('the requester may not, even as one of the approvers', async () => {
      const { operator, newTask } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });

      const review = await operator.reviews(card);

      expect(review).toContain('You asked for this change, so someone else must decide');
      expect(review).toContain('Rounds: until the end → 2 rounds');
      expect(review).not.toContain('[Decide]');
    });

    test('somebody who is not on the list may read the review and is told why they cannot decide', async () => {
      const { operator, outsider, newTask } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });

      const review = await outsider.reviews(card);

      expect(review).toContain('You are not an approver of this project');
      expect(review).not.toContain('[Decide]');
    });

    test('a guest may not, even when somebody listed them', async () => {
      const { operator, newTask, slack } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });
      slack.changeChannel(CHANNELS.leads.id, {
        members: [...CHANNELS.leads.members, guest.id],
      });

      const review = await at().guest.reviews(card);

      expect(review).toContain('Only full members of this workspace');
      expect(review).not.toContain('Rounds');
    });

    test('somebody of another workspace is told so at once, and is shown nothing of it', async () => {
      const { operator, stranger, newTask } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });

      const review = await stranger.reviews(card);

      expect(review).toContain('Only full members of this workspace');
      expect(review).not.toContain('Rounds');
    });

    test('a guest may not even ask', async () => {
      const { newTask } = at();

      await at().guest.types(`/relay modify ${newTask().task_id}`);

      await at().guest.untilSees('Only full members of this workspace');
    });

    test('a person who has left may not', async () => {
      const { operator, newTask, slack } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });
      slack.changePerson(onCall.id, { deleted: true });

      const review = await at().onCall.reviews(card);

      expect(review).toContain('Only full members of this workspace');
      expect(review).not.toContain('[Decide]');
    });

    test('nothing was run but what a lead had approved', () => {
      const { live, slack } = at();
      const approved = slack
        .channel(CHANNELS.ops.id)
        .messages()
        .filter(({ text }) => text.includes('Applied'));

      expect(live.puts()).toHaveLength(4);
      expect(approved).toHaveLength(4);
    });
  },
  {
    projectYaml: [
      `approvers: { users: [${[lead, requester, guest, onCall].map(({ id }) => id).join(', ')}], usergroups: [S0LEADS] }`,
    ],
  },
);
