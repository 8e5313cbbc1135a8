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
  ['list', two, { kind: 'project_missing', projects: two }],
  ['list live-tst', two, { kind: 'unknown_project', nearest: 'live-test' }],
  [`list ${'x'.repeat(201)}`, one, { kind: 'search_too_long', max: 200 }],
  ['show live/news24', one, { kind: 'show', project: 'live-prod', task: 'live/news24' }],
  ['show live-test abc', two, { kind: 'show', project: 'live-test', task: 'abc' }],
  ['show', one, { kind: 'task_missing' }],
  ['show live-test', two, { kind: 'task_missing' }],
  ['show a b', one, { kind: 'too_many_words' }],
  ['show live/news24', two, { kind: 'unknown_project', word: 'live/news24' }],
  ['watch', two, { kind: 'watches' }],
  ['watch live-test', two, { kind: 'watch', project: 'live-test', task: undefined, events: [] }],
  ['watch a', one, { kind: 'watch', project: 'live-prod', task: 'a', events: [] }],
  [
    'watch taskexit a TASKALARM TaskExit',
    one,
    { kind: 'watch', project: 'live-prod', task: 'a', events: ['TaskExit', 'TaskAlarm'] },
  ],
  ['watch a TaskExt', one, { kind: 'unknown_event', word: 'TaskExt', nearest: 'TaskExit' }],
  ['LIST', one, { kind: 'list' }],
  ['lsit', one, { kind: 'unknown_command', nearest: 'list' }],
])('%s, with the projects %j', (text, projects, reply) => {
  expect(runCommand(text, projects)).toMatchObject(reply);
});

test('an unknown event is answered with all that there are', () => {
  expect(runCommand('watch a b', one)).toMatchObject({ events: CALLBACK_EVENTS });
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
