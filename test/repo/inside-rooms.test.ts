import { describe, expect, test } from 'vitest';
import { importsOf, sources } from './sources.ts';

interface Inside {
  /** Its folders and files: imports lead to earlier steps only, and never within one. */
  readonly steps: readonly (readonly string[])[];
  /** Some of the imports between them. */
  readonly examples: string[];
}

/** The rooms that are large enough to have an order of their own. */
const INSIDE: Readonly<Record<string, Inside>> = {
  approval: {
    steps: [
      ['record', 'known-elsewhere'],
      ['policy'],
      ['states'],
      ['ports'],
      ['approval-context'],
      ['policies-in-force', 'commit-event', 'audit'],
      ['links'],
      ['decide'],
      ['submit', 'run'],
      ['service'],
    ],
    examples: [
      'src/approval/service.ts → src/approval/decide/decide.ts',
      'src/approval/submit/submit.ts → src/approval/policy/requirement.ts',
      'src/approval/states/effects.ts → src/approval/record/change-request.ts',
    ],
  },
  slack: {
    steps: [
      ['words', 'transport'],
      ['kit', 'people', 'projects'],
      ['modal', 'card'],
      ['channel', 'task'],
      ['form', 'watch', 'ending', 'preset'],
      ['batch'],
      ['request-list'],
      ['home', 'command'],
      ['review'],
      ['routes', 'warm-up'],
      ['app'],
    ],
    examples: [
      'src/slack/app.ts → src/slack/routes.ts',
      'src/slack/routes.ts → src/slack/review/handle-review.ts',
      'src/slack/review/handle-review.ts → src/slack/card/outcome-blocks.ts',
      'src/slack/projects.ts → src/slack/words/index.ts',
    ],
  },
};

describe.each(Object.entries(INSIDE))('inside src/%s', (room, { steps, examples }) => {
  const files = sources(`src/${room}/**/*.ts`);
  const partOf = (path: string): string | undefined =>
    new RegExp(`^src/${room}/([^/]+?)(?:\\.ts)?(?:/|$)`).exec(path)?.[1];
  const stepOf = (part: string): number => steps.findIndex((step) => step.includes(part));
  const between = files.flatMap(importsOf).flatMap((each) => {
    if (!('file' in each)) return [];
    const [from, to] = [partOf(each.from), partOf(each.file)];
    if (from === undefined || to === undefined || from === to) return [];
    return [{ from, to, line: `${each.from} → ${each.file}` }];
  });

  test('the imports between its folders were read', () => {
    expect(between.length).toBeGreaterThan(files.length);
    expect(between.map(({ line }) => line)).toEqual(expect.arrayContaining(examples));
  });

  test('every folder and file is in one step, and every step has files', () => {
    const parts = new Set(files.flatMap(({ path }) => partOf(path) ?? []));

    expect([...parts].toSorted()).toEqual(steps.flat().toSorted());
  });

  test('imports between its folders go one way', () => {
    const wrong = between.filter(({ from, to }) => stepOf(to) >= stepOf(from));

    expect(wrong.map(({ line }) => line)).toEqual([]);
  });
});
