import { expect, test } from 'vitest';
import { COMMANDS, runCommand } from '#commands/index.ts';
import { CALLBACK_EVENTS } from '#src/relay/relay-task.ts';

const one = ['live-prod'];
const two = ['live-prod', 'live-test'];
const all = { words: [] };

test.each([
  ['list', one, { kind: 'list', project: 'live-prod', query: all }],
  ['list live-prod', one, { kind: 'list', project: 'live-prod', query: all }],
  [
    'list Late News',
    one,
    { kind: 'list', project: 'live-prod', query: { words: ['Late', 'News'] } },
  ],
  [
    'list live-test STATUS:Pause a',
    two,
    { kind: 'list', project: 'live-test', query: { words: ['a'], status: 'pause' } },
  ],
  ['list status:', one, { kind: 'list', project: 'live-prod', query: all }],
  [
    'list live-prod Ending late',
    one,
    { kind: 'list', query: { words: ['late'], order: 'ending' } },
  ],
  ['list late ending', one, { kind: 'list', query: { words: ['late', 'ending'] } }],
  ['list', two, { kind: 'project_missing', projects: two }],
  ['list live-tst', two, { kind: 'unknown_project', nearest: 'live-test' }],
  [`list ${'x'.repeat(201)}`, one, { kind: 'search_too_long', max: 200 }],
  ['show live/news24', one, { kind: 'show', project: 'live-prod', task: 'live/news24' }],
  ['show live-test abc', two, { kind: 'show', project: 'live-test', task: 'abc' }],
  ['show', one, { kind: 'task_missing' }],
  ['show live-test', two, { kind: 'task_missing' }],
  ['show a b', one, { kind: 'too_many_words' }],
  ['show live/news24', two, { kind: 'project_missing', projects: two }],
  ['asrun', one, { kind: 'as_run', project: 'live-prod', task: undefined, day: undefined }],
  ['asrun live-test a', two, { kind: 'as_run', project: 'live-test', task: 'a', day: undefined }],
  ['asrun a YESTERDAY', one, { kind: 'as_run', task: 'a', day: 'yesterday' }],
  ['asrun 2026-1-5 a', one, { kind: 'as_run', task: 'a', day: '2026-01-05' }],
  ['asrun day:today', one, { kind: 'as_run', task: undefined, day: 'today' }],
  ['asrun a 28.11.2026', one, { kind: 'unknown_day', word: '28.11.2026' }],
  ['asrun a day:tomorrow', one, { kind: 'unknown_day', word: 'tomorrow' }],
  ['asrun a 2026-02-30', one, { kind: 'unknown_day', word: '2026-02-30' }],
  ['asrun a b today', one, { kind: 'too_many_words' }],
  ['asrun a today yesterday', one, { kind: 'too_many_words' }],
  ['asrun a', two, { kind: 'unknown_project', word: 'a' }],
  ['schedule', one, { kind: 'schedule', project: 'live-prod', task: undefined, day: undefined }],
  ['schedule', two, { kind: 'schedule', project: undefined, task: undefined, day: undefined }],
  ['schedule Tomorrow', two, { kind: 'schedule', project: undefined, day: 'tomorrow' }],
  ['schedule live-test fri', two, { kind: 'schedule', project: 'live-test', day: 'friday' }],
  ['schedule live/a day:monday', one, { kind: 'schedule', task: 'live/a', day: 'monday' }],
  ['schedule sunday live/a', one, { kind: 'schedule', task: 'live/a', day: 'sunday' }],
  ['schedule live/a 2026-1-5', one, { kind: 'schedule', task: 'live/a', day: '2026-01-05' }],
  ['schedule live/a yesterday', one, { kind: 'unknown_coming_day', word: 'yesterday' }],
  ['schedule tomorow', one, { kind: 'unknown_coming_day', nearest: 'tomorrow' }],
  ['schedule live/a frday', one, { kind: 'unknown_coming_day', word: 'frday', nearest: 'friday' }],
  ['schedule a 2026-02-30', one, { kind: 'unknown_coming_day', word: '2026-02-30' }],
  ['schedule movies', one, { kind: 'schedule', task: 'movies' }],
  ['schedule live/a', two, { kind: 'project_missing', projects: two }],
  ['schedule live-tst', two, { kind: 'unknown_project', nearest: 'live-test' }],
  ['schedule a today monday', one, { kind: 'too_many_words' }],
  ['schedule a b today', one, { kind: 'too_many_words' }],
  ['apply', one, { kind: 'apply', tasks: [] }],
  ['apply live-prod', one, { kind: 'apply', project: 'live-prod', tasks: [] }],
  [
    'apply live-prod a live/*',
    one,
    { kind: 'apply', project: 'live-prod', tasks: ['a', 'live/*'] },
  ],
  ['apply Slate', one, { kind: 'apply', preset: 'slate', tasks: [] }],
  ['apply slate a', one, { kind: 'apply', project: 'live-prod', preset: 'slate', tasks: ['a'] }],
  ['apply live-prod live-test a', two, { preset: 'live-prod', project: 'live-test', tasks: ['a'] }],
  ['presets', one, { kind: 'presets', project: 'live-prod', act: 'list' }],
  ['presets', two, { kind: 'project_missing' }],
  ['presets live-test Standby', two, { kind: 'presets', act: 'show', name: 'standby' }],
  ['presets rename a b', one, { kind: 'presets', act: 'rename', name: 'a', to: 'b' }],
  ['presets remove a', one, { kind: 'presets', act: 'remove', name: 'a' }],
  ['presets rename a', one, { kind: 'preset_missing' }],
  ['presets remove', one, { kind: 'preset_missing' }],
  ['presets a b', one, { kind: 'too_many_words' }],
  ['watch', two, { kind: 'watches' }],
  ['watch live-test', two, { kind: 'watch', project: 'live-test', task: undefined, events: [] }],
  ['watch a', one, { kind: 'watch', project: 'live-prod', task: 'a', events: [] }],
  [
    'watch taskexit a TASKALARM TaskExit',
    one,
    { kind: 'watch', project: 'live-prod', task: 'a', events: ['TaskExit', 'TaskAlarm'] },
  ],
  [
    'watch APPLIED a no-stream taskexit',
    one,
    {
      kind: 'watch',
      project: 'live-prod',
      task: 'a',
      events: ['applied', 'no-stream', 'TaskExit'],
    },
  ],
  ['watch a no-steam', one, { kind: 'unknown_event', word: 'no-steam', nearest: 'no-stream' }],
  ['watch a TaskExt', one, { kind: 'unknown_event', word: 'TaskExt', nearest: 'TaskExit' }],
  ['freeze', two, { kind: 'freezes' }],
  ['freeze live-test', two, { kind: 'freezes', project: 'live-test' }],
  ['freeze for', one, { kind: 'freeze_incomplete', missing: 'time' }],
  ['freeze live/a', one, { kind: 'freeze_incomplete', missing: 'time' }],
  ['freeze for 2h', one, { kind: 'freeze_incomplete', missing: 'reason' }],
  ['freeze for long Show', one, { kind: 'unknown_time', word: 'long Show' }],
  ['freeze for 0h Show', one, { kind: 'unknown_time' }],
  ['freeze until 24:00 Show', one, { kind: 'unknown_time' }],
  ['freeze until 2026-02-30 18:00 Show', one, { kind: 'unknown_time' }],
  ['freeze a b for 2h Show', one, { kind: 'too_many_words' }],
  ['freeze for 2h Show', two, { kind: 'project_missing' }],
  [`freeze for 2h ${'x'.repeat(151)}`, one, { kind: 'reason_too_long', length: 151, max: 150 }],
  [
    'freeze FOR 90m Election night',
    one,
    {
      kind: 'freeze',
      project: 'live-prod',
      task: undefined,
      end: { forMs: 5_400_000 },
      reason: 'Election night',
    },
  ],
  [
    'freeze live-test live/a until 9:05 The feed, until later',
    two,
    {
      kind: 'freeze',
      project: 'live-test',
      task: 'live/a',
      end: { until: { time: '09:05' } },
      reason: 'The feed, until later',
    },
  ],
  [
    'freeze for 1d live-test live/a Show',
    two,
    { kind: 'freeze', project: 'live-test', task: 'live/a', reason: 'Show' },
  ],
  [
    'freeze for 1d 7864b3dc-e92f-4e9b-8a5c-2b1f6a0f7d11 Show',
    one,
    { kind: 'freeze', task: '7864b3dc-e92f-4e9b-8a5c-2b1f6a0f7d11', reason: 'Show' },
  ],
  [
    'freeze for 1d 24/7 coverage of a/b',
    one,
    { kind: 'freeze', task: undefined, reason: '24/7 coverage of a/b' },
  ],
  [
    'freeze until tomorrow 18:00 Show',
    one,
    { kind: 'freeze', end: { until: { date: 'tomorrow', time: '18:00' } } },
  ],
  [
    'freeze until 2026-12-31T23:30+08:00 Show',
    one,
    { kind: 'freeze', end: { until: { date: '2026-12-31', time: '23:30', offset: '+08:00' } } },
  ],
  ['unfreeze', two, { kind: 'freezes' }],
  ['unfreeze', one, { kind: 'unfreeze', project: 'live-prod', task: undefined }],
  ['unfreeze live-test live/a', two, { kind: 'unfreeze', project: 'live-test', task: 'live/a' }],
  ['unfreeze a b', one, { kind: 'too_many_words' }],
  ['pause live/news24', one, { kind: 'form', purpose: 'pause', task: 'live/news24' }],
  ['resume live-test', two, { kind: 'form', purpose: 'resume', project: 'live-test' }],
  ['resume live-tst a', two, { kind: 'unknown_project', nearest: 'live-test' }],
  ['pause a b', one, { kind: 'unknown_project', word: 'a' }],
  ['requests', two, { kind: 'requests', project: undefined, scope: 'open' }],
  ['requests MINE live-test', two, { kind: 'requests', project: 'live-test', scope: 'mine' }],
  ['requests pendig', one, { kind: 'unknown_choice', word: 'pendig', nearest: 'pending' }],
  [
    'explain Live/news24 status:pause',
    one,
    { kind: 'explain', task: 'Live/news24', change: { fields: ['status'], status: 'pause' } },
  ],
  [
    'explain status:pause Live/news24 end_time',
    one,
    { kind: 'explain', task: 'Live/news24', change: { fields: ['status', 'end_time'] } },
  ],
  ['explain statos live/news24', one, { kind: 'unknown_field', word: 'statos' }],
  ['explain live/news24 statos', one, { kind: 'unknown_field', word: 'statos' }],
  ['explain live/news24 live/other', one, { kind: 'unknown_field', word: 'live/other' }],
  ['history', one, { kind: 'history', project: 'live-prod', search: all }],
  ['history', two, { kind: 'history', project: undefined, search: all }],
  [
    'history live-test live/news24 late STATE:Failed',
    two,
    {
      kind: 'history',
      project: 'live-test',
      search: { words: ['live/news24', 'late'], state: 'failed' },
    },
  ],
  ['history state:', one, { kind: 'history', search: all }],
  [
    'history evening.mp4 Day:Yesterday',
    one,
    { kind: 'history', search: { words: ['evening.mp4'], day: 'yesterday' } },
  ],
  ['history 2026-11-28', one, { kind: 'history', search: { words: [], day: '2026-11-28' } }],
  ['history day:28.11.2026', one, { kind: 'unknown_day', word: '28.11.2026' }],
  ['history 2026-02-30', one, { kind: 'unknown_day', word: '2026-02-30' }],
  ['history state:aplied', one, { kind: 'unknown_choice', nearest: 'applied' }],
  [`history ${'x'.repeat(201)}`, one, { kind: 'search_too_long', max: 200 }],
  ['revert 142', one, { kind: 'revert', request: 'R-142' }],
  ['revert r-0142', one, { kind: 'revert', request: 'R-142' }],
  ['revert #142', one, { kind: 'revert', request: 'R-142' }],
  ['revert', one, { kind: 'request_missing', word: undefined }],
  ['revert live/news24', one, { kind: 'request_missing', word: 'live/news24' }],
  ['revert R-1 R-2', one, { kind: 'too_many_words' }],
  ['show R-142', two, { kind: 'show_request', request: 'R-142' }],
  ['show 142', one, { kind: 'show', task: '142' }],
  ['show live-test r-142', two, { kind: 'show_request', request: 'R-142' }],
  ['LIST', one, { kind: 'list' }],
  ['lsit', one, { kind: 'unknown_command', nearest: 'list' }],
])('%s, with the projects %j', (text, projects, reply) => {
  expect(runCommand(text, projects)).toMatchObject(reply);
});

