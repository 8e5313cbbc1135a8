import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CHANNELS } from '#sandbox/cast.ts';
import { hasFocus } from './browser.ts';
import { type Desk, openDesk } from './desk.ts';
import { cardOf, dialog } from './verbs.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});
afterEach(() => desk?.closeWindows());
afterAll(() => desk?.close());

/** Presses Tab until the wanted element has the focus, as somebody would who looks at the screen. */
const tabsTo = async (window: Page, wanted: ReturnType<Page['getByRole']>): Promise<void> => {
  for (let count = 0; count < 60; count += 1) {
    if ((await wanted.count()) > 0 && (await hasFocus(wanted))) return;
    await window.keyboard.press('Tab');
  }
  throw new Error('sixty times Tab did not lead there');
};

const isInside = (window: Page, selector: string): Promise<boolean> =>
  window.evaluate(`document.querySelector('${selector}').contains(document.activeElement)`);

/** Whether somebody who looks at the screen can tell where the focus is. */
const isVisible = (window: Page): Promise<boolean> =>
  window.evaluate(`[document.activeElement, document.activeElement.parentElement]
    .map((node) => getComputedStyle(node))
    .some(({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none')`);

test('the main job is done with keys alone', async () => {
  const operator = await desk.window('operator');
  const line = operator.getByRole('textbox', { name: /^Message/ });
  await line.waitFor();

  // Somebody types the slash and takes what is offered, then names the task.
  await tabsTo(operator, line);
  expect(await isVisible(operator)).toBe(true);
  await operator.keyboard.type('/rel');
  await operator.getByRole('option', { name: /^\/relay/ }).waitFor();
  await operator.keyboard.press('Tab');
  await operator.keyboard.type('mod');
  await operator.keyboard.press('Tab');
  expect(await line.inputValue()).toBe('/relay modify ');
  await operator.keyboard.type('live-prod live/news24');
  await operator.keyboard.press('Enter');

  const urls = operator.getByLabel(/^Playlist: one URL/).first();
  await urls.waitFor();
  await tabsTo(operator, urls);
  expect(await isVisible(operator)).toBe(true);
  await operator.keyboard.press('Control+A');
  await operator.keyboard.type('https://media.example.com/news/evening.mp4');
  await tabsTo(operator, operator.getByLabel(/^Why/));
  await operator.keyboard.type('By hand');
  await operator.keyboard.press('Control+Enter');
  await dialog(operator)
    .getByText(/R-1 is submitted/)
    .waitFor();
  await operator.keyboard.press('Escape');
  await dialog(operator).waitFor({ state: 'detached' });
  expect(await hasFocus(line)).toBe(true);

  const lead = await desk.window('lead', { at: CHANNELS.leads.id });
  const card = cardOf(lead, 'R-1');
  const review = card.getByRole('button', { name: 'Review…' });
  await review.waitFor();
  await tabsTo(lead, review);
  expect(await isVisible(lead)).toBe(true);
  await lead.keyboard.press('Enter');
  await dialog(lead).getByText('the task has not changed').waitFor();
  await tabsTo(lead, dialog(lead).getByRole('radio').first());
  await lead.keyboard.press('Space');
  expect(await lead.getByRole('radio', { name: /^Approve/ }).isChecked()).toBe(true);
  await tabsTo(lead, lead.getByRole('button', { name: 'Decide' }));
  await lead.keyboard.press('Enter');
  await lead.getByText('You approved R-1').waitFor();
  await lead.keyboard.press('Escape');
  await card.getByText('Applied').waitFor();

  expect(desk.live.puts()).toHaveLength(1);
});

test('a form keeps Tab to itself, and F6 leads out of it', async () => {
  const window = await desk.window('secondLead');
  const line = window.getByRole('textbox', { name: /^Message/ });
  await line.fill('/relay modify live-prod live/sports-loop');
  await line.press('Enter');
  await window.getByLabel(/^Why/).waitFor();

  for (let count = 0; count < 40; count += 1) {
    await window.keyboard.press('Tab');
    expect(await isInside(window, '[role=dialog]')).toBe(true);
  }
  await window.keyboard.press('F6');
  expect(await isInside(window, '#world')).toBe(true);
  await window.keyboard.press('F6');
  expect(await isInside(window, '#topbar')).toBe(true);
  await window.keyboard.press('F6');
  await window.keyboard.press('Escape');
  await dialog(window).waitFor({ state: 'detached' });
});

test('people and channels are switched with keys', async () => {
  const window = await desk.window('onCall');
  const people = window.getByRole('radiogroup', { name: 'Who you are' });
  await people.getByRole('radio', { name: /Ines/ }).focus();
  await window.keyboard.press('ArrowRight');
  await window.getByText('Gus Guest · guest').waitFor();
  expect(await people.getByRole('radio', { name: /Gus/ }).isChecked()).toBe(true);

  // A guest is in one channel only.
  expect(await window.locator('.place-name', { hasText: 'live-approvals' }).count()).toBe(0);
  await window.keyboard.press('ArrowLeft');
  await tabsTo(window, window.getByRole('button', { name: /^live-approvals/ }));
  await window.keyboard.press('Enter');
  await window.getByRole('heading', { name: 'live-approvals' }).waitFor();
  expect(await hasFocus(window.getByRole('textbox', { name: /^Message/ }))).toBe(true);
});
