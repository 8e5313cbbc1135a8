import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CHANNELS } from '#sandbox/cast.ts';
import { PHONE } from './browser.ts';
import { type Desk, openDesk, picture } from './desk.ts';
import { asksFor, cardOf, decides, leaves, opensReview } from './verbs.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});
afterEach(() => desk?.closeWindows());
afterAll(() => desk?.close());

const evening = ['https://media.example.com/news/evening.mp4'];
const inLeads = { at: CHANNELS.leads.id };

test('a request expires when the clock moves past its deadline, and everybody sees it', async () => {
  const operator = await desk.window('operator');
  const lead = await desk.window('lead', inLeads);
  const request = await asksFor(operator, 'live/news24', { urls: evening, why: 'Will not wait' });
  await cardOf(lead, request).getByText('expires today 13:00').waitFor();
  const clock = lead.getByRole('region', { name: 'Clock' });
  await clock.getByText(`${request} expires`).waitFor();
  expect(await clock.getByText('4 h', { exact: true }).count()).toBe(1);

  await clock.getByRole('button', { name: '+1 h' }).click();
  await clock.getByText('3 h', { exact: true }).waitFor();
  expect(await cardOf(lead, request).getByText('Waiting for approval').count()).toBe(1);
  await clock.getByRole('button', { name: `Go there: ${request} expires` }).click();

  await cardOf(lead, request).getByText('Expired').waitFor();
  await operator.getByText('Clock stopped').waitFor();
  await clock.getByText('No request has a deadline').waitFor();
  expect(desk.live.puts()).toEqual([]);
});

test('the main job fits into the window of a phone', async () => {
  const phone = { size: PHONE };
  const operator = await desk.window('operator', phone);
  const request = await asksFor(operator, 'live/sports-loop', { urls: evening, why: 'On the way' });

  const lead = await desk.window('lead', phone);
  await lead.getByRole('button', { name: 'Channels' }).click();
  await lead.getByRole('button', { name: /^live-approvals/ }).click();
  // Away from the card, whose tools would show.
  await lead.mouse.move(0, 0);
  await picture(lead, 'phone');
  await opensReview(lead, request);
  await decides(lead, 'Approve');
  await lead.getByText(`You approved ${request}`).waitFor();
  await leaves(lead);
  await cardOf(lead, request).getByText('Applied').waitFor();

  await cardOf(lead, request).getByRole('button', { name: /repl/ }).click();
  await lead.getByRole('complementary', { name: 'Thread' }).getByText('Applied').first().waitFor();
  await lead.getByRole('button', { name: 'Close the thread' }).click();
  for (const window of [operator, lead]) {
    const overflow = await window.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBe(0);
  }
  await lead.getByRole('button', { name: 'World' }).click();
  await lead.getByText('Calls of the Live API').waitFor();
  expect(desk.live.puts()).toHaveLength(1);
});
