import { afterAll, describe, expect, test } from 'vitest';
import { createBench } from './bench.ts';
import { readReport, rowsIn, withRow } from './report.ts';
import { isMet, type Row } from './row.ts';
import { ROWS } from './rows.ts';
import { QUICK } from './sizes.ts';
import { tableOf } from './table.ts';

/** A small run of the benchmarks, so that they keep working. It asserts counts, never times. */
const bench = createBench(QUICK);
const COUNTS = ['count', 'round trips'];

afterAll(() => bench.close());

describe.each(Object.keys(ROWS))('%s', (name) => {
  test('gives a figure in every line, and its counts hold', async () => {
    const row = await (ROWS[name] as (typeof ROWS)[string])(bench);

    expect(row.lines.length).toBeGreaterThan(0);
    expect(tableOf(row)).toContain(row.title);
    expect(withRow(readReport(), row, 'here')).toContain(tableOf(row));
    expect(withoutFigure(row)).toEqual([]);
    expect(missedCounts(row)).toEqual([]);
  });
});

test('docs/PERFORMANCE.md has a place for every row', () => {
  expect(rowsIn(readReport()).toSorted()).toEqual(Object.keys(ROWS).toSorted());
});

const withoutFigure = ({ lines }: Row): string[] =>
  lines
    .filter(({ ours, rival, ratio }) =>
      [ours, rival?.figure, ratio].some((figure) => figure && !Number.isFinite(figure.median)),
    )
    .map(({ what }) => what);

/** Counts are the same on every machine, so their goals can be asserted. */
const missedCounts = ({ lines }: Row): string[] =>
  lines
    .filter((line) => COUNTS.includes(line.unit) && isMet(line) === false)
    .map(({ what, ours }) => `${what}: ${ours.median}`);
