import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CHANNELS, PEOPLE, PROJECT } from '#sandbox/cast.ts';
import { messageText } from '#sandbox/story-text.ts';
import { BATCH_CONFIG } from '../acceptance/batch.ts';
import { type Card, untilCard } from '../acceptance/card.ts';
import { createPerson } from '../acceptance/people.ts';
import { findings } from './accessibility.ts';
import { PHONE } from './browser.ts';
import { type Desk, openDesk, picture } from './desk.ts';
import { cardOf, decides, dialog, types } from './verbs.ts';

let desk: Desk;
let operator: ReturnType<typeof createPerson>;
let lead: ReturnType<typeof createPerson>;

beforeAll(async () => {
  desk = await openDesk({ projectYaml: BATCH_CONFIG });
  addTasks('region', CITIES.split(' '));
  addTasks('shop', ['one', 'two', 'three']);
  addTasks('bouquet', CHANNELS_100);
  operator = createPerson(desk.slack, PEOPLE.operator.id);
  lead = createPerson(desk.slack, PEOPLE.lead.id);
});
afterEach(async () => {
  await Promise.all([operator.leaves(), lead.leaves()]);
  await desk?.closeWindows();
});
afterAll(() => desk?.close());

const CITIES = 'berlin bonn bremen essen hamburg kiel koeln leipzig mainz muenchen trier ulm';
const CHANNELS_100 = Array.from(
  { length: 100 },
  (_name, index) => `channel-${String(index + 1).padStart(3, '0')}`,
);

const WIDE = { width: 640, height: 900 };
/** The height of everything above and below the messages, in pixels, with some room. */
const AROUND = 170;
const at = CHANNELS.leads.id;

/** Channels of one app, the first of which are paused. */
const addTasks = (app: string, names: readonly string[]): void => {
  const [like] = desk.live.tasks();
  if (!like) throw new Error('the sandbox has no task');
  for (const [index, name] of names.entries()) {
    desk.live.addTask({
      ...like,
      task_id: `${app}-${String(index + 1).padStart(4, '0')}-4d1a-9c7e-2b8f5a6d0e31`,
      app_name: app,
      stream_name: name,
      status: 'enable',
    });
  }
};

const asks = async (app: string): Promise<Card> => {
  await operator.types(`/relay apply standby-slate ${PROJECT.name} ${app}/*`);
  await operator.untilSees('as one request');
  await operator.fills({ reason: 'The feed of the provider is gone' });
  await operator.triesToSubmit();
  const said = await operator.untilSees('is submitted');
  await operator.leaves();
  return untilCard(desk.slack, /R-\d+/.exec(said)?.[0] ?? '');
};

/** The whole card, however long: nothing of it may stick out at the side. */
const takesPicture = async (
  request: string,
  name: string,
  look: { readonly size?: typeof WIDE; readonly scheme?: 'light' | 'dark' } = {},
): Promise<void> => {
  const { size = WIDE, scheme = 'light' } = look;
  const window = await desk.window('lead', { at, size, scheme });
  const card: Locator = cardOf(window, request);
  await card.waitFor();
  const height = await card.evaluate(
    (node: { readonly scrollHeight: number }) => node.scrollHeight,
  );
  await window.setViewportSize({ ...size, height: height + AROUND });
  await card.scrollIntoViewIfNeeded();
  await picture(card, name);
  expect(await findings(window)).toEqual([]);
  expect(await sticksOut(window)).toBe(0);
};

/**
 * Answers the calls that are held. If the pictures took longer than the bot waits for an answer, it reads those tasks
 * after five seconds of a clock that stands still.
 */
const answersHeld = async (): Promise<void> => {
  desk.live.release();
  await desk.clock.moveOn(10_000);
};

/** How long a hundred tasks may take on a busy machine. */
const MINUTES = { timeoutMs: 120_000 };

const sticksOut = (window: Page): Promise<number> =>
  window.evaluate('document.documentElement.scrollWidth - innerWidth');

