import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createBench } from './bench.ts';
import { machine } from './machine.ts';
import { isMet, type Row } from './row.ts';
import { writeReport } from './report.ts';
import { ROWS } from './rows.ts';
import { FULL, QUICK, type Sizes } from './sizes.ts';
import { tableOf } from './table.ts';

/** `npm run bench`: measures, prints tables, and writes a record or docs/PERFORMANCE.md if requested. */

// Every process of a run adds a listener to our exit.
process.setMaxListeners(0);

const sizeNames = Object.keys(FULL) as (keyof Sizes)[];
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rows: { type: 'string' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
    ...Object.fromEntries(sizeNames.map((name) => [name, { type: 'string' as const }])),
  },
});

const fail = (line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(2);
};

const wanted = values.rows?.split(',') ?? Object.keys(ROWS);
const unknown = wanted.filter((name) => !(name in ROWS));
if (unknown.length > 0)
  fail(`--rows: there is no ${unknown.join(', ')}; there are ${Object.keys(ROWS).join(', ')}`);

const sizeOf = (name: keyof Sizes): number => {
  const given = (values as Record<string, unknown>)[name];
  if (given === undefined) return (values.quick ? QUICK : FULL)[name];
  const value = Number(given);
  return Number.isInteger(value) && value >= 0 ? value : fail(`--${name}: not a whole number`);
};
const sizes = Object.fromEntries(sizeNames.map((name) => [name, sizeOf(name)])) as Record<
  keyof Sizes,
  number
>;

if (values.help) {
  process.stdout.write(
    `npm run bench -- [--quick] [--rows ${Object.keys(ROWS).join(',')}] [--json FILE] [--write] [--${sizeNames.join(' N] [--')} N]\n`,
  );
  process.exit(0);
}

const bench = createBench(sizes);
const here = machine();
process.stdout.write(`${Object.values(here).join(' · ')}\n`);
const today = new Date().toISOString().slice(0, 10);
const rows: Row[] = [];
for (const name of wanted) {
  const startedMs = Date.now();
  const row = await ROWS[name]!(bench);
  rows.push(row);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(0);
  process.stdout.write(`\n${tableOf(row)}\n\n(${seconds} s)\n`);
  if (values.write) writeReport(row, `Measured on ${today}: ${Object.values(here).join(' · ')}`);
}
await bench.close();
if (values.json !== undefined) {
  const record = { at: new Date().toISOString(), machine: here, sizes, rows };
  writeFileSync(values.json, `${JSON.stringify(record, null, 2)}\n`);
}
const missed = rows.flatMap(({ name, lines }) =>
  lines.filter((line) => isMet(line) === false).map(({ what }) => `${name}: ${what}`),
);
process.stdout.write(
  missed.length === 0
    ? '\nEvery goal is met.\n'
    : `\n${missed.length} goals are not met: ${missed.join('; ')}\n`,
);
process.exit(0);
