import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  actionsElements,
  contextActionsElements,
  inputElements,
} from '#sandbox/slack/blocks/elements.ts';
import { call } from '#sandbox/slack/testing.ts';
import { findings } from './accessibility.ts';
import { closeWindow, hasFocus, openBrowser, PHONE, windowOf } from './browser.ts';
import { type Gallery, openGallery } from './gallery-bot.ts';
import { formView, messageBlocks, otherBlocks } from './gallery.ts';

let gallery: Gallery;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [gallery, browser] = await Promise.all([openGallery(), openBrowser()]);
  page = await windowOf(browser, gallery.url, 'U0ANN');
  await page.getByRole('heading', { name: 'Everything' }).waitFor();
});

afterAll(async () => {
  if (page) await closeWindow(page);
  await gallery?.stop();
});

/** Elements of Slack that the page says it cannot show. */
const NOT_DRAWN = ['rich_text_input'];

/** The last payload that the bot was sent. */
const lastPayload = () => gallery.slack.deliveries().at(-1)?.body;
const told = async (what: object): Promise<void> => {
  await expect.poll(lastPayload, { timeout: 20_000 }).toMatchObject(what);
};
const dialog = (name: string) => page.getByRole('dialog', { name });

test('a message shows every block, and no unknown one', async () => {
  const message = page.getByRole('article').filter({ hasText: 'Everything' });

  expect(await message.locator('.unknown').count()).toBe(0);
  expect(await message.getByRole('table').count()).toBe(2);
  expect(await message.locator('.diff-added').textContent()).toContain('new.mp4');
  expect(await message.getByText('Sep 21, 2026 at 4:13 PM').count()).toBe(2);
  expect(await message.locator('strong', { hasText: 'Markdown' }).count()).toBe(1);
});

test('each of the rarer blocks shows its content, also a picture that cannot be loaded', async () => {
  const other = page.getByRole('article').filter({ hasText: 'In a carousel' });
  await other.scrollIntoViewIfNeeded();
  for (const words of [
    'The studio',
    'A data table',
    'A step',
    'In progress',
    'A source',
    'A video',
  ]) {
    await other.getByText(words).first().waitFor();
  }

  await other.getByRole('button', { name: 'Remove' }).click();
  await told({ actions: [{ action_id: 'remove' }] });
});

test('the gallery has every type that the page renders, and the page renders all types of Slack', async () => {
  const keysOf = (file: string, name: string): Promise<string[]> =>
    page.evaluate(`import('/js/blocks/${file}.js').then((all) => Object.keys(all.${name}))`);
  const [blocks, elements, fields] = await Promise.all([
    keysOf('blocks', 'blocks'),
    keysOf('elements', 'elements'),
    keysOf('fields', 'fields'),
  ]);
  const shown = JSON.stringify([messageBlocks, otherBlocks, formView]);
  const inSlack = Object.keys({ ...actionsElements, ...inputElements, ...contextActionsElements });

  expect(blocks.filter((type) => !shown.includes(`"type":"${type}"`))).toEqual([]);
  expect(fields.filter((type) => !shown.includes(`"type":"${type}"`))).toEqual([]);
  expect(inSlack.filter((type) => ![...elements, ...fields].includes(type)).toSorted()).toEqual(
    NOT_DRAWN,
  );
});

test('fields and menus of a message reach the bot', async () => {
  await page.getByLabel('The note').fill('from the page');
  await page.getByRole('combobox', { name: 'Search' }).fill('news');
  await page.getByRole('option', { name: 'news 2' }).click();
  await told({ actions: [{ action_id: 'external', selected_option: { value: 'news-2' } }] });

  await page.getByRole('button', { name: 'Plain' }).click();
  await told({
    actions: [{ action_id: 'plain' }],
    state: { values: { note: { value: { value: 'from the page' } } } },
  });

  await page.getByRole('radio', { name: 'Two' }).check();
  await told({ actions: [{ action_id: 'radio', selected_option: { value: 'two' } }] });
});

test('a menu and a question are used with keys alone', async () => {
  await page.getByRole('button', { name: 'More choices' }).last().press('Enter');
  await page.getByRole('menuitem').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await told({ actions: [{ action_id: 'overflow', selected_option: { value: 'two' } }] });

  const danger = page.getByRole('button', { name: 'Danger…' });
  await danger.focus();
  await page.keyboard.press('Enter');
  await dialog('Really?').waitFor();
  await page.keyboard.press('Escape');
  await dialog('Really?').waitFor({ state: 'detached' });
  expect(lastPayload()).toMatchObject({ actions: [{ action_id: 'overflow' }] });
  expect(await hasFocus(danger)).toBe(true);
});

