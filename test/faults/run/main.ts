import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { isClean } from './part.ts';
import { play } from './run.ts';
import { findingsOf, remarkOf, tableOf } from './table.ts';

/** `npm run test:faults`: simulates the faults, prints a table, and ends with 0 only if it is clean. */

// Every process and every world of a run adds a listener to our exit.
process.setMaxListeners(0);

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    deliveries: { type: 'string' },
    kills: { type: 'string' },
    stages: { type: 'string' },
    parts: { type: 'string' },
    short: { type: 'boolean', default: false },
  },
});
const number = (text: string | undefined, otherwise: number): number => {
  const value = Number(text ?? otherwise);
  if (Number.isInteger(value) && value >= 0) return value;
  console.error(`not a whole number: ${text}`);
  process.exit(2);
};
const options = {
  seed: number(values.seed, Date.now() % 1_000_000),
  deliveries: number(values.deliveries, values.short ? 300 : 10_000),
  kills: number(values.kills, values.short ? 8 : 300),
  stages: number(values.stages, values.short ? 2 : 4),
  isShort: values.short,
  parts: values.parts?.split(','),
};
const startedMs = Date.now();
console.log(
  `seed ${options.seed}, ${options.deliveries} deliveries, ${options.kills} kills, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}`,
);
const rows = await play(options, (row) =>
  console.log(`${row.runs} runs in ${row.seconds.toFixed(0)} s. ${remarkOf(row)}`),
);
console.log(`\n${tableOf(rows)}\n`);
for (const finding of findingsOf(rows)) console.log(finding);
console.log(
  `${((Date.now() - startedMs) / 60_000).toFixed(1)} minutes; --seed ${options.seed} plays it again`,
);
// A failed part leaves replicas and servers behind, which would keep this process alive.
process.exit(rows.every(isClean) ? 0 : 1);
