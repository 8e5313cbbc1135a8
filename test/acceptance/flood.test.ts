import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { flood, FLOODS, residentMegabytes } from '#sandbox/flood.ts';
import { type Desk, openDesk } from './desk.ts';

const COUNT = 2_000;
/** What they may add to the memory of a replica. */
const GROWTH_MAX_MB = 50;
/** Connections of strangers that are kept at the same time. */
const KEPT_MAX = 500;

let desk: Desk;
let atRestMb = 0;
beforeAll(async () => {
  desk = await openDesk({ transport: 'http' });
});
beforeEach(async () => {
  // A process keeps memory once used, so each flood meets a new process.
  await desk.restartBots();
  // Code that is loaded or compiled on first use must not be counted.
  for (let time = 0; time < 10; time += 1) await desk.operator.types('/relay help');
  await fetch(`${desk.bot().url}/metrics`);
  atRestMb = residentMegabytes(desk.bot().pid);
});
afterAll(() => desk.close());

/** The others are in the benchmarks. */
test.each(['send a part of a POST and stop', 'ask for many pages at once', 'say nothing'] as const)(
  'while 2,000 strangers %s, memory stays small and a command is answered in time',
  async (what) => {
    const { operator, bot } = desk;
    const text = FLOODS[what];

    const strangers = await flood({ port: bot().port, count: COUNT, text });
    const help = await operator.types('/relay help');
    const grownMb = residentMegabytes(bot().pid) - atRestMb;

    // After three seconds without an answer, Slack reports a failure.
    expect(help).toContain('/relay modify [project] [task]');
    expect(grownMb).toBeLessThan(GROWTH_MAX_MB);
    await expect.poll(strangers.open).toBeLessThanOrEqual(KEPT_MAX);
    strangers.end();
  },
);
