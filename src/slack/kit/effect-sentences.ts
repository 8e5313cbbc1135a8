import { isLiveNow } from '#src/relay/change-facts.ts';
import type { Change } from '#src/relay/change.ts';
import { fileName } from '#src/relay/file-name.ts';
import type { Effect, Grade, PlaylistFile, Resumption } from '#src/relay/forecast/effect.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import type { Rival } from '#src/relay/forecast/push-target.ts';
import type { SourceFacts } from '#src/relay/forecast/source-effects.ts';
import type { Payload } from '#src/relay/payload.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { windowDoubt } from '#src/relay/window.ts';
import type { Words } from '#src/slack/words/index.ts';
import { clock, escapedWithin, moment } from './text.ts';

/** A change as it would be sent at a moment, in milliseconds. */
export interface Foreseen {
  readonly base: RelayTask;
  readonly change: Change;
  readonly payload: Payload;
  readonly atMs: number;
  /** What was found out about the sources; nothing is known of one that is missing. */
  readonly sources?: Partial<SourceFacts> | undefined;
  /** Other tasks that push to the same target, as far as that is known. */
  readonly rivals?: readonly Rival[] | undefined;
  /** It has been done: what it did is told, not what it would do. */
  readonly isDone?: boolean;
}

const GRADE_SIGNS: Record<Grade, string> = {
  off_air: '🔴',
  interruption: '🟠',
  programme: '🔵',
  none: '⚪',
};

/** Effects that a card has room for; the most serious come first, and the review has them all. */
const CARD_EFFECTS_MAX = 8;

/** Characters of the name of a file or a task. */
const NAME_MAX = 80;

/** What a change does to viewers as lines of mrkdwn, the most serious first; what is left out is counted. */
export function effectSentences(foreseen: Foreseen, words: Words): string[] {
  const found = effectsOf({ ...foreseen, task: foreseen.base });
  const shown = found.slice(0, CARD_EFFECTS_MAX).map((effect) => {
    const isPause = foreseen.isDone === true && effect.kind === 'paused';
    return isPause ? `⏸ ${pausedSince(foreseen.atMs, effect, words)}` : effectLine(effect, words);
  });
  const left = found.length - shown.length;
  return [
    ...shown,
    ...(left > 0 ? [words.effects.more(left)] : []),
    ...(foreseen.isDone ? [] : doubtSentences(foreseen, words)),
  ];
}

/** A pause that is done is no effect to come: the task is off air. */
function pausedSince(
  atMs: number,
  { endMs }: Extract<Effect, { readonly kind: 'paused' }>,
  { effects }: Words,
): string {
  return `${effects.pausedSince(moment(atMs))}${tail(endMs, effects.endsAnyway)}`;
}

/** The same in whole, each effect with how it is known. */
export function reviewedEffects(foreseen: Foreseen, words: Words): string[] {
  const lines = effectsOf({ ...foreseen, task: foreseen.base }).map((effect) => {
    const line = effectLine(effect, words);
    const isFoundOut = FOUND_OUT.has(effect.kind);
    return isFoundOut ? line : `${line} _(${words.effects.knownFrom[effect.strength]})_`;
  });
  return [...lines, ...doubtSentences(foreseen, words)];
}

/** These are seen in the addresses and at the servers, not read in the documentation. */
const FOUND_OUT: ReadonlySet<Effect['kind']> = new Set([
  'source_trouble',
  'source_ends',
  'same_target',
]);

/** What cannot be told from the task, and what the API may refuse. */
function doubtSentences({ base, change, atMs }: Foreseen, { effects }: Words): string[] {
  return [
    ...(isLiveNow(base, atMs) === undefined ? [`❔ ${effects.perhapsOnAir}`] : []),
    ...(windowDoubt(base, change, atMs) === 'perhaps_too_long'
      ? [`⚠️ ${effects.perhapsTooLong}`]
      : []),
  ];
}

function effectLine(effect: Effect, words: Words): string {
  return `${GRADE_SIGNS[effect.grade]} ${effectSentence(effect, words)}`;
}

