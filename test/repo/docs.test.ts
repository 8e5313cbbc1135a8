import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root, sources } from './sources.ts';

const docs = sources('*.md', 'docs/*.md', 'test/sandbox/**/*.md');
const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts);
const code = sources(
  'src/**/*.ts',
  'test/sandbox/**/*.ts',
  'test/setup.mjs',
  'relaydesk.example.yml',
  'compose.yaml',
  'Dockerfile',
  'deploy/**/*.*',
)
  .map(({ text }) => text)
  .join('\n');

/** Everything that a pattern finds in the docs, with the file that it stands in. */
const found = (pattern: RegExp): readonly { readonly path: string; readonly name: string }[] =>
  docs.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map(([, name = '']) => ({ path, name })),
  );

/** A variable of ours: set in a shell, in a table or in running text. */
const VARIABLE =
  /(?:^|[\s`(])((?:SLACK|REDIS|HW|RELAYDESK|STOP|LOG)_[A-Z0-9_]*[A-Z0-9])(?=[\s`=,;:)|]|$)/gm;

test('every variable that the docs name is read by something', () => {
  const names = found(VARIABLE);
  const unknown = names.filter(({ name }) => !isKnown(name));

  expect(names.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['SLACK_BOT_TOKEN', 'REDIS_URL', 'HW_PASSWORD', 'RELAYDESK_CONFIG']),
  );
  expect(unknown).toEqual([]);
});

test('every metric has a row in docs/OPERATIONS.md', () => {
  const telemetry = sources('src/telemetry/*.ts').map(({ text }) => text);
  const made = /\b(?:counter|gauge|histogram|flag|byState)\(\s*'([a-z_]+)'/g;
  const names = telemetry.flatMap((text) =>
    [...text.matchAll(made)].map(([, name]) => `relaydesk_${name}`),
  );
  const operations = readFileSync(join(root, 'docs/OPERATIONS.md'), 'utf8');

  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !operations.includes(`\`${name}\``))).toEqual([]);
});

test('every log message that docs/OPERATIONS.md explains is one of ours', () => {
  const operations = readFileSync(join(root, 'docs/OPERATIONS.md'), 'utf8');
  const [, table = ''] = /^\| message \| when \| with \|\n([^]*?)\n\n/m.exec(operations) ?? [];
  const messages = [...table.matchAll(/^\| (`[^|]+`) \|/gm)]
    .flatMap(([, cell = '']) =>
      [...cell.matchAll(/`(?:… )?([^`]+)`/g)].map(([, name = '']) => name),
    )
    // The name of a step follows.
    .filter((name) => !/^(?:request: )?[a-z_]+$/.test(name));

  expect(messages.length).toBeGreaterThan(8);
  expect(messages.filter((message) => !code.includes(message))).toEqual([]);
});

test('every script that the docs run is there', () => {
  const names = found(/npm run (?:--silent )?([a-z][a-z:]*)/g);

  expect(names.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['doctor', 'sandbox', 'audit', 'check', 'schema']),
  );
  expect(names.filter(({ name }) => !scripts.includes(name))).toEqual([]);
});

test('every program that the docs start by hand is there', () => {
  const programs = found(/\bnode ((?:src|dist|deploy)\/\S+?\.m?[jt]s)\b/g);

  expect(programs.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['dist/main.js', 'dist/doctor.js', 'dist/audit.js']),
  );
  expect(programs.filter(({ name }) => !existsSync(join(root, name)))).toEqual([]);
});

test('every file that the docs link to is there', () => {
  const links = found(/\]\((?!https?:|#)([^)#\s]+)/g);
  const broken = links.filter(({ path, name }) => !existsSync(join(root, dirname(path), name)));

  expect(links.length).toBeGreaterThan(20);
  expect(broken).toEqual([]);
});

test('every heading that the docs link to is there', () => {
  const links = found(/\]\(((?!https?:)[^)\s]*#[^)\s]+)\)/g);
  const headings = new Map(docs.map(({ path, text }) => [path, anchorsOf(text)]));
  const broken = links.filter(({ path, name }) => {
    const [file = '', anchor = ''] = name.split('#');
    const to = file === '' ? path : join(dirname(path), file);
    return headings.get(to)?.has(anchor) === false;
  });

  expect(links.length).toBeGreaterThan(20);
  expect(broken).toEqual([]);
});

test('every file and folder of ours that the map names is there', () => {
  const rooms = readdirSync(join(root, 'src')).filter((name) => !name.includes('.'));
  const isOurs = (name: string): boolean =>
    ['src', 'commands', 'test', 'deploy', ...rooms].includes(name.split('/')[0] ?? '');
  const map = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const names = [...map.matchAll(/`([\w-]+\/[\w./-]*)`/g)].map(([, name = '']) => name);
  const ours = names.filter(isOurs);

  expect(ours).toEqual(
    expect.arrayContaining([
      'approval/states/transition.ts',
      'slack/form/preview',
      'commands/index.ts',
    ]),
  );
  expect(ours.filter((name) => !isThere(name))).toEqual([]);
});

test('every variable of the configuration is in SETTINGS', () => {
  const settings = readFileSync(join(root, 'docs/SETTINGS.md'), 'utf8');
  const read = sources('src/config/{load,slack}-config.ts').flatMap(({ text }) =>
    [...text.matchAll(/(?:settings\.get|secondsFrom)\((?:settings, )?'([A-Z_]+)'/g)].map(
      ([, name = '']) => name,
    ),
  );

  expect(read).toEqual(expect.arrayContaining(['SLACK_BOT_TOKEN', 'PORT', 'STOP_WITHIN']));
  // Set by the Slack CLI alone.
  const ours = read.filter((name) => !name.startsWith('SLACK_CLI_'));
  expect(ours.filter((name) => !settings.includes(`\`${name}\``))).toEqual([]);
});

/** Headings as GitHub makes anchors of them: lower case, without punctuation, words joined by hyphens. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = text.replaceAll(/^```[^]*?^```/gm, '').matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(/\s/g, '-'),
    ),
  );
}

/** From the root or from `src/`, with or without its ending. */
function isThere(name: string): boolean {
  return ['', 'src'].some((from) =>
    ['', '.ts'].some((end) => existsSync(join(root, from, name + end))),
  );
}

/** `NAME_FILE` is known when `NAME` is. */
function isKnown(name: string): boolean {
  return new RegExp(`\\b${name.replace(/_FILE$/, '')}\\b`).test(code);
}
