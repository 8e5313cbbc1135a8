/** A seeded random number generator. */
export interface Random {
  /** At least 0 and less than 1. */
  readonly next: () => number;
  /** A whole number, both ends included. */
  readonly between: (least: number, most: number) => number;
  readonly chance: (share: number) => boolean;
  /** One of them; throws for an empty list. */
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** A separate generator for a part, so that parts do not affect each other. */
  readonly fork: (name: string) => Random;
}

export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  // Mulberry32: small and good enough here.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (share) => next() < share,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('nothing to choose from');
      return item;
    },
    fork: (name) => createRandom(hashOf(`${seed} ${name}`)),
  };
};

const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
};
