import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHANNELS, PEOPLE, PROJECT } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import type { Page as SandboxPage } from '#sandbox/page/page.ts';
import { openWorldPage } from '#sandbox/world-page.ts';
import { createWorld, type World } from '#sandbox/world.ts';
import { openBrowser, windowOf } from './browser.ts';

let world: World;
let sandbox: SandboxPage;
let browser: Browser;

beforeAll(async () => {
  const clock = createClock();
  world = await createWorld({ clock, live: { omission: 'keep' } });
  await world.startBot();
  sandbox = await openWorldPage(world, { clock });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await sandbox?.stop();
  await world?.stop();
});

/** The pictures that the documents show, taken anew by every run. */
const picture = (page: Page, name: string) =>
  page.screenshot({
    path: fileURLToPath(new URL(`../../docs/images/${name}.png`, import.meta.url)),
  });

test('an operator asks, a lead approves, and both see what came of it', async () => {
  const [task] = world.live.tasks();
  const operator = await windowOf(browser, sandbox.url, PEOPLE.operator.id);
  const lead = await windowOf(browser, sandbox.url, PEOPLE.lead.id);
  await lead.getByText(CHANNELS.leads.name).first().click();

  const line = operator.getByRole('textbox').last();
  await line.fill(`/relay modify ${PROJECT.name} ${task?.app_name}/${task?.stream_name}`);
  await line.press('Enter');
  const urls = operator.getByLabel(/Source URLs/).first();
  await urls.fill(
    'https://media.example.com/news/headlines-loop.mp4\nhttps://media.example.com/news/evening.mp4',
  );
  await picture(operator, 'form');
  await operator.getByLabel(/^Why/).fill('The evening bulletin is ready');
  await operator.getByRole('button', { name: 'Ask for approval' }).click();
  await operator.getByText('R-1 is submitted').waitFor();

  await lead.getByText('Waiting for approval').waitFor();
  await picture(lead, 'card');
  await lead.getByRole('button', { name: 'Review…' }).click();
  await lead.getByText('the task is still as it was').waitFor();
  await picture(lead, 'review');
  await lead.getByRole('radio', { name: /Approve/ }).check();
  await lead.getByRole('button', { name: 'Decide' }).click();
  await lead.getByText('You approved R-1').waitFor();
  await lead.keyboard.press('Escape');
  await lead.getByRole('button', { name: 'Revert…' }).waitFor();
  await picture(lead, 'applied');

  await operator.keyboard.press('Escape');
  await operator.getByText('every field holds what was asked for').waitFor();
  await picture(operator, 'result');
  expect(world.live.puts()).toHaveLength(1);
  expect(world.slack.faults()).toEqual([]);
});
