import type { Ending } from '#src/relay/forecast/ending.ts';
import { moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** When and how a task goes off air by itself. Mrkdwn. */
export function endingSentence(
  { atMs, by, rounds = 1, sooner }: Ending,
  { ending }: Words,
): string {
  if (atMs === undefined) return ending.roundsOnly[sooner ?? 'unknown'](rounds);
  const when = moment(atMs);
  const ends = by === 'time' ? ending.byTime(when) : ending.byRounds(when, rounds);
  return sooner === undefined ? ends : ending.sooner[sooner](ends, rounds);
}
