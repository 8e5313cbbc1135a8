import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChangeRequest, CLOSED_STATES, STATES } from '#src/approval/record/change-request.ts';
import { changeWords, requestLines } from '#src/slack/card/request-summary.ts';
import {
  fromPageValue,
  nextPage,
  previousPage,
  toPageValue,
} from '#src/slack/request-list/page-state.ts';
import {
  type ListPage,
  type FoundRequests,
  renderRequests,
  REQUESTS_PAGE_SIZE,
} from '#src/slack/request-list/request-list.ts';
import { fitsSearch } from '#src/slack/request-list/request-search.ts';
import { renderTimeline } from '#src/slack/request-list/request-timeline.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { decisionBy, lead, requester, requestWith } from '../../approval/sample-request.ts';
import { nowMs, taskWith } from '../../relay/sample-task.ts';
import { anyWords, hostileTask, hostileText, hostileUrl, problemsOf, runs } from '../hostile.ts';

const words = wordsFor('en');
const link = 'https://example.slack.com/archives/C0LEADS/p1795522905770000';

const openPage: ListPage = { kind: 'requests', scope: 'open', at: [] };
const historyPage: ListPage = { kind: 'history', words: [], at: [] };

const many = (count: number, fields: Partial<ChangeRequest> = {}): FoundRequests['listed'] =>
  Array.from({ length: count }, (_all, index) => ({
    request: requestWith({ id: `R-${index + 1}`, ...fields }),
    link,
  }));

const textOf = (page: ListPage, found: FoundRequests): string =>
  JSON.stringify(renderRequests(page, found, words));

test('a request takes two lines', () => {
  const request = requestWith({ state: 'applied', decisions: [decisionBy(lead)] });

  expect(requestLines(request, link, words).split('\n')).toEqual([
    expect.stringMatching(/^\*<https:.*\|R-142>\* · ⏸️ Applied, off air · \*.+\* in live-prod$/),
    expect.stringMatching(
      /^Status → Paused · requested by <@U0REQUESTER> · approved by <@U0LEAD> · <!date/,
    ),
  ]);
});

const lineOf = (request: ChangeRequest) => requestLines(request, link, words).split('\n')[1];

test('an open request says what viewers would lose, a closed one does not', () => {
  const effects = [
    { kind: 'break', grade: 'interruption', strength: 'expected' },
    { kind: 'source_trouble', grade: 'off_air', strength: 'could' },
  ] as const;

  expect(lineOf(requestWith({ effects }))).toMatch(/^🔴 \*Could go OFF AIR\* · Status → Paused · /);
  expect(lineOf(requestWith({ effects, state: 'rejected' }))).toMatch(/^Status → Paused · /);
});

test('changes are summarised, and omitted ones are counted', () => {
  const base = taskWith({ source_urls: ['https://a.example.com/1', 'https://a.example.com/2'] });
  const change = {
    status: 'pause',
    source_urls: ['https://a.example.com/2', 'https://a.example.com/3'],
    vod_loop_time: '3',
    vod_start_video_index: 1,
    vod_start_video_time: 9,
    callback_events: ['TaskExit'],
  };

  const said = changeWords(requestWith({ base, change }), words);

  expect(said).toContain('Playlist: 1 added, 1 removed');
  expect(said).toContain('2 more');
  expect(said).not.toContain('a.example.com');
});

test.each<[string, ListPage, FoundRequests, string[], string[]]>([
  ['alone', openPage, { listed: many(3), total: 3 }, ['3 open requests'], ['1 to', 'Next']],
  [
    'one of several pages',
    openPage,
    { listed: many(10), total: 12, next: '1:R-1' },
    ['1 to 10', 'Next'],
    ['Previous'],
  ],
  ['empty', openPage, { listed: [], total: 0 }, ['No open requests', '/relay modify'], ['Next']],
  [
    'an empty history does not suggest what was just typed',
    historyPage,
    { listed: [], total: 0 },
    ['No closed requests', '/relay requests'],
    ['/relay history'],
  ],
  [
    'an empty history of one outcome',
    { ...historyPage, state: 'failed' },
    { listed: [], total: 0, looked: 0 },
    ['No closed requests', '/relay history'],
    ['Next'],
  ],
  [
    'a search that came to its bound',
    { ...historyPage, words: ['news'] },
    { listed: many(1), total: 900, next: '1:R-1', looked: 200 },
    ['1 closed request', 'Searched 200 of 900', 'Search further'],
    ['1 to'],
  ],
  [
    'a search to the end',
    { ...historyPage, words: ['news'] },
    { listed: [], total: 90, looked: 90 },
    ['No closed requests', 'back to the oldest', '/relay history'],
    ['Search further'],
  ],
])('a page: %s', (_what, page, found, said, unsaid) => {
  const text = textOf(page, found);

  expect(said.filter((each) => !text.includes(each))).toEqual([]);
  expect(unsaid.filter((each) => text.includes(each))).toEqual([]);
});

