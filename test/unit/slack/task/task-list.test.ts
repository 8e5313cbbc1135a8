import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Ending } from '#src/relay/forecast/ending.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { fromListValue, fromTaskBlock, toListValue, toTaskBlock } from '#src/slack/kit/ids.ts';
import { PAGE_SIZE, renderTaskList } from '#src/slack/task/task-list.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { anyWords, hostileTask, hostileText, problemsOf, runs } from '../hostile.ts';

const nowMs = Date.parse('2026-11-26T12:00:00Z');
const query = { words: [] };

const tasks = Array.from({ length: 25 }, (_all, index): RelayTask => {
  return {
    task_id: `id-${index}`,
    app_name: 'live',
    stream_name: `channel-${index}`,
    status: index % 2 === 0 ? 'enable' : 'pause',
    source_type: 'PullVodPushLive',
    domain: 'push.example.com',
    push_args: 'txSecret=hidden',
  };
});

const textOf = (asked: Partial<Parameters<typeof renderTaskList>[0]>): string =>
  JSON.stringify(
    renderTaskList({ project: 'live-prod', query, page: 0, tasks, nowMs, ...asked }, wordsFor('en'))
      .blocks,
  );

test.each([
  ['the first page', 0, '1 to 10', ['list_next'], 'channel-9*'],
  ['one in the middle', 1, '11 to 20', ['list_previous', 'list_next'], 'channel-19*'],
  ['the last one', 2, '21 to 25', ['list_previous'], 'channel-24*'],
  ['one past the end, because tasks went', 9, '21 to 25', ['list_previous'], 'channel-24*'],
])('%s, in the numeric order of the names', (_which, page, range, buttons, last) => {
  const text = textOf({ page });

  expect(text).toContain(range);
  expect(text).toContain(last);
  expect(text.match(/list_\w+/g)).toEqual(buttons);
});

test('a list that is not complete says how many tasks are missing, also where none fits', () => {
  expect(textOf({ missing: 3 })).toContain('has 3 more tasks');
  expect(textOf({ missing: 1, tasks: [] })).toContain('has 1 more task,');
  expect(textOf({})).not.toContain('more task');
});

test('the part that may be a key is not searched', () => {
  expect(textOf({ query: { words: ['hidden'] } })).toContain('None of the 25');
  expect(textOf({ query: { words: ['EXAMPLE', 'channel-7'] } })).toContain('1 relay task*');
  expect(textOf({ query: { words: [], status: 'pause' } })).toContain('12 relay tasks');
});

test('a word with * stands for whole names, as in other commands', () => {
  expect(textOf({ query: { words: ['LIVE/channel-1*'] } })).toContain('11 relay tasks');
  expect(textOf({ query: { words: ['live/*', 'channel-7'] } })).toContain('1 relay task*');
  expect(textOf({ query: { words: ['channel-1*'] } })).toContain('11 relay tasks');
  expect(textOf({ query: { words: ['hannel-1*'] } })).toContain('None of the 25');
});

test.each([
  ['of another type', { source_type: 'PullPushLive' }, 'its source type is PullPushLive'],
  ['that cannot be read', { status: { on: true } }, 'relaydesk cannot read status'],
  ['that has ended', { end_time: '2026-11-26T11:00:00Z' }, 'a change must also set a later end'],
])('a task %s is marked with why it cannot be changed', (_which, fields, why) => {
  const [task] = tasks;

  expect(textOf({ tasks: [{ ...task, ...fields } as RelayTask] })).toContain(why);
  expect(textOf({ tasks: [task as RelayTask] })).not.toContain('🔒');
});

test('a project without tasks says so', () => {
  expect(textOf({ tasks: [] })).toContain('There are no relay tasks');
});

test('whatever tasks hold and people type, Slack accepts the page', () => {
  const words = fc.array(
    hostileText.map((text) => text.slice(0, 60)),
    { maxLength: 3 },
  );
  fc.assert(
    fc.property(
      fc.array(hostileTask, { maxLength: 2 * PAGE_SIZE }),
      words,
      fc.boolean(),
      anyWords,
      (some, typed, isFiltered, inWords) => {
        const page = renderTaskList(
          {
            project: 'live-prod',
            query: isFiltered ? { words: typed, status: typed[0] } : query,
            page: 1,
            tasks: [...new Map(some.map((task) => [task.task_id, task])).values()],
            nowMs,
          },
          inWords,
        );

        expect(problemsOf(page)).toEqual([]);
      },
    ),
    runs,
  );
});

test('the buttons hold the whole state of the page within 2,000 characters', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'binary' }), fc.nat(500), (typed, page) => {
      const at = { project: 'p'.repeat(63), page, query: { words: typed.split(' '), status: 'a' } };
      const value = toListValue(at);
      expect(Array.from(value).length).toBeLessThanOrEqual(2_000);
      expect(fromListValue(value)).toEqual(at);
    }),
    runs,
  );
});

test('the menu of a task identifies it, and nothing else is read as one', () => {
  const ref = { project: 'live-prod', task: 'an id with spaces' };

  expect(fromTaskBlock(toTaskBlock(ref) ?? '')).toEqual(ref);
  expect(toTaskBlock({ ...ref, task: 'x'.repeat(256) })).toBeUndefined();
  expect([fromTaskBlock('other live-prod a'), fromListValue('{'), fromListValue('{}')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('by end, only tasks that end by themselves are listed, the soonest first', () => {
  const endings = new Map<string, Ending>([
    ['id-9', { atMs: nowMs + 3_600_000, by: 'time' }],
    ['id-3', { atMs: nowMs + 1_800_000, by: 'rounds', rounds: 3 }],
    ['id-5', { atMs: undefined, by: 'rounds', rounds: 2, sooner: 'unknown' }],
    ['id-7', { atMs: nowMs + 7_200_000, by: 'time', rounds: 1, sooner: 'perhaps_over' }],
  ]);
  const text = textOf({ query: { words: [], order: 'ending' }, endings });

  expect(text.match(/channel-\d+\*/g)).toEqual(['3', '9', '7', '5'].map((n) => `channel-${n}*`));
  expect(text).toContain('*4 relay tasks* in *live-prod* · soonest end first');
  expect(text).toContain('after 3 rounds');
  expect(text).toContain('could be off air already: it may have played one round');
  expect(text).toContain('could end at any time: it plays 2 rounds, of unknown length');
  expect(textOf({ query: { words: [], order: 'ending' } })).toContain('None of the 25');
  expect(textOf({ query: { words: ['zz'], order: 'ending' }, endings })).toContain('matches `zz`');
});