function effectSentence(effect: Effect, words: Words): string {
  const { effects } = words;
  const programme = effect.strength === 'will' ? '' : effects.programme[effect.strength];
  switch (effect.kind) {
    case 'break':
      return `${effects.breaksOff[effect.strength]}${effects.andThen(playbackOf(effect.playback, words))}`;
    case 'back_on_air':
      return [
        effects.backOnAir[effect.strength],
        effects.from(moment(effect.fromMs)),
        tail(effect.untilMs, effects.until),
        effects.playing(playbackOf(effect.playback, words)),
      ].join('');
    case 'new_playlist': {
      const { first, todayFirst, roundMs } = effect;
      const today = todayFirst ? effects.insteadOf(fileOf(todayFirst, words)) : '';
      const round = roundMs === undefined ? '' : effects.oneRound(clock(roundMs / 1000));
      return `${programme}${effects.newPlaylist(fileOf(first, words))}${today}${round}`;
    }
    case 'start_position':
      return `${programme}${effects.startPosition(fileOf(effect.file, words), clock(effect.seconds))}`;
    case 'starts_earlier':
    case 'starts_later':
    case 'ends_earlier':
    case 'ends_later': {
      const open = effect.kind.startsWith('starts') ? effects.atOnce : effects.noEnd;
      const [when = open, today = open] = [effect.atMs, effect.todayMs].map((ms) =>
        ms === undefined ? undefined : moment(ms),
      );
      return `${programme}${effects.times[effect.kind](when)}${effects.insteadOfTime(today)}`;
    }
    case 'other_rounds': {
      const [rounds = effects.untilTheEnd, today = effects.untilTheEnd] = [
        effect.rounds,
        effect.todayRounds,
      ].map((count) => (count === undefined ? undefined : effects.roundCount(count)));
      return `${programme}${effects.rounds(rounds, today)}`;
    }
    case 'no_effect':
      return effects.noEffect[effect.why];
    default:
      return offAirSentence(effect, words);
  }
}

type OffAir = Extract<
  Effect,
  {
    readonly kind:
      | 'paused'
      | 'rounds_over'
      | 'ends_soon'
      | 'start_moved'
      | 'push_key_ended'
      | 'stays_off'
      | 'source_trouble'
      | 'source_ends'
      | 'same_target';
  }
>;

function offAirSentence(effect: OffAir, words: Words): string {
  const { effects } = words;
  const opening =
    effect.grade === 'interruption'
      ? effects.breaksOff[effect.strength]
      : effects.offAir[effect.strength];
  switch (effect.kind) {
    case 'paused':
      return `${opening}${effects.paused}${tail(effect.endMs, effects.endsAnyway)}`;
    case 'rounds_over': {
      const { rounds, atMs } = effect;
      const when =
        atMs === undefined
          ? effects.afterRoundsSometime(rounds)
          : effects.afterRounds(rounds, moment(atMs));
      return `${opening}${when}${todayTail(effect.todayUntilMs, words)}`;
    }
    case 'ends_soon':
      return `${opening}${effects.atEnd(moment(effect.atMs))}${todayTail(effect.todayUntilMs, words)}`;
    case 'start_moved':
      return `${opening}${effects.untilNewStart(moment(effect.untilMs))}`;
    case 'push_key_ended':
      return `${opening}${effects.keyEnded(moment(effect.fromMs), moment(effect.keyEndedMs))}`;
    case 'stays_off':
      return `${effects.staysOff[effect.strength]}${effects.staysOffBecause[effect.because]}`;
    case 'source_trouble':
      return [
        opening,
        effects.atFile(fileOf(effect.file, words)),
        tail(effect.fromMs, effects.firstAt),
        troubleOf(effect.trouble, words),
      ].join('');
    case 'source_ends': {
      const why = effects.sourceEnds(moment(effect.endedMs), moment(effect.fromMs));
      return `${opening}${effects.atFile(fileOf(effect.file, words))}${why}`;
    }
    case 'same_target': {
      const name = escapedWithin(effect.name, NAME_MAX);
      const from = effects.sameTarget(name, moment(effect.fromMs));
      return `${opening}${from}${tail(effect.untilMs, effects.sameTargetUntil)}`;
    }
  }
}

function troubleOf(
  trouble: Extract<Effect, { readonly kind: 'source_trouble' }>['trouble'],
  { effects }: Words,
): string {
  if (trouble.kind === 'missing') return effects.trouble.missing(trouble.httpStatus);
  return trouble.kind === 'not_media' ? effects.trouble.notMedia : effects.trouble.unreachable;
}

function playbackOf(playback: Resumption, words: Words): string {
  const said = words.effects.playback;
  if (playback.from !== 'start_position') return said[playback.from];
  return said.start_position(fileOf(playback.file, words), clock(playback.seconds));
}

function tail(atMs: number | undefined, say: (when: string) => string): string {
  return atMs === undefined ? '' : say(moment(atMs));
}

function todayTail(untilMs: number | undefined, { effects }: Words): string {
  return untilMs === undefined ? effects.todayOnAndOn : effects.todayUntil(moment(untilMs));
}

/** `evening.mp4 (file 2)`: the last part of the address, never its query, where signing keys travel. */
function fileOf({ number, url }: PlaylistFile, { effects }: Words): string {
  return effects.file(escapedWithin(fileName(url), NAME_MAX), number);
}