test.each(STATES.map((state) => [state]))(
  'a request that is %s can be reviewed or shown',
  (state) => {
    const text = textOf(openPage, { listed: many(1, { state }), total: 1 });
    const isClosed = CLOSED_STATES.some((known) => known === state);

    expect(text.includes('"action_id":"review"')).toBe(!isClosed);
    expect(text.includes('Revert…')).toBe(state === 'applied');
  },
);

test('pages can be turned in both directions, and each knows where it begins', () => {
  const second = nextPage(openPage, '20:R-20', 10);
  const third = nextPage(second, '10:R-10', 17);

  expect(third.at).toEqual([
    { after: '20:R-20', found: 10 },
    { after: '10:R-10', found: 17 },
  ]);
  expect(previousPage(third)).toEqual(second);
  expect(previousPage(openPage)).toBeUndefined();
});

test('whatever was typed and however many pages were turned, the page fits into a button', () => {
  const typed = fc.string({ maxLength: 200, unit: 'binary' });
  fc.assert(
    fc.property(typed, fc.nat(40), (text, turned) => {
      let page: ListPage = {
        ...historyPage,
        project: 'p'.repeat(63),
        task: { id: 'i'.repeat(36), name: 'n'.repeat(100) },
        words: text.split(' '),
        state: 'withdrawn',
      };
      for (let turn = 0; turn < turned; turn += 1) {
        page = nextPage(page, `1795522905770:R-${1e14 + turn}`, turn * 10);
      }
      const value = toPageValue(page);
      const read = fromPageValue(value ?? '');
      expect((value ?? '').length).toBeLessThanOrEqual(2_000);
      expect(read?.at.at(-1)).toEqual(page.at.at(-1));
      expect(read).toMatchObject({ ...page, at: expect.any(Array) as unknown });
    }),
    runs,
  );
});

test('other values are not read as a page', () => {
  const values = ['', '{', '{}', JSON.stringify({ ...openPage, at: [{ after: 'x', found: 0 }] })];

  expect(values.map(fromPageValue)).toEqual([undefined, undefined, undefined, undefined]);
});

test.each([
  [['r-142'], true],
  [['ENDS', 'early'], true],
  [['ends', 'late'], false],
  [['live-prod'], true],
  [[`<@${requester.userId}>`], true],
  [[`<@${lead.userId}>`], true],
  [['<@U0NOBODY>'], false],
])('%j can be searched for', (typed, isFound) => {
  const request = requestWith({ state: 'applied', decisions: [decisionBy(lead)] });

  expect(fitsSearch(request, { words: typed })).toBe(isFound);
  expect(fitsSearch(request, { words: typed, state: 'failed' })).toBe(false);
});

test('whatever requests hold, Slack accepts the page and the history', () => {
  const request = fc
    .record({
      base: hostileTask,
      change: fc.record({
        status: hostileText,
        source_urls: fc.array(hostileUrl, { maxLength: 40 }),
        callback_events: fc.array(hostileText, { maxLength: 8 }),
      }),
      reason: hostileText,
      project: hostileText,
    })
    .map((drawn) => requestWith({ ...drawn, decisions: [decisionBy(lead)] }));
  fc.assert(
    fc.property(
      fc.array(request, { maxLength: 2 * REQUESTS_PAGE_SIZE - 1 }),
      anyWords,
      (some, inWords) => {
        const listed = some.map((each, index) => ({
          request: { ...each, id: `R-${index + 1}` },
          link,
        }));
        const page = renderRequests(historyPage, { listed, total: 900, next: '1:R-1' }, inWords);

        expect(problemsOf(page)).toEqual([]);
        for (const each of some)
          expect(problemsOf(renderTimeline(each, link, inWords))).toEqual([]);
      },
    ),
    runs,
  );
});

test('a history that is too long for a message says where the rest is', () => {
  const line = { event: 'approve', state: 'pending', atMs: nowMs, person: lead } as const;
  const decisions = [{ ...decisionBy(lead), note: '<'.repeat(1_000) }];
  const request = requestWith({ decisions, history: Array.from({ length: 40 }, () => line) });

  const story = renderTimeline(request, link, words);

  expect(problemsOf(story)).toEqual([]);
  expect(JSON.stringify(story)).toContain('The rest is in the thread');
});
