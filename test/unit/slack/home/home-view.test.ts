import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { viewProblems } from '#sandbox/slack/blocks/validate.ts';
import { FREEZE_REASON_MAX } from '#src/approval/decide/chat-freezes.ts';
import { foreseenRuns } from '#src/approval/links/foreseen-runs.ts';
import { type ChangeRequest, STATES } from '#src/approval/record/change-request.ts';
import { scheduledRuns } from '#src/approval/states/scheduled-runs.ts';
import type { TaskEnd } from '#src/ending/ports.ts';
import {
  chosen,
  fromHomeMetadata,
  HOME_LISTS,
  type HomeState,
  toHomeMetadata,
  turned,
} from '#src/slack/home/home-state.ts';
import { type HomeContent, type HomeItem, renderHome } from '#src/slack/home/home-view.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { requestWith } from '../../approval/sample-request.ts';
import { hostileRequest } from '../hostile-request.ts';
import { anyWords, hostileText, runs } from '../hostile.ts';

const words = wordsFor('en');
const nowMs = Date.parse('2026-11-26T12:00:00Z');
const nothing: HomeContent = {
  lists: {},
  endings: [],
  freezes: [],
  scheduled: { listed: [], total: 0 },
  projects: ['live-prod'],
  nowMs,
};
const link = `https://${'w'.repeat(60)}.slack.com/archives/C0123456789/p1795694400123456`;

const item = (request: ChangeRequest, may: HomeItem['may'] = 'decide'): HomeItem => {
  return { request, link, may };
};

const textOf = (content: Partial<HomeContent>, state: HomeState = { pages: {} }): string =>
  JSON.stringify(renderHome(state, { ...nothing, ...content }, words));

test('a list with more pages has an open count and a Next button', () => {
  const items = Array.from({ length: 10 }, () => item(requestWith()));

  const text = textOf({ lists: { waiting: { items, next: '1795694400123:R-1' } } });

  expect(text).toContain('10 so far');
  expect(text).toContain('waiting 1795694400123:R-1');
  expect(text).not.toContain('home_previous');
});

test('the requester can edit and withdraw, but not decide', () => {
  const text = textOf({ lists: { mine: { items: [item(requestWith(), 'own')], total: 1 } } });

  expect(text.match(/"action_id":"(edit|withdraw|review)"/g)).toHaveLength(2);
  expect(text).not.toContain('"action_id":"review"');
});

test('a change that ran without approval has a button for its review', () => {
  const request = requestWith({ state: 'applied', breakGlass: { quorum: 1 } });

  expect(textOf({ lists: { waiting: { items: [item(request)], total: 1 } } })).toContain(
    'close_review',
  );
});

test('a project can be chosen only if there are several', () => {
  expect(textOf({})).not.toContain('home_project');
  expect(textOf({ projects: ['live-prod', 'live-test'] })).toContain('home_project');
});

test('current and upcoming freezes are told apart', () => {
  const freeze = { project: 'live-prod', reason: 'New <Year> show' };
  const text = textOf({
    freezes: [
      { ...freeze, fromMs: nowMs - 1, toMs: nowMs + 1 },
      { ...freeze, fromMs: nowMs + 1, toMs: nowMs + 2 },
    ],
    lists: { mine: { items: [] } },
  });

  expect(text.match(/❄️|🗓️/gu)).toEqual(['❄️', '🗓️']);
  expect(text).toContain('New &lt;Year&gt; show');
});

const pauseAt = requestWith({ applyAtMs: nowMs + 3_600_000 });

test('eight freezes with long reasons are all told', () => {
  const freezes = Array.from({ length: 8 }, (_all, index) => {
    const reason = `${index} ${'Rehearsal & show '.repeat(9)}`.slice(0, FREEZE_REASON_MAX);
    const task = { id: `id-${index}`, name: `a-long-application-name/a-long-stream-name-${index}` };
    const chat = { id: `freeze-${index}`, by: { userId: 'U0LEAD' }, task };
    return { project: 'live-prod', fromMs: nowMs + 1, toMs: nowMs + 2, reason, chat };
  });

  const text = textOf({ freezes });

  expect(freezes.filter(({ chat }) => !text.includes(`${chat.task.name}*`))).toEqual([]);
});

test('the next runs are listed with what viewers see, and where the rest is', () => {
  const listed = foreseenRuns(scheduledRuns(pauseAt), { nowMs, isFromNow: true }).map(
    (foreseen) => ({ foreseen, link }),
  );

  const text = textOf({ scheduled: { listed, total: 7 } });

  expect(text).toMatch(/\*<!date.+R-142.+If approved, from then on: 🔴 \*OFF AIR\*, paused/);
  expect(text).toContain('and 6 more: `/relay schedule`');
  expect(textOf({})).toContain('Nothing is scheduled.');
});

