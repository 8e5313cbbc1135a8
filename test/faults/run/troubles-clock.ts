import type { Trouble } from './trouble.ts';

const HOUR_MS = 3_600_000;
const JUMPS = { 'an hour': HOUR_MS, 'a day': 24 * HOUR_MS };

/** The clock of one of two replicas is set, and set right again. */
export const CLOCK_TROUBLES: readonly Trouble[] = Object.entries(JUMPS).flatMap(([name, ms]) =>
  [ms, -ms].map((jumpMs) => ({
    name: `${name} ${jumpMs > 0 ? 'ahead' : 'behind'}`,
    async begin({ replicas }, random) {
      const { clock } = random.pick(replicas);
      await clock.jump(jumpMs);
      return () => clock.jump(-jumpMs);
    },
  })),
);
