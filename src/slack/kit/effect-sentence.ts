import type { Effect, PlaylistFile, Resumption, Strength } from '#src/relay/forecast/effect.ts';
import type { Words } from '#src/slack/words/index.ts';
import { clock, escapedWithin, moment } from './text.ts';

/** Characters of the name of a file or a task. */
const NAME_MAX = 80;

/** How to word an effect. */
export interface Voice {
  readonly words: Words;
  /** The name of a URL's file among those of the change. */
  readonly nameOf: (url: string) => string;
  /** When the change ran, in milliseconds; undefined if it has not run yet. */
  readonly ranMs: number | undefined;
  /** When it is set back by plan, in milliseconds; undefined: the change stays. */
  readonly backAtMs?: number | undefined;
}

/**
 * One effect on viewers as mrkdwn, worded as strongly as it is certain. `isHedged`: the line above is equally
 * uncertain, so the hedge is not repeated.
 */
export function effectSentence(effect: Effect, voice: Voice, isHedged: boolean): string {
  const { effects } = voice.words;
  switch (effect.kind) {
    case 'break':
      return `${breakOpening(effect.strength, voice, isHedged)}${effects.andThen(playbackOf(effect.playback, voice))}`;
    case 'back_on_air':
      return [
        isHedged ? effects.otherwiseOnAir : effects.backOnAir[effect.strength],
        effects.from(moment(effect.fromMs)),
        untilTail(effect, voice),
        effects.playing(playbackOf(effect.playback, voice)),
      ].join('');
    case 'new_playlist': {
      const { first, todayFirst, roundMs } = effect;
      const file = fileOf(first, voice);
      const fileToday = todayFirst && fileOf(todayFirst, voice);
      const today = fileToday && fileToday !== file ? effects.insteadOf(fileToday) : '';
      const round = roundMs === undefined ? '' : effects.oneRound(clock(roundMs / 1000));
      return `${effects.newPlaylist(file)}${today}${round}`;
    }
    case 'start_position':
      return effects.startPosition(fileOf(effect.file, voice), clock(effect.seconds));
    case 'starts_earlier':
    case 'starts_later':
    case 'ends_earlier':
    case 'ends_later': {
      const open = effect.kind.startsWith('starts') ? effects.atOnce : effects.noEnd;
      const { sooner } = effect;
      const soonAt = sooner?.atMs === undefined ? undefined : moment(sooner.atMs);
      const orSooner = sooner ? effects.orRounds(sooner.rounds, soonAt) : '';
      const [when = open, today = open] = [effect.atMs, effect.todayMs].map((ms) =>
        ms === undefined ? undefined : moment(ms),
      );
      return `${effects.times[effect.kind](when)}${orSooner}${effects.insteadOfTime(today)}`;
    }
    case 'other_rounds': {
      const [rounds = effects.untilTheEnd, today = effects.untilTheEnd] = [
        effect.rounds,
        effect.todayRounds,
      ].map((count) => (count === undefined ? undefined : effects.roundCount(count)));
      return effects.rounds(rounds, today);
    }
    case 'no_effect':
      return effects.noEffect[effect.why];
    default:
      return offAirSentence(effect, voice, isHedged);
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

function offAirSentence(effect: OffAir, voice: Voice, isHedged: boolean): string {
  const { effects } = voice.words;
  const isBreak = effect.grade === 'interruption';
  const hedged = (isBreak ? effects.breaksOff : effects.offAir)[effect.strength];
  const opening = isHedged ? (isBreak ? effects.alsoBreak : effects.also) : hedged;
  switch (effect.kind) {
    case 'paused':
      return `${pausedSentence(effect, opening, voice)}${tail(effect.endMs, effects.endsAnyway)}`;
    case 'rounds_over':
      return `${opening}${afterRounds(effect, voice)}${todayTail(effect, voice)}`;
    case 'ends_soon':
      return `${opening}${effects.atEnd(moment(effect.atMs))}${todayTail(effect, voice)}`;
    case 'start_moved':
      return `${opening}${effects.untilNewStart(moment(effect.untilMs))}`;
    case 'push_key_ended': {
      const say = effect.isKeySure ? effects.keyEnded : effects.keyMayHaveEnded;
      return `${opening}${say(moment(effect.fromMs), moment(effect.keyEndedMs))}`;
    }
    case 'stays_off':
      return `${isHedged ? effects.also : effects.staysOff[effect.strength]}${effects.staysOffBecause[offBecause(effect)]}`;
    case 'source_trouble':
      return [
        opening,
        effects.atFile(fileOf(effect.file, voice)),
        tail(effect.fromMs, effects.firstAt),
        troubleOf(effect.trouble, voice.words),
      ].join('');
    case 'source_ends': {
      const why = effects.sourceEnds(moment(effect.endedMs), moment(effect.fromMs));
      return `${opening}${effects.atFile(fileOf(effect.file, voice))}${why}`;
    }
    case 'same_target': {
      const name = escapedWithin(effect.name, NAME_MAX);
      const from = effects.sameTarget(name, moment(effect.fromMs));
      return `${opening}${from}${tail(effect.untilMs, effects.sameTargetUntil)}`;
    }
  }
}

/** It is certain that an ended task stays off only if that was measured. */
function offBecause({ because, strength }: Extract<Effect, { readonly kind: 'stays_off' }>) {
  if (because === 'push_key_ended' && strength !== 'will') return 'push_key_may_have_ended';
  return because === 'not_revived' && strength === 'will' ? 'never_revived' : because;
}

/** The loss: at once, or from a future start. */
function pausedSentence(
  { startMs, strength }: Extract<Effect, { readonly kind: 'paused' }>,
  opening: string,
  { words, ranMs, backAtMs }: Voice,
): string {
  const { effects } = words;
  const until = backAtMs === undefined ? effects.resumed : effects.setBack(moment(backAtMs));
  if (startMs !== undefined) {
    return `${effects.staysOff[strength]}${effects.atStart(moment(startMs), until)}`;
  }
  return ranMs === undefined
    ? `${opening}${effects.paused(until)}`
    : effects.pausedSince(moment(ranMs), until);
}

function afterRounds(
  { rounds, atMs, isOver }: Extract<Effect, { readonly kind: 'rounds_over' }>,
  { words, ranMs }: Voice,
): string {
  const { roundsOver } = words.effects;
  if (isOver === 'yes')
    return ranMs === undefined ? roundsOver.are(rounds) : roundsOver.were(rounds);
  if (atMs === undefined) return roundsOver.sometime(rounds);
  return (isOver === 'perhaps' ? roundsOver.perhaps : roundsOver.at)(rounds, moment(atMs));
}

/** A past forecast is worded as such, since nobody checked whether it came true. */
function breakOpening(strength: Strength, { words, ranMs }: Voice, isHedged: boolean): string {
  const { effects } = words;
  if (ranMs === undefined) return isHedged ? effects.alsoBreak : effects.breaksOff[strength];
  return isHedged ? effects.alsoBreak : effects.brokeOff[strength](moment(ranMs));
}

function troubleOf(
  trouble: Extract<Effect, { readonly kind: 'source_trouble' }>['trouble'],
  { effects }: Words,
): string {
  if (trouble.kind === 'missing') return effects.trouble.missing(trouble.httpStatus);
  return trouble.kind === 'not_media' ? effects.trouble.notMedia : effects.trouble.unreachable;
}

function playbackOf(playback: Resumption, voice: Voice): string {
  const said = voice.words.effects.playback;
  if (playback.from !== 'start_position') return said[playback.from];
  return said.start_position(fileOf(playback.file, voice), clock(playback.seconds));
}

function tail(atMs: number | undefined, say: (when: string) => string): string {
  return atMs === undefined ? '' : say(moment(atMs));
}

/** Until when it would have run without the change. */
function todayTail(
  {
    todayUntilMs: untilMs,
    todayRounds: rounds,
  }: Extract<Effect, { readonly kind: 'rounds_over' | 'ends_soon' }>,
  { words: { effects }, ranMs }: Voice,
): string {
  const { until, onAndOn, untilRounds } = ranMs === undefined ? effects.today : effects.before;
  if (untilMs === undefined) return rounds === undefined ? onAndOn : untilRounds(rounds);
  return `${until(moment(untilMs))}${rounds === undefined ? '' : effects.orRounds(rounds)}`;
}

/** How long a task is on air again, at the latest. */
function untilTail(
  { untilMs, rounds }: Extract<Effect, { readonly kind: 'back_on_air' }>,
  { words: { effects } }: Voice,
): string {
  if (untilMs === undefined) return rounds === undefined ? '' : effects.untilRounds(rounds);
  return `${effects.until(moment(untilMs))}${rounds === undefined ? '' : effects.orRounds(rounds)}`;
}

/** `evening.mp4 (file 2)`, never with its query, which may hold signing keys. */
function fileOf({ number, url }: PlaylistFile, { words, nameOf }: Voice): string {
  return words.effects.file(escapedWithin(nameOf(url), NAME_MAX), number);
}
