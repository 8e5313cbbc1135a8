import { sha256 } from '#src/basics/sha256.ts';
import { type Effect, GRADES, worstGrade } from './effect.ts';

/** What is kept of an effect that was shown: its kind, how serious and how certain it was. */
export interface ShownEffect extends Pick<Effect, 'kind' | 'grade' | 'strength'> {
  /** The file of a source that fails, from 1; missing in older records. */
  readonly file?: number | undefined;
}

type AnyEffect = Effect | ShownEffect;

export function shownEffects(effects: readonly AnyEffect[]): ShownEffect[] {
  return effects.map((effect) => {
    const { kind, grade, strength } = effect;
    const file = 'file' in effect ? effect.file : undefined;
    return { kind, grade, strength, file: typeof file === 'object' ? file.number : file };
  });
}

/**
 * Whether viewers would lose more than was approved: a more serious grade, an unseen way to go off air (of a source:
 * another file), or one that only could happen then and will happen now.
 */
export function isWorse(approved: readonly ShownEffect[], now: readonly AnyEffect[]): boolean {
  const graver = GRADES.indexOf(worstGrade(now)) < GRADES.indexOf(worstGrade(approved));
  return graver || shownEffects(now).some((effect) => isNewLoss(effect, approved));
}

function isNewLoss(effect: ShownEffect, approved: readonly ShownEffect[]): boolean {
  if (effect.grade !== 'off_air') return false;
  const { file = 0 } = effect;
  const same = approved.filter(
    (each) => each.kind === effect.kind && each.grade === 'off_air' && (each.file ?? file) === file,
  );
  if (same.length === 0) return true;
  return effect.strength === 'will' && same.every(({ strength }) => strength === 'could');
}

/**
 * Stands for the ways to go off air that are in some effects, with how certain each is: 12 hexadecimal digits, the same
 * for the same ways in any order.
 */
export function offAirMark(effects: readonly AnyEffect[]): string {
  const ways = shownEffects(effects)
    .filter(({ grade }) => grade === 'off_air')
    .map(({ kind, strength, file }) => [kind, strength, ...(file ? [file] : [])].join(' '));
  return sha256([...new Set(ways)].toSorted().join('\n')).slice(0, 12);
}
