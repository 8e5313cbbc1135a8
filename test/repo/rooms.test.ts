import { expect, test } from 'vitest';
import { codeOf, importsOf, type Source, sources } from './sources.ts';

const files = sources('src/**/*.ts', 'commands/**/*.ts', 'test/sandbox/**/*.ts');
const imports = files.flatMap(importsOf);

/** A folder of `src/`, or a file that lies in it; `commands`; `sandbox`. */
function roomOf(path: string): string {
  if (path.startsWith('test/sandbox/')) return 'sandbox';
  if (path.startsWith('commands/')) return 'commands';
  return /^src\/([^/]+?)(?:\.ts)?(?:\/|$)/.exec(path)?.[1] ?? path;
}

/** A room of `src/`, and which of the others it may know. */
type Known = Readonly<Record<string, readonly string[]>>;

/** What is pure, and what it declares. */
const RULES = ['approval', 'ports', 'relay'];

/** Rooms of one step never know each other, and nobody knows a room of a later step; all know `basics`. */
const STEPS: readonly Known[] = [
  { basics: [], http: [], text: [], sandbox: [] },
  { log: ['text'] },
  { process: ['log'] },
  { relay: ['text'] },
  { approval: ['relay'], 'live-api': ['relay', 'text'] },
  { ports: ['approval', 'relay'] },
  {
    execution: RULES,
    watch: RULES,
    ending: RULES,
    sources: ['ports', 'relay'],
    telemetry: [...RULES, 'log'],
  },
  { redis: [...RULES, 'ending', 'watch'], commands: RULES },
  { config: ['approval', 'relay', 'redis'] },
  { slack: [...RULES, 'commands', 'ending', 'watch', 'config', 'log', 'text'] },
  {
    tools: ['approval', 'redis', 'config'],
    outbox: ['approval', 'ports', 'execution', 'redis', 'slack', 'watch', 'log'],
  },
  { project: [...RULES, 'config', 'ending', 'live-api', 'log', 'slack', 'sources', 'telemetry'] },
  {
    app: 'approval config ending execution http log outbox project redis slack telemetry watch'.split(
      ' ',
    ),
  },
  { probe: ['config', 'log', 'project', 'redis', 'relay', 'text'] },
  { doctor: 'approval config ending probe project log redis relay slack text watch'.split(' ') },
  { main: ['app', 'config', 'doctor', 'log', 'process', 'text'] },
];

const MAY_KNOW: Known = Object.assign({}, ...STEPS);

/** They speak to what is outside; the rooms that are put together know of each other's ports only. */
const ADAPTERS = ['live-api', 'redis', 'slack', 'sources'];

const PUTS_TOGETHER = ['app', 'main'];

test('the imports were read: ours, packages, and types alone', () => {
  const known = imports.map((each) => ('file' in each ? each.file : each.packageName));

  expect(files.length).toBeGreaterThan(80);
  expect(imports.length).toBeGreaterThan(300);
  expect(known).toEqual(
    expect.arrayContaining([
      'src/relay/relay-task.ts',
      'src/approval/service.ts',
      'commands/index.ts',
      'test/sandbox/slack/index.ts',
      'ioredis',
      'node:crypto',
    ]),
  );
  expect(importsOf({ path: 'src/app.ts', text: EXAMPLE })).toEqual([
    { from: 'src/app.ts', file: 'src/relay/a.ts' },
    { from: 'src/app.ts', file: 'src/b.ts' },
    { from: 'src/app.ts', packageName: 'zod' },
    { from: 'src/app.ts', file: 'src/d.ts' },
    { from: 'src/app.ts', file: 'commands/c.ts' },
    { from: 'src/app.ts', packageName: 'node:fs' },
  ]);
});

test('every import leads to a file that is there', () => {
  const paths = new Set([...files.map(({ path }) => path), 'package.json']);
  const ours = imports.flatMap((each) => ('file' in each ? [each] : []));

  expect(ours.filter(({ file }) => file.endsWith('.ts') && !paths.has(file))).toEqual([]);
});

test('the table leads one way: a room knows only rooms of the steps before it', () => {
  const wrong = STEPS.flatMap((step, index) => {
    const before = STEPS.slice(0, index).flatMap((each) => Object.keys(each));
    return Object.entries(step).flatMap(([room, known]) =>
      known.filter((name) => !before.includes(name)).map((name) => `${room} → ${name}`),
    );
  });

  expect(wrong).toEqual([]);
});

test('every file is in a room of the table, and every room of the table has files', () => {
  const rooms = new Set(files.map(({ path }) => roomOf(path)));

  expect([...rooms].toSorted()).toEqual(Object.keys(MAY_KNOW).toSorted());
});

test('rooms know only what the table lets them know', () => {
  const wrong = imports.flatMap((each) => {
    if (!('file' in each)) return [];
    const [from, to] = [roomOf(each.from), roomOf(each.file)];
    const ours = from === 'sandbox' ? [] : ['basics', 'package.json'];
    const isFine = [from, ...ours, ...(MAY_KNOW[from] ?? [])].includes(to);
    return isFine ? [] : [`${each.from} → ${each.file}`];
  });

  expect(wrong).toEqual([]);
});

