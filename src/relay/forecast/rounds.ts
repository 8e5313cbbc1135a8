import type { Plan } from './plan.ts';

/** The length of a source in seconds. */
export type LengthOf = (url: string) => number;

/** A list played since `fromMs`, with the rounds that were complete before. */
export interface Play {
  readonly plan: Plan;
  readonly fromMs: number;
  readonly doneRounds: number;
}

/** Where every round but the first begins: with the first file, or at the start position again. */
export interface RoundRule {
  readonly lengthOf: LengthOf;
  readonly startsEachRoundAtPosition: boolean;
}

/** The length of the first round and of each further one, in milliseconds. */
export function roundLengths(plan: Plan, rule: RoundRule): { firstMs: number; furtherMs: number } {
  const lengths = plan.files.map(rule.lengthOf);
  const firstSeconds = Math.max(0, sum(lengths.slice(plan.startFile)) - plan.startSeconds);
  const furtherSeconds = rule.startsEachRoundAtPosition ? firstSeconds : sum(lengths);
  return { firstMs: firstSeconds * 1000, furtherMs: furtherSeconds * 1000 };
}

/** When the last round is over, in milliseconds; infinity for a list without an end. */
export function roundsEndMs({ plan, fromMs, doneRounds }: Play, rule: RoundRule): number {
  if (plan.rounds === Infinity) return Infinity;
  const left = plan.rounds - doneRounds;
  if (left <= 0) return fromMs;
  const { firstMs, furtherMs } = roundLengths(plan, rule);
  return fromMs + firstMs + (left === 1 ? 0 : (left - 1) * furtherMs);
}

/** How many rounds are complete at a moment. */
export function roundsDoneAt(play: Play, atMs: number, rule: RoundRule): number {
  const { firstMs, furtherMs } = roundLengths(play.plan, rule);
  const playedMs = atMs - play.fromMs;
  if (playedMs < firstMs) return play.doneRounds;
  return (
    play.doneRounds + 1 + (furtherMs > 0 ? Math.floor((playedMs - firstMs) / furtherMs) : Infinity)
  );
}

function sum(seconds: readonly number[]): number {
  return seconds.reduce((total, each) => total + each, 0);
}