test('shortcuts are in their menus', async () => {
  const message = page.getByRole('article').filter({ hasText: 'Everything' });
  await message.hover();
  await message.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'about_message' }).click();
  await told({ type: 'message_action', callback_id: 'about_message', channel: { id: 'C0OPS' } });

  await page.getByRole('button', { name: 'Shortcuts' }).click();
  await page.getByRole('menuitem', { name: 'new_thing' }).click();
  await dialog('Every field').waitFor();
  await page.keyboard.press('Escape');
  await dialog('Every field').waitFor({ state: 'detached' });
});

test('a form shows errors under its fields, and a second form on top of it', async () => {
  const line = page.getByRole('textbox', { name: 'Message #ops' });
  await line.fill('/desk ');
  await line.press('Enter');
  await dialog('Every field').waitFor();
  expect(await page.locator('.modal .unknown').count()).toBe(0);

  await page.keyboard.press('Control+Enter');
  await dialog('Every field').getByText('Nothing is ever right here.').waitFor();
  const field = page.getByLabel('The text');
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await hasFocus(field)).toBe(true);

  await field.fill('next');
  await page.getByRole('button', { name: 'Send' }).last().click();
  await dialog('On top').waitFor();
  await page.keyboard.press('Escape');
  await dialog('Every field').waitFor();
  expect(await page.getByLabel('The text').inputValue()).toBe('next');
  await page.keyboard.press('Escape');
  await dialog('Every field').waitFor({ state: 'detached' });
  expect(await hasFocus(line)).toBe(true);
});

test('the Home is published when it is opened, and reacts to clicks', async () => {
  await page.getByRole('button', { name: 'bot home' }).click();
  const home = page.getByRole('region', { name: 'Home' });
  await home.getByRole('heading', { name: 'Everything' }).waitFor();

  await home.getByLabel('The note').fill('at home');
  await home.getByRole('button', { name: 'Primary' }).click();
  await told({
    actions: [{ action_id: 'primary' }],
    view: { type: 'home', state: { values: { note: { value: { value: 'at home' } } } } },
  });

  await page
    .getByRole('navigation', { name: 'bot' })
    .getByRole('button', { name: 'Messages' })
    .click();
  await told({ event: { type: 'app_home_opened', tab: 'messages' } });
  await page.getByRole('button', { name: 'ops', exact: true }).click();
});

test('a file is there to be kept', async () => {
  const { slack } = gallery;
  const length = 7;
  const asked = await call(slack, 'files.getUploadURLExternal', {
    filename: 'audit.jsonl',
    length,
  });
  await fetch(String(asked['upload_url']), { method: 'POST', body: '{"a":1}' });
  await call(slack, 'files.completeUploadExternal', {
    files: [{ id: asked['file_id'], title: 'The audit' }],
    channel_id: 'C0OPS',
    initial_comment: 'As asked for',
  });

  const link = page.getByRole('link', { name: /The audit/ });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);

  expect(download.suggestedFilename()).toBe('audit.jsonl');
});

test.each([
  ['light', 'wide', { width: 1280, height: 860 }],
  ['dark', 'narrow', PHONE],
] as const)(
  'page, form and home are accessible with everything on them: %s and %s',
  async (scheme, _width, size) => {
    const window = await windowOf(browser, gallery.url, 'U0BEN', { scheme, size, isFirst: true });
    await window.getByRole('heading', { name: 'Everything' }).waitFor();
    expect(await findings(window)).toEqual([]);

    await gallery.slack.person('U0BEN').runs('/desk', { channel: 'C0OPS' });
    await window.getByRole('dialog').waitFor();
    expect(await findings(window)).toEqual([]);
    await gallery.slack.person('U0BEN').closes();
    await window.getByRole('dialog').waitFor({ state: 'detached' });

    await window.goto(`${gallery.url}/?as=U0BEN&at=home`);
    await window.getByRole('heading', { name: 'Everything' }).waitFor();
    expect(await findings(window)).toEqual([]);
    await closeWindow(window);
  },
);
