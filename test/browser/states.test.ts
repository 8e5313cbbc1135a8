import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { type Card } from '../acceptance/card.ts';
import { createPerson } from '../acceptance/people.ts';
import { PHONE } from './browser.ts';
import { type Desk, openDesk, picture } from './desk.ts';
import { cardOf } from './verbs.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const WIDE = { width: 640, height: 900 };
/** The height of everything above and below the messages, in pixels, with some room. */
const AROUND = 170;

/** A card in each state, the oldest first: how it came about, and what it shows then. */
const STATES: readonly {
  readonly becomes: string;
  /** What else it says, once it is there. */
  readonly says?: string;
  readonly sign: string;
  readonly buttons: readonly string[];
  readonly by: (people: People) => Promise<Card>;
}[] = [
  {
    becomes: 'Expired',
    sign: '⌛',
    buttons: ['Ask again…'],
    by: async ({ asks }) => {
      const card = await asks('news24', 'Nobody looked in time');
      await desk.clock.moveOn(4 * HOUR_MS);
      return card;
    },
  },
  {
    becomes: 'Waiting for approval',
    says: 'Held back',
    sign: '⏳',
    buttons: ['Review…', 'Edit…', 'Withdraw…'],
    by: async ({ operator, approved }) => {
      const task = { ...taskOf('news24'), task_id: randomUUID(), stream_name: 'late-show' };
      desk.live.addTask(task);
      const end = Math.floor((desk.clock.now() + 2 * HOUR_MS) / MINUTE_MS) * 60;
      const card = await operator.asksFor(task, { end_time: end }, 'Nothing after midnight');
      // Approved so late that the end is near by then.
      await desk.clock.moveOn(1.5 * HOUR_MS);
      return approved(card);
    },
  },
  {
    becomes: 'Applied',
    sign: '✅',
    buttons: ['Revert…'],
    by: async ({ asks, approved }) => approved(await asks('news24', 'Four rounds are enough')),
  },
  {
    becomes: 'Rejected',
    sign: '🚫',
    buttons: ['Ask again…'],
    by: async ({ asks, lead }) => {
      const card = await asks('news24', 'Once more', { vod_loop_time: '6' });
      await lead.rejects(card, 'Not during the show');
      return card;
    },
  },
  {
    becomes: 'Withdrawn',
    sign: '↩',
    buttons: ['Ask again…'],
    by: async ({ asks, operator }) => {
      const card = await asks('sports-loop', 'Four rounds');
      await operator.withdraws(card);
      return card;
    },
  },
  {
    becomes: 'Failed',
    sign: '❌',
    buttons: ['Approve retry…', 'Ask again…'],
    by: async ({ asks, approved }) => {
      const body = { error_code: 'LIVE.100011001', error_msg: 'Invalid parameter.' };
      desk.live.fail({ on: 'PUT', with: { status: 400, body } });
      return approved(await asks('sports-loop', 'Four rounds'));
    },
  },
  {
    becomes: 'Not run',
    sign: '🔀',
    buttons: ['Ask again…'],
    by: async ({ asks, approved }) => {
      const card = await asks('sports-loop', 'Four rounds');
      desk.live.edit(taskOf('sports-loop').task_id, { vod_loop_time: '9' });
      return approved(card);
    },
  },
  {
    becomes: 'Applied',
    sign: '⏸',
    buttons: ['Revert…'],
    by: async ({ operator, approved }) => {
      const pause = { status: 'pause' };
      return approved(await operator.asksFor(taskOf('sports-loop'), pause, 'Rights claim'));
    },
  },
  {
    becomes: 'Outcome unknown',
    sign: '❔',
    buttons: ['Review…'],
    by: async ({ asks, approved }) => {
      desk.live.fail({ on: 'PUT', with: 'cut_after' });
      return approved(await asks('kids-afternoon', 'Four rounds'));
    },
  },
  {
    becomes: 'Approved',
    sign: '👍',
    buttons: ['Review…', 'Move…', 'Withdraw…', 'Follow up…'],
    by: async ({ asks, approved }) => {
      const later = Math.floor(desk.clock.now() / 1000) + 7_200;
      const planned = { vod_loop_time: '5', apply_at: later };
      return approved(await asks('news24', 'After the forecast', planned));
    },
  },
  {
    becomes: 'Waiting for approval',
    sign: '⏳',
    buttons: ['Review…', 'Edit…', 'Withdraw…'],
    by: ({ operator }) =>
      operator.asksFor(taskOf('sports-loop'), { status: 'enable' }, 'The claim is settled'),
  },
];

const createPeople = () => {
  const operator = createPerson(desk.slack, PEOPLE.operator.id);
  const lead = createPerson(desk.slack, PEOPLE.lead.id);
  return {
    operator,
    lead,
    asks: (stream: string, reason: string, more = {}): Promise<Card> =>
      operator.asksFor(taskOf(stream), { vod_loop_time: '4', ...more }, reason),
    approved: async (card: Card): Promise<Card> => {
      await lead.approves(card);
      return card;
    },
  };
};
type People = ReturnType<typeof createPeople>;

const taskOf = (stream: string): WireTask => {
  const task = desk.live.tasks().find(({ stream_name: name }) => name === stream);
  if (task === undefined) throw new Error(`the sandbox has no ${stream}`);
  return task;
};

/** What the first line below the heading says about the state, and what can be pressed. */
const readCard = async (card: Locator) => {
  const line = card
    .locator('.block-section strong')
    .filter({ has: card.page().locator('.glyph') })
    .first();
  const sign = (await line.locator('.glyph').textContent()) ?? '';
  const [word = ''] = ((await line.textContent()) ?? '').replace(sign, '').split(/[:,(]/, 1);
  return {
    becomes: word.trim(),
    sign: sign.replace('\uFE0F', ''),
    buttons: await card.locator('.block-actions').getByRole('button').allTextContents(),
  };
};

/** All messages of the channel that a window shows, however long. */
const wholePicture = async (window: Page, size: typeof WIDE, name: string): Promise<void> => {
  const messages = window.getByRole('log', { name: 'Messages' });
  await messages.locator('.block-header').first().waitFor();
  const all = await messages.evaluate(
    (node: { readonly scrollHeight: number }) => node.scrollHeight,
  );
  await window.setViewportSize({ ...size, height: all + AROUND });
  await picture(messages, name);
};

test('a card in each state shows its sign, its word and its buttons', async () => {
  const people = createPeople();
  const cards: Card[] = [];
  for (const { becomes, says = becomes, by } of STATES) {
    const card = await by(people);
    await card.says(becomes, says);
    cards.push(card);
  }

  const window = await desk.window('lead', { at: CHANNELS.leads.id, size: WIDE });
  const shown = [];
  for (const { request } of cards) {
    const card = cardOf(window, request);
    await card.waitFor();
    shown.push(await readCard(card));
  }
  await wholePicture(window, WIDE, 'states');
  const at = CHANNELS.leads.id;
  const dark = await desk.window('secondLead', { at, size: WIDE, scheme: 'dark' });
  await wholePicture(dark, WIDE, 'states-dark');
  const phone = await desk.window('lead', { at, size: PHONE });
  await wholePicture(phone, PHONE, 'states-phone');

  expect(shown).toEqual(STATES.map(({ becomes, sign, buttons }) => ({ becomes, sign, buttons })));
  expect(desk.slack.faults()).toEqual([]);
});
