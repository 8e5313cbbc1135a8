import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { foreseenRuns } from '#src/approval/links/foreseen-runs.ts';
import { buildWayBack } from '#src/approval/links/way-back.ts';
import { seenOf } from '#src/relay/forecast/between.ts';
import type { ScheduleListPage } from '#src/slack/request-list/page-state.ts';
import {
  type FoundSchedule,
  renderSchedule,
  SCHEDULE_PAGE_SIZE,
} from '#src/slack/request-list/schedule-list.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { requestWith } from '../../approval/sample-request.ts';
import { hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';
import { hostileRequest } from '../hostile-request.ts';
import { anyWords, hostileText, problemsOf, runs } from '../hostile.ts';

const words = wordsFor('en');
const page: ScheduleListPage = { kind: 'schedule', at: [] };
const link = 'https://example.slack.com/archives/C0LEADS/p1795522905770000';

const nothing: FoundSchedule = {
  listed: [],
  total: 0,
  next: undefined,
  freezes: [],
  asItIs: undefined,
  isDayOver: false,
  timeZone: 'Asia/Shanghai',
  nowMs,
};

const at = (hours: number): number => nowMs + hours * hourMs;

const shown = (found: Partial<FoundSchedule>): string =>
  JSON.stringify(renderSchedule(page, { ...nothing, ...found }, words).blocks);

const listedOf = (...given: Parameters<typeof foreseenRuns>[0]) =>
  foreseenRuns(given, { nowMs, isFromNow: true }).map((foreseen) => ({ foreseen, link }));

test('freezes stand where they begin', () => {
  const [first, second] = [2, 6].map((hours) =>
    requestWith({ id: `R-${hours}`, applyAtMs: at(hours) }),
  );
  const freeze = { project: 'live-prod', fromMs: at(4), toMs: at(5), reason: 'Maintenance' };

  const text = shown({
    listed: listedOf(
      { request: first ?? requestWith(), atMs: at(2), isWayBack: false },
      { request: second ?? requestWith(), atMs: at(6), isWayBack: false },
    ),
    freezes: [freeze],
    total: 2,
  });

  const places = ['|R-2>', 'Maintenance', '|R-6>'].map((each) => text.indexOf(each));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(text).toContain('2 runs');
});

test('a held request promises nothing', () => {
  const request = requestWith({ state: 'held', applyAtMs: at(2) });

  const text = shown({ listed: listedOf({ request, atMs: at(2), isWayBack: false }), total: 1 });

  expect(text).toContain('does not run until it is rebased and approved');
  expect(text).not.toContain('From then on');
});

test('without runs it says what viewers see, as far as that is certain', () => {
  const task = taskWith({ vod_loop_time: '900' });
  const asItIs = seenOf(task, { fromMs: nowMs, untilMs: Infinity }, {});

  expect(shown({ asItIs })).toMatch(/Nothing is scheduled.+As it is: 🟢 on air.+not certain/);
});

test('whatever requests and freezes hold, Slack accepts the page', () => {
  const request = hostileRequest.map((drawn) => {
    const back = buildWayBack(
      requestWith({ base: drawn.base }),
      { id: 'R-9', applyAtMs: at(4) },
      'merged',
    );
    return { ...requestWith(), ...drawn, wayBack: back };
  });
  fc.assert(
    fc.property(request, hostileText, fc.boolean(), anyWords, (drawn, text, isWayBack, inWords) => {
      const run = { request: drawn, atMs: at(4), isWayBack };
      const listed = listedOf(...Array.from({ length: SCHEDULE_PAGE_SIZE }, () => run));
      const freezes = Array.from({ length: 9 }, () => ({
        project: text,
        fromMs: nowMs,
        toMs: at(1),
        reason: text,
      }));

      const found = { ...nothing, listed, freezes, total: 900, next: '1:R-1' };
      const message = renderSchedule(
        { ...page, project: text, task: { id: text, name: text } },
        found,
        inWords,
      );

      expect(problemsOf(message)).toEqual([]);
    }),
    { ...runs, numRuns: 12 },
  );
});