test('the card of twelve tasks reads well before, during and after, in the dark and on a phone', async () => {
  const card = await asks('region');
  await takesPicture(card.request, 'batch-before');

  const body = { error_code: 'LIVE.103100001', error_msg: 'Invalid request parameter' };
  desk.live.fail({ on: 'PUT', times: 5, with: { delayMs: 0 } });
  desk.live.fail({ on: 'PUT', with: { status: 400, body } });
  desk.live.fail({ on: 'PUT', times: 4, with: { hold: true, applied: true } });
  await lead.approves(card);
  await card.says('✅ 5 applied', '❌ 1 failed', '⚙️ 4 running');
  await takesPicture(card.request, 'batch-during');

  await answersHeld();
  await card.says('*⚠️ Partly applied*', '✅ 11 applied');
  await takesPicture(card.request, 'batch-after');
  await takesPicture(card.request, 'batch-dark', { scheme: 'dark' });
  await takesPicture(card.request, 'batch-phone', { size: PHONE });
  expect(desk.slack.faults()).toEqual([]);
});

test('tasks are chosen, reviewed and reverted with the mouse, and every step is accessible', async () => {
  const window = await desk.window('operator', { size: PHONE });
  await types(window, '/relay apply');
  const search = dialog(window).getByLabel('Relay tasks');
  await search.fill('shop/');
  await window.getByRole('option', { name: /shop\/one/ }).click();
  await search.fill('shop/t');
  await window.getByRole('option', { name: /shop\/two/ }).click();
  await dialog(window)
    .getByRole('button', { name: /^Remove shop\/two/ })
    .waitFor();
  await dialog(window).getByLabel('Preset').selectOption('standby-slate');
  expect(await findings(window)).toEqual([]);
  await picture(window, 'batch-choice');
  await dialog(window).getByRole('button', { name: 'Next' }).click();
  await dialog(window).getByText('as one request').waitFor();
  expect(await findings(window)).toEqual([]);
  await dialog(window).getByLabel(/^Why/).fill('The feed is gone');
  await dialog(window).getByRole('button', { name: 'Ask for approval' }).click();
  const said = await operator.untilSees('is submitted');
  const card = await untilCard(desk.slack, /R-\d+/.exec(said)?.[0] ?? '');

  const review = await desk.window('lead', { at, size: PHONE });
  await cardOf(review, card.request).getByRole('button', { name: 'Review…' }).click();
  await dialog(review).getByRole('button', { name: 'Old and new values' }).click();
  await dialog(review).getByText('The same change on 2 tasks').waitFor();
  expect(await findings(review)).toEqual([]);
  await decides(review, 'Approve');
  await card.says('✅ 2 applied', '*✅ Applied*');
  expect(messageText(card.now())).toContain('Revert all…');
  expect(desk.slack.faults()).toEqual([]);
});

test('the card of a hundred tasks has a row for each, before, during and after', async () => {
  const card = await asks('bouquet');
  await takesPicture(card.request, 'batch-of-100-before');

  const body = { error_code: 'LIVE.103100001', error_msg: 'Invalid request parameter' };
  desk.live.fail({ on: 'PUT', times: 40, with: { delayMs: 0 } });
  desk.live.fail({ on: 'PUT', times: 2, with: { status: 400, body } });
  desk.live.fail({ on: 'PUT', times: 4, with: { hold: true, applied: true } });
  await lead.approves(card);
  await desk.slack.until(() => card.text().includes('⚙️ 4 running'), 'the middle', MINUTES);
  await card.says('✅ 40 applied', '❌ 2 failed');
  await takesPicture(card.request, 'batch-of-100-during');

  await answersHeld();
  await desk.slack.until(() => card.text().includes('✅ 98 applied'), 'the end', MINUTES);
  await card.says('*⚠️ Partly applied*');
  await takesPicture(card.request, 'batch-of-100-after');
  await takesPicture(card.request, 'batch-of-100-phone', { size: PHONE, scheme: 'dark' });
});
