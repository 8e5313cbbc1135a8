import type { Plan } from './plan.ts';
import { type LengthOf, type Play, type RoundRule, roundsDoneAt, roundsEndMs } from './rounds.ts';
import { isSameList } from './unknown-lengths.ts';

/** Why a task is on or off air in a span of time. */
export type Because =
  | 'playing'
  | 'paused'
  | 'not_started'
  /** It was on air, and its start was moved into the future. */
  | 'start_moved'
  | 'ended'
  | 'rounds_over'
  /** The key in the push URL expired before the push connects. */
  | 'push_key_ended'
  /** It had ended or played all its rounds, and the API does not revive it. */
  | 'not_revived';

/** Times are in milliseconds; the last span ends at infinity. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly isOn: boolean;
  readonly because: Because;
}

/** One set of assumptions about what is not known. */
export interface Assumption {
  /** Whether the change makes the task push again. */
  readonly breaks: boolean;
  readonly keepsOmitted: boolean;
  readonly waitsForMovedStart: boolean;
  readonly restartsRounds: boolean;
  readonly revivesEnded: boolean;
  readonly startsEachRoundAtPosition: boolean;
  /** Whether rounds began again after the start of the task, so that all of them may be left. */
  readonly hasBegunAgain: boolean;
  /** Whether the time in the push key is the one at which it expires. */
  readonly keyEnds: boolean;
  readonly lengthBefore: LengthOf;
  readonly lengthAfter: LengthOf;
  /** Whether no rounds are left to play if the API continues counting. */
  readonly isSpent: boolean;
}

export interface Timeline {
  readonly plan: Plan;
  readonly spans: readonly Span[];
  /** What is played in the span that is on; undefined when there is none. */
  readonly play?: Play | undefined;
}

/** What viewers see of a task from `atMs` on if nobody changes it. */
export function timelineAsItIs(plan: Plan, atMs: number, assumption: Assumption): Timeline {
  if (plan.isPaused) return { plan, spans: offUntilEnd(plan, atMs, 'paused') };
  // Without a start time, all of its rounds may be left.
  const isSince = Number.isFinite(plan.startMs) && !assumption.hasBegunAgain;
  const fromMs = isSince ? plan.startMs : atMs;
  const rule = { ...assumption, lengthOf: assumption.lengthBefore };
  return playing({ plan, fromMs, doneRounds: 0 }, atMs, 'not_started', rule);
}

/** What they see once the API has accepted a change at `atMs`. */
export function timelineAfter(
  before: Timeline,
  plan: Plan,
  input: { readonly atMs: number; readonly pushKeyEndsMs: number; readonly assumption: Assumption },
): Timeline {
  const { atMs, pushKeyEndsMs, assumption } = input;
  if (plan.isPaused) return { plan, spans: offUntilEnd(plan, atMs, 'paused') };
  const now = before.spans[0];
  const wasOn = now?.isOn === true;
  const isOver = now?.because === 'ended' || now?.because === 'rounds_over';
  if (isOver && !assumption.revivesEnded) {
    return { plan, spans: offUntilEnd(plan, atMs, 'not_revived') };
  }
  const isStartAhead = plan.startMs > atMs;
  const rule = { ...assumption, lengthOf: assumption.lengthAfter };
  if (wasOn && !(isStartAhead && assumption.waitsForMovedStart)) {
    if (assumption.breaks && pushKeyEndsMs <= atMs) {
      return { plan, spans: offUntilEnd(plan, atMs, 'push_key_ended') };
    }
    return playing(playAfterChange(before, plan, atMs, assumption), atMs, 'start_moved', rule);
  }
  const connectsMs = Math.max(plan.startMs, atMs);
  if (pushKeyEndsMs <= connectsMs) {
    return { plan, spans: offUntilEnd(plan, atMs, 'push_key_ended') };
  }
  const play = { plan, fromMs: connectsMs, doneRounds: 0 };
  return playing(play, atMs, wasOn ? 'start_moved' : 'not_started', rule);
}

/** What is played after a change of a task that is on air. */
function playAfterChange(before: Timeline, plan: Plan, atMs: number, assumption: Assumption): Play {
  const was = before.play;
  if (!was) return { plan, fromMs: atMs, doneRounds: 0 };
  if (!assumption.breaks) return { ...was, plan };
  if (assumption.restartsRounds) return { plan, fromMs: atMs, doneRounds: 0 };
  if (assumption.isSpent) return { plan, fromMs: atMs, doneRounds: Infinity };
  // It continues as if it had not been interrupted.
  const continues = plan.refreshType !== 'immediate_new_source' && isSameList(was.plan, plan);
  if (continues) return { ...was, plan };
  const rule = { ...assumption, lengthOf: assumption.lengthBefore };
  return { plan, fromMs: atMs, doneRounds: roundsDoneAt(was, atMs, rule) };
}

function playing(play: Play, atMs: number, whyNotYet: Because, rule: RoundRule): Timeline {
  const { plan } = play;
  const overMs = Math.min(plan.endMs, roundsEndMs(play, rule));
  const spans = spansFrom(atMs, [
    [play.fromMs, whyNotYet],
    [overMs, 'playing'],
    [plan.endMs, 'rounds_over'],
    [Infinity, 'ended'],
  ]);
  return { plan, spans, play };
}

function offUntilEnd(plan: Plan, atMs: number, because: Because): Span[] {
  return spansFrom(atMs, [
    [plan.endMs, because],
    [Infinity, 'ended'],
  ]);
}

/** Consecutive spans, each until its given time; empty ones are left out. */
function spansFrom(atMs: number, parts: readonly (readonly [number, Because])[]): Span[] {
  const spans: Span[] = [];
  let fromMs = atMs;
  for (const [untilMs, because] of parts) {
    if (untilMs <= fromMs) continue;
    spans.push({ fromMs, untilMs, isOn: because === 'playing', because });
    fromMs = untilMs;
  }
  return spans;
}
