import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { call } from '#sandbox/slack/testing.ts';
import { closeWindow, hasFocus, openBrowser, PHONE, windowOf } from './browser.ts';
import { type Gallery, openGallery } from './gallery-bot.ts';
import { messageBlocks } from './gallery.ts';

/** What somebody does on the page goes on while everything around it changes. */

let gallery: Gallery;
let browser: Browser;
let page: Page;
let message: Locator;
let line: Locator;

beforeAll(async () => {
  [gallery, browser] = await Promise.all([openGallery(), openBrowser()]);
});
beforeEach(async () => {
  page = await windowOf(browser, gallery.url, 'U0ANN');
  message = page.locator(`[data-message="${gallery.everything}"]`);
  line = page.getByRole('textbox', { name: 'Message #ops' });
  await message.waitFor();
});
afterEach(() => closeWindow(page));
afterAll(() => gallery?.stop());

const says = async (text: string): Promise<void> => {
  await call(gallery.slack, 'chat.postMessage', { channel: 'C0OPS', text });
  await page.getByText(text, { exact: true }).waitFor();
};
/** The bot writes the message again, with these blocks. */
const becomes = async (blocks: readonly unknown[]): Promise<void> => {
  const update = { channel: 'C0OPS', ts: gallery.everything, text: 'Everything', blocks };
  expect(await call(gallery.slack, 'chat.update', update)).toMatchObject({ ok: true });
};
/** What is known of a list in the browser. */
type Scrolled = {
  readonly scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
  scrollTo(x: number, y: number): void;
};
/** The sandbox never answers a click, so what waits for the answer waits as long as the test looks. */
const clicksAreNotAnswered = (): Promise<unknown> => page.route('**/do', () => undefined);
const heading = (text: string) => ({ type: 'header', text: { type: 'plain_text', text } });

test('a button that waits keeps its name', async () => {
  await clicksAreNotAnswered();
  const button = message.getByRole('button', { name: 'Plain', exact: true });
  await button.click();

  await message.locator('[aria-busy=true]').waitFor();
  expect(await button.getAttribute('aria-busy')).toBe('true');
  expect(await button.textContent()).toContain('Plain');
});

test('nothing moves for somebody who asked for that', async () => {
  const moves = (): Promise<string[]> =>
    page.evaluate('document.getAnimations().map(({ animationName }) => animationName)');
  await clicksAreNotAnswered();
  await message.getByRole('button', { name: 'Plain', exact: true }).click();
  await message.locator('[aria-busy=true]').waitFor();

  expect(await moves()).toEqual(['fade']);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(moves).toContain('pass');
});

test('typed text and the caret stay while messages arrive', async () => {
  await line.fill('half a thought');
  await line.press('Home');
  await line.press('ArrowRight');
  await says('The first to disturb');
  await says('The second to disturb');

  await page.keyboard.type('!');
  expect(await line.inputValue()).toBe('h!alf a thought');
});

test('the view stays where somebody has scrolled up, and follows new messages at the end', async () => {
  const list = page.getByRole('log', { name: 'Messages' });
  await list.evaluate((node: Scrolled) => node.scrollTo(0, 200));
  await says('Nobody looks at this yet');
  expect(await list.evaluate((node: Scrolled) => node.scrollTop)).toBe(200);

  await list.evaluate((node: Scrolled) => node.scrollTo(0, node.scrollHeight));
  await says('The newest of all');
  await expect
    .poll(() =>
      list.evaluate((node: Scrolled) => node.scrollHeight - node.scrollTop - node.clientHeight),
    )
    .toBe(0);
});

test('what was typed, chosen and unfolded in a message survives its update', async () => {
  await message.getByLabel('The note').fill('not sent yet');
  await message.getByText('A container').click();
  await message.getByRole('button', { name: 'More choices' }).last().click();
  await page.getByRole('menuitem').first().waitFor();
  await becomes([...messageBlocks, heading('One more')]);
  await message.getByText('One more').waitFor();

  expect(await page.getByRole('menuitem').first().isVisible()).toBe(true);
  expect(await message.locator('details').getAttribute('open')).toBe(null);
  expect(await message.getByLabel('The note').inputValue()).toBe('not sent yet');
});

test('what has the focus keeps it when its message is written again', async () => {
  const overflow = message.getByRole('button', { name: 'More choices' }).first();
  await overflow.focus();
  await becomes([heading('Before all'), ...messageBlocks]);
  await message.getByText('Before all').waitFor();

  expect(await hasFocus(overflow)).toBe(true);
});

test('when the focused element is removed, its message gets the focus', async () => {
  const button = message.getByRole('button', { name: 'Primary' });
  await button.focus();
  await becomes([heading('Decided')]);
  await message.getByText('Decided').waitFor();

  await expect.poll(() => hasFocus(message)).toBe(true);
  await becomes(messageBlocks);
});

test('a broken or unknown block does not affect the blocks around it', async () => {
  await page.route('**/state*', async (route) => {
    const response = await route.fetch();
    const state = (await response.json()) as { channels: { messages: { blocks: object[] }[] }[] };
    state.channels[0]?.messages[0]?.blocks.unshift({ type: 'hologram' }, { type: 'table' });
    await route.fulfill({ response, json: state });
  });
  await says('After the odd ones');

  await page.getByText('The sandbox cannot show a block of type hologram yet.').waitFor();
  expect(await page.locator('.block-table .unknown').textContent()).toMatch(/^TypeError/);
  expect(await page.getByText('A data table').count()).toBe(1);
});

test('a time is chosen in the zone of the person, whatever the zone of the machine', async () => {
  await gallery.slack.person('U0ANN').runs('/desk', { channel: 'C0OPS' });
  const field = page.getByLabel('The moment');
  await field.waitFor();
  expect(await field.inputValue()).toBe('2026-09-21T16:13');
  expect(await page.getByText('Europe/Berlin', { exact: true }).count()).toBe(1);

  // On this Sunday the clocks of Berlin go back an hour, at three in the morning.
  for (const [typed, utc] of [
    ['2026-10-25T01:30', '2026-10-24T23:30Z'],
    ['2026-10-25T12:00', '2026-10-25T11:00Z'],
  ] as const) {
    await field.fill(typed);
    await expect
      .poll(() => gallery.slack.person('U0ANN').modal()?.state['moment']?.['value'])
      .toMatchObject({ selected_date_time: Date.parse(utc) / 1000 });
  }
  await gallery.slack.person('U0ANN').closes();
});

test('the channels unfold on a phone, and fold when one was chosen', async () => {
  await page.setViewportSize(PHONE);
  const button = page.getByRole('button', { name: 'Channels' });
  const out = page.getByRole('button', { name: 'out', exact: true });
  expect(await out.isVisible()).toBe(false);
  await button.press('Enter');
  await out.waitFor();
  expect(await button.getAttribute('aria-expanded')).toBe('true');

  await out.press('Enter');
  await page.getByRole('heading', { name: 'out', level: 1 }).waitFor();
  expect(await out.isVisible()).toBe(false);
});
