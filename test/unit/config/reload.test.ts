import { beforeEach, expect, test } from 'vitest';
import type { Config, Reread } from '#src/config/load-config.ts';
import { createReload, type ReloadOutcome } from '#src/config/reload.ts';
import { createGate } from '#src/basics/gate.ts';

/** A file whose text is the name of what is in it; one that begins with "wrong" has that problem. */
let file: string;
let inForce: string;
let told: ReloadOutcome[];
let clockMs: number;
/** What happens while somebody waits. */
let meanwhile: (() => void)[];
let prepare: (config: Config) => Promise<void>;
let errors: unknown[];
let readings: number;

beforeEach(() => {
  [file, inForce, clockMs, readings] = ['first', 'first', 0, 0];
  [told, meanwhile, errors] = [[], [], []];
  prepare = () => Promise.resolve();
});

const reread = (): Reread => {
  readings += 1;
  const text = file;
  return {
    digest: text,
    isInForce: text === inForce,
    check: () =>
      text.startsWith('wrong')
        ? { ok: false, problems: [text] }
        : { ok: true, config: {} as Config, changed: [text], adopt: () => void (inForce = text) },
  };
};

const reloading = () =>
  createReload({
    reread,
    prepare: (config) => prepare(config),
    after: () => Promise.resolve(),
    told: (outcome) => void told.push(outcome),
    ticks: () => clockMs,
    sleep: (ms) => {
      clockMs += ms;
      meanwhile.shift()?.();
      return Promise.resolve();
    },
    onError: (error) => void errors.push(error),
  });

test('an unchanged file is nothing to tell', async () => {
  await reloading().look();

  expect(told).toEqual([]);
});

test('a changed file is in force once two readings agree', async () => {
  file = 'second';

  await reloading().look();

  expect(inForce).toBe('second');
  expect(told).toEqual([{ kind: 'taken', changed: ['second'] }]);
  expect(readings).toBe(2);
});

test('a file that is being written is neither taken nor told', async () => {
  file = 'wrong: half of it';
  meanwhile = [() => (file = 'se'), () => (file = 'second')];

  await reloading().look();

  expect(inForce).toBe('second');
  expect(told).toEqual([{ kind: 'taken', changed: ['second'] }]);
});

test('a file that is wrong leaves what is in force, and is told once', async () => {
  const reload = reloading();
  file = 'wrong: no projects';

  for (let time = 0; time < 5; time += 1) await reload.look();

  expect(inForce).toBe('first');
  expect(told).toEqual([{ kind: 'refused', problems: ['wrong: no projects'] }]);
});

test('what else is wrong with it is told as well', async () => {
  const reload = reloading();
  file = 'wrong: no projects';
  await reload.look();

  file = 'wrong: no approvers';
  await reload.look();

  expect(told.map(({ kind }) => kind)).toEqual(['refused', 'refused']);
});

test('a wrong file that is mended is told, whatever it is afterwards', async () => {
  const reload = reloading();
  for (const text of ['wrong', 'second', 'wrong', 'second']) {
    file = text;
    await reload.look();
  }

  expect(told.map(({ kind }) => kind)).toEqual(['refused', 'taken', 'refused', 'back']);
});

test('nothing is taken that cannot be made known, and the next look tries again', async () => {
  const reload = reloading();
  prepare = () => Promise.reject(new Error('Redis is away'));
  file = 'second';
  await reload.look();
  expect([inForce, told, errors]).toEqual(['first', [], [new Error('Redis is away')]]);

  prepare = () => Promise.resolve();
  await reload.look();

  expect(inForce).toBe('second');
  expect(told).toHaveLength(1);
});

test('looks do not overlap, and a thousand at once are two', async () => {
  const reload = reloading();
  const oneAtATime = createGate(1, (_running, waiting) => expect(waiting).toBe(0));
  prepare = () => oneAtATime(() => Promise.resolve());
  file = 'second';

  await Promise.all(Array.from({ length: 1_000 }, () => reload.look()));

  expect(told).toHaveLength(1);
  expect(readings).toBeLessThan(5);
});