test('whatever requests hold and people choose, Slack accepts the Home', () => {
  const page = fc.record({
    items: fc.array(
      fc.record({
        request: hostileRequest,
        link: fc.constantFrom(link, undefined),
        may: fc.constantFrom('decide' as const, 'own' as const, 'look' as const),
      }),
      { minLength: 19, maxLength: 19 },
    ),
    next: fc.constant('1795694400123:R-123456789'),
  });
  const freezes = fc.array(
    hostileText.map((reason) => ({ project: 'p'.repeat(63), fromMs: 0, toMs: nowMs + 1, reason })),
    { maxLength: 30 },
  );
  const projects = Array.from({ length: 150 }, (_all, index) => `project-${index}`);
  fc.assert(
    fc.property(page, freezes, hostileText, fc.boolean(), anyWords, (...drawn) => {
      const [some, frozen, typed, isSearch, inWords] = drawn;
      const ends = Array.from({ length: 20 }, () => endOf(typed));
      const endings = [{ project: 'p'.repeat(63), readMs: nowMs, ends, count: 2_000 }];
      const short = { ...some, items: some.items.slice(0, 5) };
      const lists = isSearch ? { found: some } : { waiting: some, mine: short, closed: short };
      const searched = chosen(deepest, { search: Array.from(typed).slice(0, 60).join('') });
      const state = isSearch ? searched : deepest;

      const runsOfAll = some.items.flatMap(({ request }) => scheduledRuns(request)).slice(0, 5);
      const scheduled = {
        listed: foreseenRuns(runsOfAll, { nowMs, isFromNow: true }).map((foreseen) => ({
          foreseen,
          link,
        })),
        total: 10_000,
      };

      const view = renderHome(
        state,
        { lists, endings, scheduled, freezes: frozen, projects, nowMs },
        inWords,
      );

      expect(viewProblems(view, ['home'])).toEqual([]);
      // The whole of a view may hold 250 kB (views.publish).
      expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(250_000);
      expect(fromHomeMetadata(view.private_metadata)).toEqual(state);
    }),
    { ...runs, numRuns: 12 },
  );
});

/** A task that ends in an hour. */
const endOf = (name: string): TaskEnd => ({
  taskId: 'a',
  name,
  ending: { atMs: nowMs + 3_600_000, by: 'rounds', rounds: 3 },
  isKept: true,
  isChangeable: true,
});

test('what ends within a day is told with the time of the reading, and where all of it is', () => {
  const ends = [endOf('live/news24'), { ...endOf('live/late'), isKept: false }];
  const past = { ...endOf('live/over'), ending: { atMs: nowMs, by: 'time' } as const };
  const endings = [{ project: 'live-prod', readMs: nowMs, ends: [past, ...ends], count: 9 }];
  const text = JSON.stringify(renderHome({ pages: {} }, { ...nothing, endings }, words).blocks);

  expect(text).toContain('*live/news24* in live-prod · ⏰ ends about');
  expect(text).toContain('after 3 rounds · *should stay on air*');
  expect(text).not.toContain('live/over');
  expect(text).toContain('and 6 more: `/relay list ending`');
  expect(JSON.stringify(renderHome({ pages: {} }, nothing, words))).not.toContain('within a day');
});

/** Every list is turned further than Previous leads back. */
const deepest = HOME_LISTS.reduce<HomeState>(
  (state, list) =>
    Array.from({ length: 30 }).reduce<HomeState>(
      (before) => turned(before, list, '1795694400123:R-123456789012345678901234'),
      state,
    ),
  { project: 'p'.repeat(63), pages: {} },
);

test('any choice fits into the view, and anything else counts as no choice', () => {
  const worst = { ...deepest, search: '\u0000'.repeat(60) };

  expect(toHomeMetadata(worst).length).toBeLessThanOrEqual(3_000);
  expect(fromHomeMetadata(toHomeMetadata(worst))).toEqual(worst);
  for (const text of [undefined, '', '{', '[]', '{"pages":{"other":[]}}']) {
    expect(fromHomeMetadata(text)).toEqual({ pages: {} });
  }
});

test('Previous leads back page by page', () => {
  const second = turned({ pages: {} }, 'mine', '2:R-2');
  const third = turned(second, 'mine', '1:R-1');

  expect(turned(third, 'mine', undefined)).toEqual(second);
  expect(turned(second, 'mine', undefined)).toEqual({ pages: { mine: [] } });
});

test('every state has its line', () => {
  for (const state of STATES) {
    const text = textOf({
      lists: {
        mine: { items: [item(requestWith({ state, change: { vod_loop_time: '4' } }), 'own')] },
      },
    });
    expect(text).toContain(words.states[state]);
  }
});
