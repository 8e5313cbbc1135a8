import { createClock } from '#sandbox/clock.ts';
import { createWorld } from '#sandbox/world.ts';
import { playDrill } from './drill.ts';

/** `npm run drill`: loses the store, restores it from a copy, and ends with 0 only if nothing was lost or done twice that should not be. */

const clock = createClock();
const world = await createWorld({
  clock,
  slack: { limits: { strictRates: false } },
  live: { omission: 'keep' },
});
let exitCode = 0;
try {
  await playDrill(world, clock, (line) => void process.stdout.write(`${line}\n`));
} catch (error) {
  process.stdout.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  exitCode = 1;
} finally {
  await world.stop();
}
process.exit(exitCode);
