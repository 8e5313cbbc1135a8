import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { type Card } from '../acceptance/card.ts';
import { createPerson } from '../acceptance/people.ts';
import { hasFocus, PHONE } from './browser.ts';
import { type Desk, openDesk } from './desk.ts';
import { cardOf, dialog, opensReview } from './verbs.ts';

let desk: Desk;
let card: Card;
let lead: ReturnType<typeof createPerson>;

beforeAll(async () => {
  desk = await openDesk();
  lead = createPerson(desk.slack, PEOPLE.lead.id);
  const [task] = desk.live.tasks();
  if (task === undefined) throw new Error('the sandbox has no task');
  const operator = createPerson(desk.slack, PEOPLE.operator.id);
  card = await operator.asksFor(
    task,
    { vod_loop_time: '4' },
    'Four rounds are enough. '.repeat(20),
  );
});
afterEach(async () => {
  await lead.leaves();
  await desk?.closeWindows();
});
afterAll(() => desk?.close());

const inLeads = { at: CHANNELS.leads.id };

test('everybody reads times in their own language and zone, whatever the zone of the machine', async () => {
  for (const [person, deadline, posted] of [
    ['lead', 'today 13:00', '09:00'],
    ['secondLead', 'today 7:00 AM', '3:00 AM'],
    ['thirdLead', '今天 20:00', '16:00'],
  ] as const) {
    const window = await desk.window(person, inLeads);
    const shown = cardOf(window, card.request);
    await shown.waitFor();

    // Some systems part the time and its half of the day with a space that does not break.
    const text = ((await shown.textContent()) ?? '').replaceAll('\u202F', ' ');
    expect(text).toContain(deadline);
    expect(text).toContain(posted);
    expect(await shown.locator('time').first().getAttribute('lang')).toBe(
      desk.slack.workspace.people.get(PEOPLE[person].id)?.locale,
    );
  }
});

test('headings are in order, and each message has one below that of its channel', async () => {
  const window = await desk.window('lead', inLeads);
  await cardOf(window, card.request).waitFor();
  const levels = (): Promise<number[]> =>
    window.evaluate(
      `[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) => Number(tagName[1]))`,
    );

  const [first, ...others] = await levels();
  expect(first).toBe(1);
  expect(others.filter((level) => level === 1)).toEqual([]);
  expect(others.filter((level, index) => level > ([first, ...others][index] ?? 0) + 1)).toEqual([]);
});

/** Whether the whole of it can be seen without scrolling. */
const isInSight = async (window: Page, text: string): Promise<boolean> => {
  const [inside, around] = await Promise.all([
    dialog(window).getByText(text).first().boundingBox(),
    window.locator('.modal-scroll').boundingBox(),
  ]);
  if (!inside || !around) throw new Error(`"${text}" is not there`);
  return inside.y >= around.y && inside.y + inside.height <= around.y + around.height;
};

test.each([
  ['a wide window', { width: 1280, height: 860 }],
  ['a phone', PHONE],
] as const)('the review opens at its top, in %s', async (_where, size) => {
  const window = await desk.window('lead', { ...inLeads, size });
  await cardOf(window, card.request).getByRole('button', { name: 'Review…' }).focus();
  await window.keyboard.press('Enter');
  await dialog(window).getByText('Your decision').waitFor();

  expect(await isInSight(window, 'Waiting for approval')).toBe(true);
  expect(await window.evaluate(`document.activeElement.closest('[role=dialog]') !== null`)).toBe(
    true,
  );
});

test('the focus returns to Review… when the review is left', async () => {
  const window = await desk.window('lead', inLeads);
  const review = cardOf(window, card.request).getByRole('button', { name: 'Review…' });
  await opensReview(window, card.request);
  await window.keyboard.press('Escape');
  await dialog(window).waitFor({ state: 'detached' });

  expect(await hasFocus(review)).toBe(true);
});

test('a notification shows the text of the message, and leads to it', async () => {
  const window = await desk.window('lead', { at: CHANNELS.ops.id });
  await window.getByRole('heading', { name: 'live-ops', level: 1 }).waitFor();
  const text = `<@${PEOPLE.lead.id}> *now*, please: <https://example.com|the list>`;
  await desk.slack.person(PEOPLE.operator.id).writes(text, { channel: CHANNELS.leads.id });

  await window
    .getByRole('button', {
      name: 'Olga Operator in #live-approvals @Lena Lead now, please: the list',
    })
    .click();
  await window.getByRole('heading', { name: 'live-approvals', level: 1 }).waitFor();
  const message = window.getByRole('article').filter({ hasText: 'now, please' });
  await expect.poll(() => hasFocus(message)).toBe(true);
});

test('a link to a message leads to it, in another channel too', async () => {
  await lead.approves(card);
  await card.says('Applied');
  const window = await desk.window('operator', { at: CHANNELS.ops.id });
  await window.getByRole('link', { name: 'The card and its thread' }).click();

  await window.getByRole('heading', { name: 'live-approvals', level: 1 }).waitFor();
  await expect.poll(() => hasFocus(cardOf(window, card.request))).toBe(true);
});
