import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHANNELS } from '#sandbox/cast.ts';
import { type Desk, openDesk, picture } from './desk.ts';
import {
  cardOf,
  decides,
  dialog,
  goesTo,
  leaves,
  opensForm,
  opensReview,
  submits,
} from './verbs.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

test('an operator asks, a lead approves, and both see the result', async () => {
  const operator = await desk.window('operator');
  const lead = await desk.window('lead', { at: CHANNELS.leads.id });

  await opensForm(operator, 'live/news24');
  await operator
    .getByLabel(/^Playlist: one URL/)
    .first()
    .fill(
      'https://media.example.com/news/headlines-loop.mp4\nhttps://media.example.com/news/evening.mp4',
    );
  await picture(operator, 'form');
  await operator.getByLabel(/^Why/).fill('The evening bulletin is ready');
  const request = await submits(operator);

  const card = cardOf(lead, request);
  await card.getByText('Waiting for approval').waitFor();
  await picture(lead, 'card');
  await opensReview(lead, request);
  await picture(dialog(lead), 'review');
  await decides(lead, 'Approve');
  await lead.getByText(`You approved ${request}`).waitFor();
  await leaves(lead);
  await card.getByRole('button', { name: 'Revert…' }).waitFor();
  await picture(card, 'applied');

  await goesTo(operator, CHANNELS.ops.name);
  await operator.getByText('the task now has every requested setting').waitFor();
  await picture(operator, 'result');
  const dark = await desk.window('lead', { at: CHANNELS.leads.id, scheme: 'dark' });
  await cardOf(dark, request).getByText('Applied').waitFor();
  await picture(dark, 'dark');
  expect(desk.live.puts()).toHaveLength(1);
  expect(desk.slack.faults()).toEqual([]);
});
