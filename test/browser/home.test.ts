import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { createPerson } from '../acceptance/people.ts';
import { findings } from './accessibility.ts';
import { closeWindow, PHONE } from './browser.ts';
import { type Desk, openDesk, picture } from './desk.ts';
import { asksFor, decides, dialog, goesTo, leaves, types } from './verbs.ts';

let desk: Desk;
let operator: Page;
let person: ReturnType<typeof createPerson>;
const cards: Awaited<ReturnType<(typeof person)['asksFor']>>[] = [];

beforeAll(async () => {
  desk = await openDesk();
  person = createPerson(desk.slack, PEOPLE.operator.id);
  operator = await desk.window('operator');
});
afterAll(() => desk?.close());

const evening = 'https://media.example.com/news/evening.mp4';
const night = 'https://media.example.com/news/night.mp4';

const homeOf = (window: Page): Locator => window.getByRole('region', { name: 'Home' });

const opensHome = async (window: Page): Promise<Locator> => {
  await window.getByRole('button', { name: 'relaydesk home' }).click();
  const home = homeOf(window);
  await home.getByText('Waiting for me').waitFor();
  return home;
};

/** A Home is published at most once in three seconds, and the clock stands still. */
const threeSecondsPass = (): Promise<void> => desk.clock.moveOn(3_000);

const lineOf = (home: Locator, request: string): Locator =>
  home
    .locator('.block-section')
    .filter({ has: home.page().getByRole('link', { name: request, exact: true }) });

test('a lead decides from the Home, and it updates without a reload', async () => {
  const lead = await desk.window('lead', { at: 'home' });
  const home = homeOf(lead);
  await home.getByText('Waiting for me').waitFor();
  const first = await asksFor(operator, 'live/news24', {
    urls: [evening, night],
    why: 'The evening bulletin is ready, the night one follows',
  });
  const second = await asksFor(operator, 'live/sports-loop', {
    urls: [evening],
    why: 'The match is over',
  });
  await threeSecondsPass();
  await lineOf(home, second).waitFor();

  await lineOf(home, first)
    .getByRole('button', { name: /^Review R-/ })
    .click();
  await dialog(lead).getByText('the task has not changed').waitFor();
  await decides(lead, 'Approve');
  await lead.getByText(`You approved ${first}`).waitFor();
  await leaves(lead);
  await threeSecondsPass();

  await lineOf(home, first).getByText('Applied').waitFor();
  expect(await lineOf(home, first).getByRole('button').count()).toBe(0);
  expect(
    await lineOf(home, second)
      .getByRole('button', { name: /^Review R-/ })
      .count(),
  ).toBe(1);
  expect(desk.live.puts()).toHaveLength(1);
  await picture(lead.locator('.conversation'), 'home');
  await closeWindow(lead);
});

test('the list of tasks has a menu for each that can be changed', async () => {
  await types(operator, '/relay list');
  await operator.getByText(/relay tasks in/).waitFor();
  expect(await operator.getByRole('button', { name: 'More choices' }).count()).toBe(6);
  await picture(operator.locator('.conversation'), 'list');
  await operator.getByRole('button', { name: 'Dismiss message' }).click();
});

test('the requester turns the pages of their requests, and searches', async () => {
  const names = ['weather', 'music', 'documentaries', 'talk', 'night-loop', 'kids-morning'];
  const [sample] = desk.live.tasks();
  for (const [index, name] of names.entries()) {
    const task = {
      ...sample,
      task_id: `5e0d0000-0000-4000-8000-00000000000${index}`,
      stream_name: name,
    };
    desk.live.addTask(task);
    cards.push(await person.asksFor(task, { vod_loop_time: '4' }, 'Four rounds are enough'));
  }

  const home = await opensHome(operator);
  await home.getByText('My requests').waitFor();
  const mine = () => home.getByRole('button', { name: /^Withdraw R-/ }).count();
  await lineOf(home, 'R-8').waitFor();
  await expect.poll(mine).toBe(5);
  await home.getByRole('button', { name: 'Next' }).first().click();
  // R-2 is more urgent if its file was looked at before it was asked for; R-3 is on this page either way.
  await lineOf(home, 'R-3').waitFor();
  await expect.poll(mine).toBe(2);
  await home.getByRole('button', { name: 'Previous' }).first().click();
  await lineOf(home, 'R-8').waitFor();

  const search = home.getByLabel('Find a request');
  await search.fill('bulletin');
  await search.press('Enter');
  await home.getByText(/^Found/).waitFor();
  await lineOf(home, 'R-1').waitFor();
  expect(await lineOf(home, 'R-2').count()).toBe(0);
  await home.getByRole('button', { name: 'Show everything' }).click();
  await lineOf(home, 'R-8').waitFor();
});

test('the history tells how each ended, for the eyes of one person', async () => {
  const lead = createPerson(desk.slack, PEOPLE.lead.id);
  const [rejected, applied] = cards;
  if (!rejected || !applied) throw new Error('nothing was asked for');
  await lead.rejects(rejected, 'Six rounds, please');
  await lead.approves(applied);
  await applied.says('Applied');

  await goesTo(operator, 'live-ops');
  await types(operator, '/relay history');
  await operator.getByText('3 closed requests').waitFor();
  await picture(operator.locator('.conversation'), 'history');
});

/** How many people can be pressed where they stand. */
const peopleInSight = (window: Page): Promise<number> =>
  window.evaluate(`[...document.querySelectorAll('.who')].filter((who) => {
    const { left, right, top, bottom } = who.getBoundingClientRect();
    return [left + 3, right - 3].every((x) => who.contains(document.elementFromPoint(x, (top + bottom) / 2)));
  }).length`);

test.each([
  ['light', { width: 1280, height: 860 }],
  ['dark', { width: 1280, height: 860 }],
  ['light', PHONE],
] as const)('the Home is accessible and fits: %s, %j', async (scheme, size) => {
  const window = await desk.window('lead', { at: 'home', scheme, size });
  await lineOf(homeOf(window), 'R-2').waitFor();

  expect(await findings(window)).toEqual([]);
  expect(await window.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  expect(await peopleInSight(window)).toBe(8);
  if (scheme === 'dark') await picture(window, 'home-dark');
  if (size === PHONE) await picture(window, 'home-phone');
  await closeWindow(window);
});
