import { type Effect, GRADES, worstGrade } from './effect.ts';

/** What is kept of an effect that people were shown: which one, and how grave and how sure it was. */
export type ShownEffect = Pick<Effect, 'kind' | 'grade' | 'strength'>;

/** Effects as they are kept in a record. */
export function shownEffects(effects: readonly Effect[]): ShownEffect[] {
  return effects.map(({ kind, grade, strength }) => ({ kind, grade, strength }));
}

/**
 * Whether viewers would lose more than was approved: a graver grade, a way to go off air that nobody was shown, or
 * one that could happen then and will happen now.
 */
export function isWorse(approved: readonly ShownEffect[], now: readonly ShownEffect[]): boolean {
  const graver = GRADES.indexOf(worstGrade(now)) < GRADES.indexOf(worstGrade(approved));
  return graver || now.some((effect) => isNewLoss(effect, approved));
}

function isNewLoss(effect: ShownEffect, approved: readonly ShownEffect[]): boolean {
  if (effect.grade !== 'off_air') return false;
  const same = approved.filter(({ kind, grade }) => kind === effect.kind && grade === 'off_air');
  if (same.length === 0) return true;
  return effect.strength === 'will' && same.every(({ strength }) => strength === 'could');
}
