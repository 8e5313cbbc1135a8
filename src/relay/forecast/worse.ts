import { sha256 } from '#src/basics/sha256.ts';
import { type Effect, GRADES, worstGrade } from './effect.ts';

/** What is kept of an effect that was shown: its kind, how serious and how certain it was. */
export type ShownEffect = Pick<Effect, 'kind' | 'grade' | 'strength'>;

export function shownEffects(effects: readonly Effect[]): ShownEffect[] {
  return effects.map(({ kind, grade, strength }) => ({ kind, grade, strength }));
}

/**
 * Whether viewers would lose more than was approved: a more serious grade, an unseen way to go off air, or one that
 * only could happen then and will happen now.
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

/**
 * Stands for the ways to go off air that are in some effects, with how certain each is: 12 hexadecimal digits, the same
 * for the same ways in any order.
 */
export function offAirMark(effects: readonly ShownEffect[]): string {
  const ways = effects
    .filter(({ grade }) => grade === 'off_air')
    .map(({ kind, strength }) => `${kind} ${strength}`);
  return sha256([...new Set(ways)].toSorted().join('\n')).slice(0, 12);
}
