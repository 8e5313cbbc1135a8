import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { messageText } from '#sandbox/story-text.ts';
import { cardsOf, untilCard } from './card.ts';
import { type Desk, openDesk, story } from './desk.ts';
import { opensAgain } from './life.ts';

const { rights, leads } = CHANNELS;
const PAUSES = [
  'approvers: { users: [U0LEAD] }',
  'notify: { usergroups: [S0LEADS] }',
  'policy:',
  '  rules:',
  `    - { when: { status: pause }, quorum: 1, notify: { users: [U0ONCALL] }, channel: ${rights.id} }`,
  '    - { when: { fields: [vod_loop_time] }, quorum: 1, channel: C0OPS }',
];

/** Asked for in the form; resolves with the id, wherever its card will be. */
const asks = async (
  { operator, newTask }: Desk,
  fields: Record<string, string>,
): Promise<string> => {
  await operator.opensForm(newTask().task_id);
  await operator.fills({ ...fields, reason: 'As the rights say' });
  return operator.submits();
};

story(
  'A rule with a channel and people of its own',
  (at) => {
    test('its card is there and calls them, and those of the project are not called', async () => {
      const { lead, slack, opsChannel } = at();
      const request = await asks(at(), { status: 'pause' });

      const card = await untilCard(slack, request, rights.id);
      await lead.approves(card);

      await card.says('Applied');
      await opsChannel.says('Applied', request, `in #${rights.name}`);
      const posted = JSON.stringify(card.asPosted);
      expect(posted).toContain(`<@${PEOPLE.onCall.id}>`);
      expect(posted).not.toContain('S0LEADS');
      expect(cardsOf(slack, request)).toEqual([]);
      expect(card.copies()).toBe(1);
    });

    test('the card stays where it is when the change becomes another one', async () => {
      const { operator, lead, slack, isQuiet } = at();
      const request = await asks(at(), { status: 'pause' });
      const card = await untilCard(slack, request, rights.id);

      await opensAgain(at(), operator, card, 'edit');
      await operator.fills({ status: 'enable', vod_loop_time: '4' });
      await operator.submits();

      await card.says('Rounds: ');
      await lead.approves(card);
      await card.says('Applied');
      await isQuiet();
      expect(card.copies()).toBe(1);
      expect(cardsOf(slack, request, CHANNELS.ops.id)).toEqual([]);
      expect(cardsOf(slack, request, leads.id)).toEqual([]);
    });

    test('the requester may have somebody called, who may not approve for that', async () => {
      const { operator, outsider, newTask } = at();
      const card = await operator.asksFor(newTask(), {
        callback_events: ['TaskStart'],
        called: [PEOPLE.outsider.id],
      });

      const posted = JSON.stringify(card.asPosted);
      expect(posted).toContain('<!subteam^S0LEADS>');
      expect(posted).toContain(`<@${PEOPLE.outsider.id}>`);
      expect(await outsider.reviews(card)).toContain('You are not an approver');
      await outsider.leaves();

      const form = await opensAgain(at(), operator, card, 'edit');
      expect(form).toMatch(/Whom to ping.*(Otto|U0OUT)/);
      await operator.fills({ called: [] });
      await operator.submits();
      await card.threadSays('changed the request');
      await at().isQuiet();
      expect(JSON.stringify(card.now().blocks)).not.toContain(PEOPLE.outsider.id);
    });

    test('of two rules the first says where, and explain says so', async () => {
      const { operator, slack } = at();
      const request = await asks(at(), { status: 'pause', vod_loop_time: '4' });
      await untilCard(slack, request, rights.id);

      await operator.types('/relay explain status:pause');

      const said = await operator.isTold('What a change of', 'status: pause');
      expect(said).toContain(`(pings @Ines Oncall) (card in #${rights.name})`);
    });
  },
  { projectYaml: PAUSES },
);

describe.each([
  ['the bot is removed from it', { botIsMember: false }],
  ['it is archived', { isArchived: true, botIsMember: false }],
])('The channel of a rule cannot be posted in: %s', (_way, broken) => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await openDesk({ projectYaml: PAUSES });
  });
  afterEach(() => desk.close());

  test('the requester is told directly, the project’s channels hear which one it is, and the card comes when it is back', async () => {
    const { slack, opsChannel, leadsChannel } = desk;
    slack.changeChannel(rights.id, broken);

    const request = await asks(desk, { status: 'pause' });

    await opsChannel.says(`cannot post in #${rights.name}`, '/invite');
    await leadsChannel.says(`cannot post in #${rights.name}`, '/invite');
    await slack.until(
      () =>
        slack.workspace.channels.has('D0OPERATOR') &&
        slack
          .channel('D0OPERATOR')
          .messages()
          .some((message) => messageText(message).includes(request)),
      'the requester to be told',
    );
    expect(cardsOf(slack, request, leads.id)).toEqual([]);
    slack.changeChannel(rights.id, { isArchived: false, botIsMember: true });

    const card = await untilCard(slack, request, rights.id);
    await desk.isQuiet();
    expect(card.copies()).toBe(1);
  });
});
