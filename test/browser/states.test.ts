import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { type Card } from '../acceptance/card.ts';
import { createPerson } from '../acceptance/people.ts';
import { type Desk, openDesk, picture } from './desk.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

const HOUR_MS = 3_600_000;

const taskOf = (stream: string): WireTask => {
  const task = desk.live.tasks().find(({ stream_name: name }) => name === stream);
  if (task === undefined) throw new Error(`the sandbox has no ${stream}`);
  return task;
};

test('a card in each state says so in a word, a sign and what can still be done', async () => {
  const { slack, live, clock } = desk;
  const operator = createPerson(slack, PEOPLE.operator.id);
  const lead = createPerson(slack, PEOPLE.lead.id);
  const asks = (stream: string, reason: string, more = {}): Promise<Card> =>
    operator.asksFor(taskOf(stream), { vod_loop_time: '4', ...more }, reason);
  const ends = async (card: Card, word: string): Promise<void> => {
    await lead.approves(card);
    await card.says(word);
  };

  const late = await asks('news24', 'Nobody looked in time');
  await clock.moveOn(4 * HOUR_MS);
  await late.says('Expired');
  await ends(await asks('news24', 'Four rounds are enough'), 'Applied');
  const refused = await asks('news24', 'Once more', { vod_loop_time: '6' });
  await lead.rejects(refused, 'Not during the show');
  await refused.says('Rejected');
  const changedMind = await asks('sports-loop', 'Four rounds');
  await operator.withdraws(changedMind);
  await changedMind.says('Withdrawn');
  live.fail({
    on: 'PUT',
    with: { status: 400, body: { error_code: 'LIVE.100011001', error_msg: 'Invalid parameter.' } },
  });
  await ends(await asks('sports-loop', 'Four rounds'), 'Failed');
  const overtaken = await asks('sports-loop', 'Four rounds');
  live.edit(taskOf('sports-loop').task_id, { vod_loop_time: '9' });
  await ends(overtaken, 'Stale');
  live.fail({ on: 'PUT', with: 'cut_after' });
  await ends(await asks('kids-afternoon', 'Four rounds'), 'Unconfirmed');
  const planned = { vod_loop_time: '5', apply_at: Math.floor(clock.now() / 1000) + 7_200 };
  await ends(await asks('news24', 'After the forecast', planned), 'Approved');
  const last = await asks('sports-loop', 'Four rounds after all');

  const window = await desk.window('lead', {
    at: CHANNELS.leads.id,
    size: { width: 640, height: 3_550 },
  });
  const messages = window.getByRole('log', { name: 'Messages' });
  await messages
    .getByText(new RegExp(`^${last.request}\\b`))
    .first()
    .waitFor();
  await picture(messages, 'states');
  const shown = (await messages.textContent()) ?? '';
  for (const word of ['Expired', 'Applied', 'Rejected', 'Withdrawn', 'Failed', 'Stale']) {
    expect(shown).toContain(word);
  }
  expect(slack.faults()).toEqual([]);
});
