import type { Random } from './random.ts';
import type { Stage } from './stage.ts';

/** Something that goes wrong with a service for a while. */
export interface Trouble {
  readonly name: string;
  /** Begins it; resolves with a function that ends it. */
  readonly begin: (stage: Stage, random: Random) => Promise<() => Promise<void>>;
}
