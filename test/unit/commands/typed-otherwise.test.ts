import { expect, test } from 'vitest';
import { runCommand } from '#commands/index.ts';

const one = ['live-prod'];
const two = ['live-prod', 'live-test'];

/** Words as people type or paste them, where the usage shows another form. */
test.each([
  ['show 7864b3dc-e92f-4d5b-9a7e-1c0f6b2d8e41', two, { kind: 'project_missing', projects: two }],
  ['modify live/news24', two, { kind: 'project_missing', projects: two }],
  ['schedule yesterday', one, { kind: 'unknown_coming_day', word: 'yesterday' }],
  ['schedule 31.12.', one, { kind: 'unknown_coming_day', word: '31.12.' }],
  ['schedule 2026/12/31', one, { kind: 'unknown_coming_day', word: '2026/12/31' }],
  ['schedule 24/7', one, { kind: 'schedule', task: '24/7' }],
  ['asrun 12/31/2026', one, { kind: 'unknown_day', word: '12/31/2026' }],
  ['apply slate a/b, "a/c", a/d;', one, { kind: 'apply', tasks: ['a/b', 'a/c', 'a/d'] }],
  ['apply slate a/b , a/c', one, { kind: 'apply', tasks: ['a/b', 'a/c'] }],
  ['watch applied, failed', one, { kind: 'watch', events: ['applied', 'failed'] }],
  ['explain a/b status: pause', one, { kind: 'explain', task: 'a/b', change: { status: 'pause' } }],
  ['explain a/b status:paused', one, { kind: 'unknown_choice', nearest: 'pause' }],
  ['explain a/b status:off', one, { kind: 'unknown_choice', choices: ['enable', 'pause'] }],
  ['explain end_time:sooner', one, { kind: 'unknown_choice', choices: ['earlier', 'later'] }],
  ['list status: pause', one, { kind: 'list', query: { words: [], status: 'pause' } }],
  ['history day: Yesterday', one, { kind: 'history', search: { day: 'yesterday', words: [] } }],
  ['history today', one, { kind: 'history', search: { day: 'today', words: [] } }],
  ['history <@U0LEAD|lena>, late', one, { search: { words: ['<@U0LEAD>', 'late'] } }],
  ['show #news-24h', one, { kind: 'show', task: 'news-24h' }],
  ['stop a/b', one, { kind: 'unknown_command', nearest: 'pause' }],
  ['Undo R-142', one, { kind: 'unknown_command', nearest: 'revert' }],
  ['R-142', one, { kind: 'unknown_command', nearest: 'show R-142' }],
  ['show R-142,', one, { kind: 'show_request', request: 'R-142' }],
  ['revert R-142.7.', one, { kind: 'revert', request: 'R-142.7' }],
  ['modify live/a status:pause', one, { kind: 'too_many_words' }],
  ['modify live-prd live/a', one, { kind: 'unknown_project', nearest: 'live-prod' }],
])('%s, with the projects %j', (text, projects, reply) => {
  expect(runCommand(text, projects)).toMatchObject(reply);
});
