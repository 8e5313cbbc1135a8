import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CHANNELS } from '#sandbox/cast.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { type Desk, openDesk } from './desk.ts';
import { asksFor, cardOf, decides, dialog, goesTo, leaves, opensReview, submits } from './verbs.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});
afterEach(() => desk?.closeWindows());
afterAll(() => desk?.close());

const evening = 'https://media.example.com/news/evening.mp4';
const night = 'https://media.example.com/news/night.mp4';
const inLeads = { at: CHANNELS.leads.id };

const taskOf = (stream: string): WireTask => {
  const task = desk.live.tasks().find(({ stream_name: name }) => name === stream);
  if (task === undefined) throw new Error(`the sandbox has no ${stream}`);
  return task;
};
const putsOf = ({ task_id: id }: WireTask) =>
  desk.live.puts().filter(({ body }) => (body as WireTask | undefined)?.task_id === id);

test('a request is changed by its requester, then rejected by a lead, and nothing is run', async () => {
  const task = taskOf('news24');
  const [operator, lead] = await Promise.all([
    desk.window('operator'),
    desk.window('lead', inLeads),
  ]);
  const request = await asksFor(operator, 'live/news24', { urls: [evening], why: 'Only this one' });

  await goesTo(operator, CHANNELS.leads.name);
  await cardOf(operator, request).getByRole('button', { name: 'Edit…' }).click();
  const urls = operator.getByLabel(/^Playlist: one URL/).first();
  await urls.waitFor();
  expect(await urls.inputValue()).toBe(evening);
  await urls.fill(`${evening}\n${night}`);
  expect(await submits(operator)).toBe(request);
  await cardOf(lead, request).getByText('night.mp4').waitFor();

  await opensReview(lead, request);
  await decides(lead, 'Reject');
  await dialog(lead).getByText('Please say why').waitFor();
  expect(await lead.getByLabel(/^Note/).getAttribute('aria-invalid')).toBe('true');
  await decides(lead, 'Reject', 'Not during the show');
  await lead.getByText(`You rejected ${request}`).waitFor();
  await leaves(lead);

  await cardOf(lead, request).getByText('Rejected').waitFor();
  await cardOf(operator, request).getByRole('button', { name: /repl/ }).click();
  const thread = operator.getByRole('complementary', { name: 'Thread' });
  await thread.getByText('Not during the show').waitFor();
  expect(await cardOf(lead, request).getByRole('button', { name: 'Review…' }).count()).toBe(0);
  expect(putsOf(task)).toEqual([]);
});

test('two leads decide at once, and each is told the truth', async () => {
  const task = taskOf('sports-loop');
  const [operator, lead, second] = await Promise.all([
    desk.window('operator'),
    desk.window('lead', inLeads),
    desk.window('secondLead', inLeads),
  ]);
  const request = await asksFor(operator, 'live/sports-loop', { urls: [evening], why: 'Race' });
  await Promise.all([opensReview(lead, request), opensReview(second, request)]);
  await lead.getByRole('radio', { name: /^Approve/ }).check();
  await second.getByRole('radio', { name: /^Reject/ }).check();
  await second.getByLabel(/^Note/).fill('Too late in the day');

  await Promise.all(
    [lead, second].map((window) => window.getByRole('button', { name: 'Decide' }).click()),
  );
  const ends = await Promise.all(
    [lead, second].map(async (window) => {
      await dialog(window)
        .getByText(/You (approved|rejected)|Too late/)
        .first()
        .waitFor();
      return (await dialog(window).textContent()) ?? '';
    }),
  );

  const winners = ends.filter((end) => /You (approved|rejected)/.test(end));
  expect(winners).toHaveLength(1);
  const hasApproved = winners[0]?.includes('You approved') === true;
  const name = hasApproved ? 'Lena Lead' : 'Lars Second';
  expect(ends.find((end) => end !== winners[0])).toContain(name);
  await Promise.all([leaves(lead), leaves(second)]);
  for (const window of [lead, second]) {
    await cardOf(window, request)
      .getByText(hasApproved ? 'Applied' : 'Rejected')
      .waitFor();
  }
  expect(putsOf(task)).toHaveLength(hasApproved ? 1 : 0);
});

test('a failed call is shown with the error of the API, retried, and reverted', async () => {
  const task = taskOf('kids-afternoon');
  const [operator, lead] = await Promise.all([
    desk.window('operator'),
    desk.window('lead', inLeads),
  ]);
  const request = await asksFor(operator, 'live/kids-afternoon', { urls: [evening], why: 'Try' });
  const world = lead.getByRole('complementary', { name: 'The world around the bot' });
  await world.getByText('Make something go wrong').click();
  await world.getByLabel('Status', { exact: true }).fill('400');
  await world.getByRole('button', { name: 'Fail the call', exact: true }).click();
  await world.getByText('The next PUT fails with 400').waitFor();

  await opensReview(lead, request);
  await decides(lead, 'Approve');
  await lead.getByText(`You approved ${request}`).waitFor();
  await leaves(lead);
  const card = cardOf(lead, request);
  await card.getByText('LIVE.100011001').waitFor();
  expect(desk.live.task(task.task_id)).toEqual(task);

  await card.getByRole('button', { name: 'Approve retry…' }).click();
  await lead.getByRole('button', { name: 'Approve retry', exact: true }).click();
  await card.getByText('Applied').waitFor();
  expect(desk.live.task(task.task_id).source_urls).toEqual([evening]);
  expect(putsOf(task)).toHaveLength(2);

  await card.getByRole('button', { name: 'Revert…' }).click();
  await lead.getByLabel(/^Why/).fill('It was a try');
  const revert = await submits(lead);
  await goesTo(operator, CHANNELS.leads.name);
  await cardOf(lead, revert).getByText('+ 1').first().waitFor();
  const second = await desk.window('secondLead', inLeads);
  await opensReview(second, revert);
  await decides(second, 'Approve');
  await second.getByText(`You approved ${revert}`).waitFor();
  await leaves(second);
  await cardOf(second, revert).getByText('Applied').waitFor();
  expect(desk.live.task(task.task_id).source_urls).toEqual(task.source_urls);
  expect(desk.slack.faults()).toEqual([]);
});
