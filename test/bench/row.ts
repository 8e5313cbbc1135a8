import { column, type Round, type Spread, spreadOf } from './figures.ts';

/** One line of a table: what was measured, against what, and the ratio round by round. */
export interface Line {
  readonly what: string;
  readonly unit: string;
  readonly ours: Spread;
  readonly rival?: { readonly name: string; readonly figure: Spread };
  /** Ours over the rival's, pair by pair. */
  readonly ratio?: Spread;
  readonly goal?: Goal;
  readonly note?: string;
}

/** The goal for the ratio, or for the figure if there is no rival. */
export type Goal = { readonly atMost: number } | { readonly atLeast: number };

export interface Row {
  readonly name: string;
  readonly title: string;
  readonly lines: readonly Line[];
  /** What was done, in a sentence: sizes, rounds. */
  readonly how: string;
}

/** A figure of ours against that of a rival. */
export const against = (
  line: Pick<Line, 'what' | 'unit' | 'goal' | 'note'> & { readonly figure: string },
  ours: readonly Round[],
  rival: { readonly name: string; readonly rounds: readonly Round[] },
): Line => {
  const { figure, ...rest } = line;
  const [own, other] = [column(ours, figure), column(rival.rounds, figure)];
  return {
    ...rest,
    ours: spreadOf(own),
    rival: { name: rival.name, figure: spreadOf(other) },
    ratio: spreadOf(own.map((value, round) => value / (other[round] ?? Number.NaN))),
  };
};

/** A figure that stands alone. */
export const alone = (
  line: Pick<Line, 'what' | 'unit' | 'goal' | 'note'>,
  values: readonly number[],
): Line => ({ ...line, ours: spreadOf(values) });

/** Undefined where there is no goal. */
export const isMet = ({ goal, ours, ratio }: Line): boolean | undefined => {
  if (!goal) return undefined;
  const { median } = ratio ?? ours;
  return 'atMost' in goal ? median <= goal.atMost : median >= goal.atLeast;
};
