import { mkdirSync, rmSync, symlinkSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { LoadedConfig } from '#src/config/load-config.ts';
import { loadedFrom, written } from './set-up-config.ts';

/** A configuration whose bot token and secret key come from files. */
function rotating() {
  const bot = written('bot', 'xoxb-old\n');
  const key = written('key', 'old-key');
  const loaded = loadedFrom({
    SLACK_BOT_TOKEN: '',
    SLACK_BOT_TOKEN_FILE: bot,
    HW_SK: undefined,
    HW_SK_FILE: key,
  });
  const told: string[] = [];
  return { bot, key, loaded, told, now: () => read(loaded, told) };
}

function read(loaded: LoadedConfig, told: string[]) {
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const { slack, projects } = loaded.latest((problem) => told.push(problem));
  return [slack.botToken, projects[0]?.auth.aksk?.secret_key];
}

test("a secret has its file's current value", () => {
  const { now, told } = rotating();
  expect(now()).toEqual(['xoxb-old', 'old-key']);

  written('bot', 'xoxb-new\n');
  expect(now()).toEqual(['xoxb-new', 'old-key']);

  written('key', 'new-key');
  expect(now()).toEqual(['xoxb-new', 'new-key']);
  expect(told).toEqual([]);
});

test('a new value of the same length, written at the same moment, is noticed', () => {
  const { now } = rotating();

  written('bot', 'xoxb-odl');

  expect(now()[0]).toBe('xoxb-odl');
});

test('a mount whose links are swapped, as Kubernetes does, is followed', () => {
  const folder = join(dirname(written('x', '')), 'mount');
  mkdirSync(join(folder, '..v1'), { recursive: true });
  mkdirSync(join(folder, '..v2'));
  written('mount/..v1/token', 'xoxb-old');
  written('mount/..v2/token', 'xoxb-new');
  symlinkSync('..v1', join(folder, '..data'));
  symlinkSync('..data/token', join(folder, 'token'));
  const loaded = loadedFrom({
    SLACK_BOT_TOKEN: '',
    SLACK_BOT_TOKEN_FILE: join(folder, 'token'),
  });
  expect(read(loaded, [])[0]).toBe('xoxb-old');

  symlinkSync('..v2', join(folder, '..tmp'));
  renameSync(join(folder, '..tmp'), join(folder, '..data'));

  expect(read(loaded, [])[0]).toBe('xoxb-new');
});

test.each([
  ['gone', (path: string) => rmSync(path), /^SLACK_BOT_TOKEN_FILE: cannot read .*bot$/],
  ['empty', () => written('bot', ' \n'), /^SLACK_BOT_TOKEN_FILE: nothing is in .*bot$/],
])('while a file is %s, its previous value stays, which is logged once', (_what, spoil, line) => {
  const { now, told, bot } = rotating();

  spoil(bot);

  expect(now()).toEqual(['xoxb-old', 'old-key']);
  expect(now()).toEqual(['xoxb-old', 'old-key']);
  expect(told).toEqual([expect.stringMatching(line)]);
  written('bot', 'xoxb-new');
  expect(now()).toEqual(['xoxb-new', 'old-key']);
  rmSync(bot);
  expect(now()).toEqual(['xoxb-new', 'old-key']);
  expect(told).toHaveLength(2);
});

test('a file that cannot be used holds up no other secret', () => {
  const { now, bot, told } = rotating();

  rmSync(bot);
  written('key', 'new-key');

  expect(now()).toEqual(['xoxb-old', 'new-key']);
  expect(told).toEqual([expect.stringMatching(/^SLACK_BOT_TOKEN_FILE: cannot read/)]);
});

test('an invalid new value is not used, which is logged', () => {
  const file = written('events', 'a-token-of-24-characters');
  const loaded = loadedFrom({ TOKEN_FILE: file }, {}, { events: { token: '$TOKEN' } });
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const told: string[] = [];

  written('events', 'short');

  expect(loaded.latest((problem) => told.push(problem)).eventsToken).toBe(
    'a-token-of-24-characters',
  );
  expect(told).toEqual([expect.stringMatching(/events\.token: must be at least 24/)]);
});

test('old and new secrets are both known as secrets, and nothing else is', () => {
  const { now, loaded } = rotating();
  written('bot', 'xoxb-new');

  now();

  expect(loaded.secrets()).toEqual(['xoxb-new', 'xapp-1', 'AK', 'old-key', 'xoxb-old']);
});

test('every kind of secret is known as one', () => {
  const token = { iam: 'https://iam.example.com', domain: 'd', user: 'u', password: 'pass' };
  const loaded = loadedFrom(
    {
      SLACK_APP_TOKEN: '',
      SLACK_SIGNING_SECRET: 'signing',
      REDIS_URL: 'rediss+sentinel://user:p%40ss@a:1,b:2/main',
    },
    { auth: { token } },
    { events: { token: 'a-token-of-24-characters' } },
  );

  expect(loaded.secrets()).toEqual([
    'xoxb-1',
    'signing',
    'a-token-of-24-characters',
    'p%40ss',
    'p@ss',
    'pass',
  ]);
});