test.each([
  ['white space of a wide keyboard', 'list\u3000news', { query: { words: ['news'] } }],
  ['letters of a wide keyboard', 'ｓｈｏｗ live／news24', { kind: 'show', task: 'live/news24' }],
  ['quotation marks of a phone', 'show “live/news24”', { kind: 'show', task: 'live/news24' }],
  ['the brackets of a usage', 'show <live/news24>', { kind: 'show', task: 'live/news24' }],
  ['code font', '`show live/news24`', { kind: 'show', task: 'live/news24' }],
  ['a hash', 'show #live/news24', { kind: 'show', task: 'live/news24' }],
  ['a mention is something else', 'list <!channel>', { query: { words: ['<!channel>'] } }],
  ['nothing is help', ' \u3000', { kind: 'help' }],
])('%s', (_what, text, reply) => {
  expect(runCommand(text, one)).toMatchObject(reply);
});

test('an unknown event is answered with the list of all events', () => {
  const outcomes = ['applied', 'failed', 'stale', 'no-stream'];
  expect(runCommand('watch a b', one)).toMatchObject({ events: [...CALLBACK_EVENTS, ...outcomes] });
});

test('help knows every command, and each has an example that it understands', () => {
  const replies = COMMANDS.flatMap(({ examples }) =>
    examples.map((example) => runCommand(example, one).kind),
  );

  expect(COMMANDS.map(({ name }) => runCommand(`help ${name}`, one).kind)).toEqual(
    COMMANDS.map(() => 'help'),
  );
  expect(replies.filter((kind) => kind.startsWith('unknown'))).toEqual([]);
});