test('the adapters never know each other', () => {
  const wrong = imports.flatMap((each) => {
    if (!('file' in each)) return [];
    const rooms = [roomOf(each.from), roomOf(each.file)];
    const isFine = rooms[0] === rooms[1] || !rooms.every((room) => ADAPTERS.includes(room));
    return isFine ? [] : [`${each.from} → ${each.file}`];
  });

  expect(Object.keys(MAY_KNOW)).toEqual(expect.arrayContaining(ADAPTERS));
  expect(wrong).toEqual([]);
});

test('nobody knows who puts the rooms together, and only the entry knows the app', () => {
  const knowing = imports.flatMap((each) =>
    'file' in each &&
    PUTS_TOGETHER.includes(roomOf(each.file)) &&
    roomOf(each.from) !== roomOf(each.file)
      ? [each.from]
      : [],
  );

  expect(new Set(knowing)).toEqual(new Set(['src/main.ts']));
});

test('the rules import nothing that waits: only what computes', () => {
  const allowed = ['diff', 'ipaddr.js', 'node:crypto'];
  const wrong = imports.flatMap((each) =>
    'packageName' in each &&
    ['relay', 'approval'].includes(roomOf(each.from)) &&
    !allowed.includes(each.packageName)
      ? [`${each.from} → ${each.packageName}`]
      : [],
  );

  expect(wrong).toEqual([]);
});

/** What is Slack's alone: how a request is shown, and what a person presses there. */
const SLACKS =
  /\b(slack|modals?|cards?|threads?|views?|drafts?|messages?|forms?|channels?|buttons?|clicks?)\b/i;

test('approval says no word of Slack, not even in a comment', () => {
  const inside = files.filter(({ path }) => roomOf(path) === 'approval');
  const wrong = inside.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line) => (SLACKS.test(line) ? [`${path}: ${line.trim()}`] : [])),
  );

  expect(inside.length).toBeGreaterThan(15);
  expect(SLACKS.test('the card and its thread')).toBe(true);
  expect(wrong).toEqual([]);
});

test('no modal is opened past the question who looks into it', () => {
  const opening = sources('src/**/*.ts').filter((source) => codeOf(source).includes('openModal('));

  expect(opening.map(({ path }) => path)).toEqual([
    'src/slack/modal/members-only.ts',
    'src/slack/modal/open-modal.ts',
  ]);
});

test('each outside system is spoken to from one room', () => {
  const doors = [
    ['ioredis', ['redis']],
    ['@slack/bolt', ['slack', 'log']],
    ['yaml', ['config', 'doctor']],
    ['winston', ['log']],
    ['@prometheus-io/client', ['telemetry']],
    ['@opentelemetry/api', ['telemetry']],
    ['mediainfo.js', ['sources']],
    ['hls-parser', ['sources']],
  ] as const;
  const wrong = doors.flatMap(([name, rooms]) =>
    imports.flatMap((each) =>
      'packageName' in each &&
      each.packageName === name &&
      ![...rooms, 'sandbox'].includes(roomOf(each.from))
        ? [`${each.from} → ${name}`]
        : [],
    ),
  );

  expect(wrong).toEqual([]);
});

const own = files.filter(({ path }) => roomOf(path) !== 'sandbox');

/** Where a process begins. */
const ENTRIES = 'main tools/audit doctor/main probe/main'.split(' ').map((at) => `src/${at}.ts`);

test('the environment is handed over whole where a process begins, and read by the configuration', () => {
  const readers = linesOf(own, /process\.env/).filter(
    ({ path }) => path !== 'src/config/load-config.ts',
  );

  expect(readers.length).toBeGreaterThan(0);
  expect(readers.filter(({ path }) => !ENTRIES.includes(path))).toEqual([]);
  expect(readers.filter(({ line }) => !/\b\w+\(process\.env\)/.test(line))).toEqual([]);
});

test('time and chance are passed in, to the rules and to what carries them out', () => {
  const rooms = ['relay', 'approval', 'execution'];
  const inside = own.filter(({ path }) => rooms.includes(roomOf(path)));

  expect(inside.length).toBeGreaterThan(15);
  expect(linesOf(inside, /Date\.now|new Date\(\)|Math\.random|randomUUID|performance\./)).toEqual(
    [],
  );
  expect(linesOf(inside, /Temporal\.Now|setTimeout|setInterval|setImmediate/)).toEqual([]);
});

function linesOf(where: readonly Source[], pattern: RegExp) {
  return where.flatMap((source) =>
    codeOf(source)
      .split('\n')
      .filter((line) => pattern.test(line))
      .map((line) => ({ path: source.path, line: line.trim() })),
  );
}

const EXAMPLE = `
import { a } from '#src/relay/a.ts';
import type { B } from './b.ts';
export { z } from "zod";
import {
  d,
} from '../src/d.ts';
const c = await import('#commands/c.ts');
import 'node:fs';
`;
