import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  AS_RUN_PAGE_SIZE,
  type AsRunPage,
  fromAsRunValue,
  renderAsRun,
  renderHeard,
} from '#src/slack/watch/as-run-message.ts';
import { type Words, wordsFor } from '#src/slack/words/index.ts';
import type { AsRunRow } from '#src/watch/as-run.ts';
import type { KeptEvents } from '#src/watch/kept-event.ts';
import { at, day, ends, nowMs, run, starts } from '../../watch/sample-as-run.ts';
import { anyWords, hostileText, problemsOf, runs } from '../hostile.ts';

const words = wordsFor('en');
const asked: AsRunPage = {
  project: 'live-prod',
  task: { id: 'task-1', name: 'live/news24' },
  day: { date: '2026-11-26', timeZone: 'UTC' },
};
const kept: KeptEvents = { events: [], keptForMs: 1, isFull: false, silences: [] };
const nothing = { late: 0, doubled: 0, ahead: 0 };

const render = (
  found: Partial<Parameters<typeof renderAsRun>[1]>,
  page: AsRunPage = asked,
  inWords: Words = words,
) =>
  renderAsRun(
    page,
    {
      run: { rows: [], ...nothing },
      kept,
      span: day,
      nowMs,
      why: undefined,
      requests: new Map(),
      links: new Map(),
      ...found,
    },
    inWords,
  );

const textOf = (...given: Parameters<typeof render>): string =>
  JSON.stringify(render(...given).blocks);

test('files of one name are told apart, and times are told to the second in the zone of the reader', () => {
  const events = [
    starts('a.example.com/news/evening.mp4', '18:00:05'),
    ends('a.example.com/news/evening.mp4', '18:30:05'),
    starts('a.example.com/late/evening.mp4', '18:30:06'),
  ];

  const text = textOf({ run: run(events) });

  expect(text).toContain('*news/evening.mp4*');
  expect(text).toContain('*late/evening.mp4*');
  expect(text).toContain(`<!date^${at('18:00:05') / 1000}^{date_short_pretty} {time_secs}|`);
  expect(text).toContain(`– <!date^${at('18:30:05') / 1000}^{time_secs}|`);
});

test('what may be missing or was put in order is said below', () => {
  const text = textOf({
    run: { rows: [], late: 1, doubled: 2, ahead: 3 },
    kept: { ...kept, droppedUntilMs: at('03:00:00'), listeningSinceMs: at('02:00:00') },
  });

  expect(text).toContain('are no longer kept');
  expect(text).toContain('relaydesk has been listening for events since');
  expect(text).toContain('1 event came late.');
  expect(text).toContain('2 events came more than once; each counts once.');
  expect(text).toContain('3 events have a time in the future');
});

const many = Array.from({ length: AS_RUN_PAGE_SIZE * 2 + 1 }, (_all, index): AsRunRow => {
  const fromMs = day.fromMs + index * 60_000;
  return {
    kind: 'file',
    file: `f-${index}.mp4`,
    fromMs,
    end: { kind: 'reported', atMs: fromMs + 60_000 },
  };
});
const valuesOf = (message: ReturnType<typeof render>): (AsRunPage | undefined)[] =>
  message.blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.map((button) => fromAsRunValue(('value' in button && button.value) || ''))
      : [],
  );

test('a long day comes in pages: one that is over from its beginning, today from its end', () => {
  const long = { run: { rows: many, ...nothing } };

  expect(textOf(long)).toContain('1 to 20 of 41');
  expect(textOf({ ...long, nowMs: at('12:00:00') })).toContain('41 to 41 of 41');
  expect(textOf(long, { ...asked, page: 99 })).toContain('41 to 41 of 41');
});

test('the buttons of a page lead to the one before and the one after, and hold all they need', () => {
  const long = { run: { rows: many, ...nothing } };

  expect(valuesOf(render(long))).toEqual([{ ...asked, page: 1 }]);
  expect(valuesOf(render(long, { ...asked, page: 1 }))).toEqual([
    { ...asked, page: 0 },
    { ...asked, page: 2 },
  ]);
  expect(fromAsRunValue('no page')).toBeUndefined();
  expect(fromAsRunValue(JSON.stringify({ ...asked, day: { date: 'today' } }))).toBeUndefined();
});

const anyRow: fc.Arbitrary<AsRunRow> = fc.oneof(
  fc.record({
    kind: fc.constant('file' as const),
    file: fc.oneof(hostileText, fc.constant(undefined)),
    index: fc.oneof(hostileText, fc.constant(undefined)),
    fromMs: fc.constantFrom(day.fromMs, undefined),
    end: fc.constantFrom(
      { kind: 'reported' as const, atMs: at('20:00:00') },
      { kind: 'replaced' as const, atMs: at('20:00:00') },
      { kind: 'exited' as const, atMs: at('20:00:00') },
    ),
    by: fc.constantFrom('R-1', undefined),
  }),
  fc.record({
    kind: fc.constant('alarm' as const),
    fromMs: fc.constant(day.fromMs),
    untilMs: fc.constantFrom(day.fromMs, day.untilMs),
    said: fc.oneof(hostileText, fc.constant(undefined)),
  }),
  fc.constantFrom<AsRunRow>(
    { kind: 'gap', fromMs: day.fromMs, untilMs: day.untilMs, isUnsure: true },
    { kind: 'silence', fromMs: day.fromMs, untilMs: day.untilMs },
    { kind: 'exited', fromMs: day.fromMs, said: 'x'.repeat(120) },
    { kind: 'change', fromMs: day.fromMs, id: 'R-1' },
    { kind: 'reset', fromMs: day.fromMs },
    { kind: 'started', fromMs: day.fromMs },
    { kind: 'quiet', fromMs: day.fromMs },
  ),
);

test('whatever events say, Slack takes the page', () => {
  const rows = fc.array(anyRow, { minLength: AS_RUN_PAGE_SIZE, maxLength: 30 });
  const link = `https://example.slack.com/archives/C0LEADS/p${'1'.repeat(40)}`;
  fc.assert(
    fc.property(rows, hostileText, anyWords, (some, name, inWords) => {
      const page = { ...asked, task: { id: 'task-1', name } };
      const found = { run: { rows: some, late: 9, doubled: 9, ahead: 9 } };
      const message = render({ ...found, links: new Map([['R-1', link]]) }, page, inWords);

      expect(problemsOf(message)).toEqual([]);
      const heard = Array.from({ length: 30 }, () => ({ name, atMs: nowMs }));
      expect(problemsOf(renderHeard('live-prod', heard, inWords))).toEqual([]);
    }),
    runs,
  );
});
