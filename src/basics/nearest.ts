import { distance } from 'fastest-levenshtein';

/** The known word that was probably meant, or undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const [best] = known
    .map((candidate) => ({ candidate, away: distance(typed, candidate.toLowerCase()) }))
    .toSorted((a, b) => a.away - b.away);
  return best && best.away <= Math.max(1, Math.floor(typed.length / 2))
    ? best.candidate
    : undefined;
}
