import type { Sizes } from './sizes.ts';
import { type Contestant, createStage, type RivalName, type Stage } from './stage.ts';

/** What the rows of one run share. */
export interface Bench {
  readonly sizes: Sizes;
  /** The stage for the rivals, created on first use. */
  readonly stage: () => Promise<Stage>;
  readonly contestant: (name: RivalName) => Promise<Contestant>;
  readonly close: () => Promise<void>;
}

export const createBench = (sizes: Sizes): Bench => {
  let stage: Promise<Stage> | undefined;
  const contestants = new Map<RivalName, Promise<Contestant>>();
  const shared = (): Promise<Stage> => (stage ??= createStage());
  return {
    sizes,
    stage: shared,
    async contestant(name) {
      const there = contestants.get(name) ?? shared().then((made) => made.contestant(name));
      contestants.set(name, there);
      return there;
    },
    async close() {
      await (await stage)?.close();
    },
  };
};
