import { isLiveNow } from '#src/relay/change-facts.ts';
import type { Change } from '#src/relay/change.ts';
import { urlsOf } from '#src/relay/field.ts';
import { fileNames } from '#src/relay/file-name.ts';
import { bySeverity, type Effect, type Grade } from '#src/relay/forecast/effect.ts';
import { effectsOf, type ForecastFacts } from '#src/relay/forecast/forecast.ts';
import type { ShownEffect } from '#src/relay/forecast/worse.ts';
import type { Payload } from '#src/relay/payload.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { windowDoubt } from '#src/relay/window.ts';
import type { Words } from '#src/slack/words/index.ts';
import { effectSentence, type Voice } from './effect-sentence.ts';

/** A change as it would be sent at a time, in milliseconds. */
export interface Foreseen extends ForecastFacts {
  readonly base: RelayTask;
  readonly change: Change;
  readonly payload: Payload;
  readonly atMs: number;
  /** It has been applied, so effects are in the past tense. */
  readonly isDone?: boolean;
  /** When it is set back by plan, in milliseconds. */
  readonly backAtMs?: number | undefined;
}

const GRADE_SIGNS: Record<Grade, string> = {
  off_air: '🔴',
  interruption: '🟠',
  programme: '🔵',
  none: '⚪',
};

/** How many effects a card shows, the most serious first; the review has them all. */
const CARD_EFFECTS_MAX = 8;

/**
 * The effects on viewers as lines of mrkdwn, the most serious first; omitted ones are counted, and certainty is
 * stated once.
 */
export function effectSentences(foreseen: Foreseen, words: Words): string[] {
  const found = effectsOf({ ...foreseen, task: foreseen.base });
  const voice = voiceOf(foreseen, words);
  const shown = found.slice(0, CARD_EFFECTS_MAX).map((effect, index) => {
    const { strength } = effect;
    const isSaid = found.slice(0, index).some((above) => above.strength === strength);
    return effectLine(effect, voice, isSaid && strength !== 'will');
  });
  const left = found.length - shown.length;
  return [
    ...shown,
    ...(left > 0 ? [words.effects.more(left)] : []),
    ...(foreseen.isDone ? [] : doubtSentences(foreseen, words)),
  ];
}

/** The most serious effect in two or three words, for a list; undefined if viewers lose nothing. */
export function gravestWords(
  shown: readonly ShownEffect[] | undefined,
  { effects }: Words,
): string | undefined {
  const [gravest] = bySeverity(shown ?? []);
  if (gravest?.grade !== 'off_air' && gravest?.grade !== 'interruption') return undefined;
  const said = gravest.grade === 'off_air' ? effects.offAir : effects.breaksOff;
  return `${GRADE_SIGNS[gravest.grade]} ${said[gravest.strength]}`;
}

/** All effects, each with how it is known. */
export function reviewedEffects(foreseen: Foreseen, words: Words): string[] {
  const voice = voiceOf(foreseen, words);
  const lines = effectsOf({ ...foreseen, task: foreseen.base }).map((effect) => {
    const line = effectLine(effect, voice, false);
    const isFoundOut = FOUND_OUT.has(effect.kind);
    return isFoundOut ? line : `${line} _(${words.effects.knownFrom[effect.strength]})_`;
  });
  return [...lines, ...doubtSentences(foreseen, words)];
}

/** These come from URLs and servers, not from the documentation. */
const FOUND_OUT: ReadonlySet<Effect['kind']> = new Set([
  'source_trouble',
  'source_ends',
  'same_target',
]);

/** What is unknown about the task, and what the API may refuse. */
function doubtSentences({ base, change, atMs }: Foreseen, { effects }: Words): string[] {
  return [
    ...(isLiveNow(base, atMs) === undefined ? [`❔ ${effects.perhapsOnAir}`] : []),
    ...(windowDoubt(base, change, atMs) === 'perhaps_too_long'
      ? [`⚠️ ${effects.perhapsTooLong}`]
      : []),
  ];
}

/** Files of today's list and of the new one are told apart by name. */
function voiceOf({ base, change, atMs, isDone, backAtMs }: Foreseen, words: Words): Voice {
  const nameOf = fileNames([...(change.source_urls ?? []), ...urlsOf(base)]);
  return { words, nameOf, ranMs: isDone === true ? atMs : undefined, backAtMs };
}

function effectLine(effect: Effect, voice: Voice, isHedged: boolean): string {
  // An applied pause: the task is off air.
  const isPaused = effect.kind === 'paused' && voice.ranMs !== undefined;
  const sign = isPaused ? '⏸' : GRADE_SIGNS[effect.grade];
  return `${sign} ${effectSentence(effect, voice, isHedged)}`;
}
