import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { type Card } from '../acceptance/card.ts';
import { createPerson } from '../acceptance/people.ts';
import { findings } from './accessibility.ts';
import { PHONE, type WindowOptions } from './browser.ts';
import { type Desk, openDesk } from './desk.ts';
import { cardOf, decides, dialog, opensForm, opensReview, types } from './verbs.ts';

let desk: Desk;
let operator: ReturnType<typeof createPerson>;
let lead: ReturnType<typeof createPerson>;
/** Waits for a decision, and changes so many files that its card is long. */
let open: Card;
let applied: Card;

const taskOf = (stream: string) => {
  const task = desk.live.tasks().find(({ stream_name: name }) => name === stream);
  if (task === undefined) throw new Error(`the sandbox has no ${stream}`);
  return task;
};
const files = Array.from(
  { length: 28 },
  (_each, index) => `https://media.example.com/${index}.mp4`,
);

beforeAll(async () => {
  desk = await openDesk();
  operator = createPerson(desk.slack, PEOPLE.operator.id);
  lead = createPerson(desk.slack, PEOPLE.lead.id);
});
afterEach(async () => {
  await Promise.all([operator.leaves(), lead.leaves()]);
  await desk?.closeWindows();
});
afterAll(() => desk?.close());

/** Too narrow for the world to be open beside the workspace from the start. */
const DESK = { width: 1100, height: 860 };
const LOOKS = [
  { look: 'light', colorScheme: 'light', size: DESK },
  { look: 'dark', colorScheme: 'dark', size: DESK },
  { look: 'phone', colorScheme: 'light', size: PHONE },
] as const;
/** What axe finds, and by how much something sticks out at the side. */
const FINE = LOOKS.map(({ look }) => ({ look, found: [], sticksOut: 0 }));

interface Screen {
  readonly of: keyof typeof PEOPLE;
  readonly where?: WindowOptions;
  /** What has to happen before, once. */
  readonly after?: () => Promise<unknown>;
  /** What somebody does in the window until it shows this screen. */
  readonly shows: (window: Page) => Promise<unknown>;
}

const inLeads = { at: CHANNELS.leads.id };

/** Every kind of screen there is, in the order of a day. */
const SCREENS: Readonly<Record<string, Screen>> = {
  'an empty channel and the tour': {
    of: 'operator',
    where: { isFirst: true },
    shows: (window) => window.getByText('No messages yet').waitFor(),
  },
  'an empty Home': {
    of: 'operator',
    where: { at: 'home' },
    shows: (window) => window.getByText('My requests').waitFor(),
  },
  'a workspace that does not come': {
    of: 'operator',
    shows: async (window) => {
      await window.goto(`${new URL(window.url()).origin}/?as=U0NOBODY`);
      await window.getByText('nobody called U0NOBODY works here').waitFor();
    },
  },
  'the list of commands': {
    of: 'operator',
    shows: async (window) => {
      await window.getByRole('textbox', { name: /^Message/ }).fill('/relay ');
      await window.getByRole('listbox', { name: 'Commands' }).waitFor();
    },
  },
  'the form': {
    of: 'operator',
    shows: (window) => opensForm(window, 'live/sports-loop'),
  },
  'the form with errors': {
    of: 'operator',
    shows: async (window) => {
      await opensForm(window, 'live/sports-loop');
      await window.getByRole('button', { name: 'Ask for approval' }).click();
      await window.locator('.field-wrong').first().waitFor();
    },
  },
  'a long card': {
    of: 'lead',
    where: inLeads,
    after: async () => {
      open = await operator.asksFor(taskOf('sports-loop'), { source_urls: files.join('\n') });
    },
    shows: (window) => cardOf(window, open.request).waitFor(),
  },
  'the review': {
    of: 'lead',
    where: inLeads,
    shows: (window) => opensReview(window, open.request),
  },
  'the review without its note': {
    of: 'lead',
    where: inLeads,
    shows: async (window) => {
      await opensReview(window, open.request);
      await decides(window, 'Reject');
      await window.locator('.field-wrong').waitFor();
    },
  },
  'a question before a press': {
    of: 'operator',
    where: inLeads,
    shows: async (window) => {
      await cardOf(window, open.request).getByRole('button', { name: 'Withdraw…' }).click();
      await dialog(window).waitFor();
    },
  },
  'a thread': {
    of: 'lead',
    where: inLeads,
    after: async () => {
      applied = await operator.asksFor(taskOf('news24'), { vod_loop_time: '4' });
      await lead.approves(applied);
      await applied.says('Applied');
    },
    shows: async (window) => {
      await cardOf(window, applied.request).getByRole('button', { name: /repl/ }).click();
      await window.getByRole('complementary', { name: 'Thread' }).waitFor();
    },
  },
  'the Home with requests': {
    of: 'lead',
    where: { at: 'home' },
    shows: (window) => window.getByText('Waiting for me').waitFor(),
  },
  'a list for one person, and a menu': {
    of: 'operator',
    shows: async (window) => {
      await types(window, '/relay list');
      await window.getByRole('button', { name: 'More choices' }).first().click();
      await window.getByRole('menuitem').first().waitFor();
    },
  },
  'a notification': {
    of: 'lead',
    shows: async (window) => {
      await window.getByRole('heading', { level: 1 }).waitFor();
      const text = `<@${PEOPLE.lead.id}> have a look`;
      await desk.slack.person(PEOPLE.operator.id).writes(text, { channel: CHANNELS.leads.id });
      await window.getByRole('button', { name: /have a look/ }).waitFor();
    },
  },
  'the world, all of it unfolded': {
    of: 'lead',
    where: inLeads,
    shows: async (window) => {
      await window.getByRole('button', { name: 'World' }).click();
      const world = window.getByRole('complementary', { name: 'The world around the bot' });
      const unfolds = (name: string | RegExp): Promise<void> =>
        world.locator('summary', { hasText: name }).first().click();
      for (const name of ['Make something go wrong', 'Calls of Slack', 'PUT', 'All its fields']) {
        await unfolds(name);
      }
      for (const name of ['Payload', 'Document', /^Audit/]) await unfolds(name);
      await world.getByRole('button', { name: 'Fail the call', exact: true }).click();
      await world.getByText('The next PUT fails with 500').first().waitFor();
    },
  },
  'no bot': {
    of: 'operator',
    after: () => desk.bot().kill(),
    shows: (window) => window.getByText('Bot stopped').waitFor({ state: 'attached' }),
  },
};

test.each(Object.entries(SCREENS))('%s: axe finds nothing, and it fits', async (_name, screen) => {
  await screen.after?.();
  const window = await desk.window(screen.of, { ...screen.where, size: DESK });
  await screen.shows(window);

  const seen = [];
  for (const { look, colorScheme, size } of LOOKS) {
    await window.emulateMedia({ colorScheme });
    await window.setViewportSize(size);
    const found = await findings(window);
    const sticksOut = await window.evaluate('document.documentElement.scrollWidth - innerWidth');
    seen.push({ look, found, sticksOut });
  }
  expect(seen).toEqual(FINE);
});
