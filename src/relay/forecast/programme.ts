import { breakStrength, changedBy, type Situation } from './assumptions.ts';
import type { Effect, NoEffect, PlaylistFile, Resumption } from './effect.ts';
import { finite, NEAR_END_MS, strengthOf } from './off-air.ts';
import { isOnNow, onAir, type Outlooks, roundsFirst } from './outlook.ts';
import type { Plan } from './plan.ts';
import { roundLengths } from './rounds.ts';
import { isSameList } from './unknown-lengths.ts';

/** What else viewers notice: an interruption, another programme or other times. */
export function programmeEffects(situation: Situation, outlooks: Outlooks): Effect[] {
  const [expected] = outlooks;
  const { before, after } = expected;
  if (after.plan.isPaused && before.plan.isPaused) return [noEffect('paused')];
  if (!onAir(before) && !outlooks.some((outlook) => onAir(outlook.after))) {
    const isRoundsOver = before.spans[0]?.because === 'rounds_over';
    return [noEffect(isRoundsOver ? 'rounds_over' : 'ended')];
  }
  const found = [
    ...breakEffect(situation, outlooks),
    ...backOnAir(outlooks, situation.atMs),
    ...(after.plan.isPaused ? [] : otherProgramme(situation, outlooks)),
  ];
  if (found.length > 0 || after.plan.isPaused) return found;
  const changed = changedBy(situation.task, situation.payload);
  return [noEffect(changed.includes('callback_events') ? 'events_only' : 'unchanged')];
}

function noEffect(why: NoEffect): Effect {
  return { kind: 'no_effect', grade: 'none', strength: 'will', why };
}

/** A moved start is reported by itself, including whether it interrupts the stream. */
function breakEffect(situation: Situation, outlooks: Outlooks): Effect[] {
  const known = breakStrength(situation);
  const [{ after }] = outlooks;
  const running = outlooks.find(({ before }) => isOnNow(before));
  const isOffForNow = after.plan.isPaused || after.plan.startMs > situation.atMs;
  if (!known || !running || isOffForNow) return [];
  const strength = running.isExpected ? known : 'could';
  return [{ kind: 'break', grade: 'interruption', strength, playback: resumptionOf(after.plan) }];
}

function resumptionOf(plan: Plan): Resumption {
  switch (plan.refreshType) {
    case 'immediate_new_source':
      return startOf(plan);
    case 'continue_from_file_start':
      return { from: 'start_of_interrupted_file' };
    case 'continue_from_break_point':
      return { from: 'break_point' };
    default:
      return { from: 'unknown' };
  }
}

function startOf(plan: Plan): Resumption {
  const file = fileAt(plan, plan.startFile);
  return file ? { from: 'start_position', file, seconds: plan.startSeconds } : { from: 'unknown' };
}

function fileAt({ files }: Plan, index: number): PlaylistFile | undefined {
  const url = files[index];
  return url === undefined ? undefined : { number: index + 1, url };
}

/** The task is on air right after the change and was not before, or it would never have been. */
function backOnAir(outlooks: Outlooks, atMs: number): Effect[] {
  const found = outlooks.map(({ isExpected, before, after }) => {
    const isBack = !isOnNow(before) && isOnNow(after);
    return [isExpected, isBack || (!onAir(before) && onAir(after) !== undefined)] as const;
  });
  const shown = outlooks.find((_, index) => found[index]?.[1]);
  const span = shown && onAir(shown.after);
  if (!shown || !span) return [];
  const { plan } = shown.after;
  return [
    {
      kind: 'back_on_air',
      grade: 'programme',
      strength: strengthOf(found),
      fromMs: span.fromMs,
      untilMs: finite(span.untilMs),
      rounds: finite(plan.rounds),
      playback: span.fromMs > atMs ? startOf(plan) : resumptionOf(plan),
    },
  ];
}

function otherProgramme(situation: Situation, outlooks: Outlooks): Effect[] {
  const [expected] = outlooks;
  const [before, after] = [expected.before.plan, expected.after.plan];
  const { atMs, durations } = situation;
  const common = { grade: 'programme', strength: 'will' } as const;
  const effects: Effect[] = [];
  const first = fileAt(after, after.startFile);
  const isNewList = !isSameList(before, after);
  if (isNewList && first) {
    const roundMs = lengthOfRound(after, durations);
    effects.push({
      ...common,
      kind: 'new_playlist',
      first,
      todayFirst: fileAt(before, before.startFile),
      roundMs,
    });
  }
  const isMoved =
    before.startFile !== after.startFile || before.startSeconds !== after.startSeconds;
  if (isMoved && !isNewList && first) {
    effects.push({ ...common, kind: 'start_position', file: first, seconds: after.startSeconds });
  }
  if (before.startMs !== after.startMs && Math.max(before.startMs, after.startMs) > atMs) {
    const kind = after.startMs < before.startMs ? 'starts_earlier' : 'starts_later';
    effects.push({ ...common, kind, atMs: finite(after.startMs), todayMs: finite(before.startMs) });
  }
  if (before.endMs !== after.endMs && after.endMs - atMs >= NEAR_END_MS) {
    const kind = after.endMs < before.endMs ? 'ends_earlier' : 'ends_later';
    const times = { atMs: finite(after.endMs), todayMs: finite(before.endMs) };
    effects.push({ ...common, kind, ...times, sooner: roundsFirst(outlooks, durations) });
  }
  if (before.rounds !== after.rounds) {
    effects.push({
      ...common,
      kind: 'other_rounds',
      rounds: finite(after.rounds),
      todayRounds: finite(before.rounds),
    });
  }
  return effects;
}

function lengthOfRound(plan: Plan, durations: ReadonlyMap<string, number>): number | undefined {
  const lengthOf = (url: string) => durations.get(url) ?? Infinity;
  const whole = { ...plan, startFile: 0, startSeconds: 0 };
  return finite(roundLengths(whole, { lengthOf, startsEachRoundAtPosition: false }).firstMs);
}
