import { expect, test } from 'vitest';
import { play } from './run/run.ts';
import { findingsOf, remarkOf, tableOf } from './run/table.ts';

// Every process and every world adds a listener to our exit.
process.setMaxListeners(0);

/** A small `npm run test:faults`; `docs/FAULTS.md` says what it simulates. */
const SEED = 2;
/** All but the failover, which has a file of its own. */
const PARTS = [
  'deliveries',
  'kills',
  'batches',
  'rolling',
  'refreshes',
  'redis',
  'slack',
  'channels',
  'live',
  'clocks',
  'tails',
];

test.each(PARTS)('%s in short: nothing doubled, lost, silent or untrue', async (part) => {
  const rows = await play({
    seed: SEED,
    deliveries: 300,
    kills: 8,
    stages: 2,
    isShort: true,
    parts: [part],
  });

  console.info(`${tableOf(rows)}\n${rows.map(remarkOf).join('\n')}`);
  expect(findingsOf(rows)).toEqual([]);
  expect(rows.map(({ part: played, runs, requests }) => [played, runs > 0, requests > 0])).toEqual([
    [part, true, true],
  ]);
});
