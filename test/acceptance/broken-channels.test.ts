import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { messageText } from '#sandbox/story-text.ts';
import { type Desk, openDesk } from './desk.ts';
import { createHomeTab } from './home-tab.ts';
import { isToldOnce } from '../faults/told-once.ts';

const { ops, leads } = CHANNELS;
const DIRECT = PEOPLE.operator.id.replace('U', 'D');
const WAYS = [
  ['the bot is removed from it', { botIsMember: false }],
  ['it is archived', { isArchived: true, botIsMember: false }],
] as const;
const APPROVALS_OUT = 'relaydesk_channel_out_of_reach{project="live-prod",channel="approvals"}';
const BACK = { isArchived: false, botIsMember: true };

describe.each(WAYS)('A channel that cannot be posted in: %s', (_way, broken) => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.close());

  /** Submits a request while no card can be posted; resolves with its id. */
  const asks = async (): Promise<string> => {
    const { operator, newTask } = desk;
    await operator.opensForm(newTask().task_id);
    await operator.fills({ vod_loop_time: '4', reason: 'Four rounds' });
    return operator.submits();
  };
  const directTexts = (): readonly string[] =>
    desk.slack.workspace.channels.has(DIRECT)
      ? desk.slack
          .channel(DIRECT)
          .messages()
          .flatMap((message) => [message, ...message.replies])
          .map(messageText)
      : [];
  const isTold = (words: string) =>
    desk.slack.until(
      () => directTexts().some((text) => text.includes(words)),
      `to be told ${words}`,
    );
  const metrics = async (): Promise<string> => (await fetch(`${desk.bot().url}/metrics`)).text();

  test('without the approvals channel the requester is told directly and the ops channel of the result, and the card comes when it is back', async () => {
    const { slack, opsChannel, cardOf, store, lead } = desk;
    slack.changeChannel(leads.id, broken);

    const request = await asks();

    await opsChannel.says(`cannot post in #${leads.name}`, '/invite');
    await isTold(request);
    const home = createHomeTab(slack, PEOPLE.lead.id);
    await home.opens(request);
    await home.pressesFor(request, 'review');
    await lead.untilSees(`Review ${request}`);
    expect(await lead.decides('approve')).toContain('You approved');
    await opsChannel.says('Applied', request);
    await isTold(`Applied: ${request}`);
    expect((await fetch(`${desk.bot().url}/readyz`)).status).toBe(200);
    expect(await metrics()).toContain(`${APPROVALS_OUT} 1`);

    slack.changeChannel(leads.id, BACK);

    const card = await cardOf(request);
    await isToldOnce(desk, card, 'Applied');
    expect(await metrics()).toContain(`${APPROVALS_OUT} 0`);
    expect(await store.backlog()).toEqual([]);
    expect(opsChannel.count('cannot post')).toBe(1);
  });

  test('with a card in it that cannot be edited any more, the result is told elsewhere, and on the card when it is back', async () => {
    const { slack, operator, newTask, lead, opsChannel } = desk;
    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    slack.changeChannel(leads.id, broken);

    const home = createHomeTab(slack, PEOPLE.lead.id);
    await home.opens(card.request);
    await home.pressesFor(card.request, 'review');
    await lead.untilSees(`Review ${card.request}`);
    await lead.decides('approve');

    await opsChannel.says('Applied', card.request);
    await isTold(`Applied: ${card.request}`);
    slack.changeChannel(leads.id, BACK);
    await card.says('Applied');
    expect(card.copies()).toBe(1);
  });

  test('without the ops channel the card and its thread are kept, and the result comes when it is back', async () => {
    const { slack, leadsChannel, cardOf, lead, opsChannel } = desk;
    slack.changeChannel(ops.id, broken);

    const card = await cardOf(await asks());
    await lead.approves(card);

    await card.says('Applied');
    await card.threadSays('Applied');
    await leadsChannel.says(`cannot post in #${ops.name}`, '/invite');

    slack.changeChannel(ops.id, BACK);

    await opsChannel.says('Applied', card.request);
    await isToldOnce(desk, card, 'Applied');
  });
});
