import { expect, test } from 'vitest';
import { play } from './run/run.ts';
import { findingsOf, remarkOf, tableOf } from './run/table.ts';

// Every process and every world adds a listener to our exit.
process.setMaxListeners(0);

const SHORT = { seed: 2, deliveries: 0, kills: 0, stages: 0, isShort: true };

test('a master of the store goes away in the middle of approvals: nothing doubled, lost, silent or untrue', async () => {
  const rows = await play({ ...SHORT, parts: ['failover'] });

  console.info(`${tableOf(rows)}\n${rows.map(remarkOf).join('\n')}`);
  expect(findingsOf(rows)).toEqual([]);
  expect(rows.every(({ runs, requests }) => runs > 0 && requests > 0)).toBe(true);
}, 180_000);
