import { expect, test } from 'vitest';
import { GRID, PEOPLE, TEAM } from '#sandbox/cast.ts';
import { story } from './desk.ts';

story(
  'In an Enterprise Grid',
  (at) => {
    /** The team ids that Slack gave with the commands and the clicks of a person. */
    const teamsOf = (id: string) => {
      const bodies = at()
        .slack.deliveries()
        .map(({ body }) => body);
      const users = bodies.map(
        (body) => body['user'] as { id: string; team_id: string } | undefined,
      );
      const commands = bodies.filter((body) => body['user_id'] === id);
      return {
        commands: new Set(commands.map((body) => body['team_id'])),
        clicks: new Set(users.filter((user) => user?.id === id).map((user) => user?.team_id)),
      };
    };

    test('nobody approves what they asked for, whatever team ids Slack gives with their command and their click', async () => {
      const { lead, secondLead, newTask, putsOf } = at();
      const task = newTask();
      const card = await lead.asksFor(task, { vod_loop_time: '2' });

      const review = await lead.reviews(card);

      expect(review).toContain('You asked for this change, so someone else must decide');
      expect(review).not.toContain('[Decide]');
      expect(teamsOf(PEOPLE.lead.id)).toEqual({
        commands: new Set([TEAM.id]),
        clicks: new Set([GRID.firstTeam]),
      });
      expect(putsOf(task)).toEqual([]);

      expect(await secondLead.approves(card)).toContain('You approved');
      await card.says('Applied', 'approved by @Lars Second');
      expect(putsOf(task)).toHaveLength(1);
    });

    test('a change is withdrawn by its requester', async () => {
      const { operator, newTask } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });

      await operator.withdraws(card);

      await card.says('Withdrawn');
    });

    test('a stranger of Slack Connect stays out, even one who is listed', async () => {
      const { operator, stranger, newTask, putsOf } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { vod_loop_time: '2' });

      const review = await stranger.reviews(card);

      expect(review).toContain('Only full members of this workspace');
      expect(review).not.toContain('Rounds');
      expect(putsOf(task)).toEqual([]);
    });
  },
  {
    slack: { grid: GRID },
    projectYaml: [
      `approvers: { users: [${PEOPLE.lead.id}, ${PEOPLE.stranger.id}], usergroups: [S0LEADS] }`,
    ],
  },
);
