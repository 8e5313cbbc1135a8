/** Figures out of many measurements. */

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export const spreadOf = (values: readonly number[]): Spread => ({
  median: quantile(values, 0.5),
  min: Math.min(...values),
  max: Math.max(...values),
});

/** By rank, without interpolation: always a measured figure. NaN if there is none. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

/** The figures of a round, for each rival. */
export type Round = Readonly<Record<string, number>>;

/** The rivals take turns: A B A B …, so that a machine that becomes slower is slower for both. */
export const inTurns = async <Name extends string>(
  rounds: number,
  rivals: Readonly<Record<Name, (round: number) => Promise<Round>>>,
): Promise<Record<Name, Round[]>> => {
  const names = Object.keys(rivals) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Round[]])) as Record<
    Name,
    Round[]
  >;
  for (let round = 0; round < rounds; round += 1) {
    // The first one meets a rested machine, so they swap.
    const order = round % 2 === 0 ? names : names.toReversed();
    for (const name of order) results[name].push(await rivals[name](round));
  }
  return results;
};

export const column = (rounds: readonly Round[], name: string): number[] =>
  rounds.map((round) => round[name] ?? Number.NaN);
