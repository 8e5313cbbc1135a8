import { type Possibility, possibilitiesOf, type Situation } from './assumptions.ts';
import type { RoundsFirst } from './effect.ts';
import { type Plan, planAfter } from './plan.ts';
import { type Span, type Timeline, timelineAfter, timelineAsItIs } from './timeline.ts';

/** What viewers would see without the change and with it, if one possibility is true. */
export interface Outlook extends Possibility {
  readonly before: Timeline;
  readonly after: Timeline;
}

/** One outlook for each possibility; exactly one of them is expected, and comes first. */
export type Outlooks = readonly [Outlook, ...Outlook[]];

export function outlooksOf(situation: Situation): Outlooks {
  const { task, payload, atMs, before, pushKey } = situation;
  const outlooks = possibilitiesOf(situation).map((possibility) => {
    const { assumption } = possibility;
    const asItIs = timelineAsItIs(before, atMs, assumption);
    const plan = planAfter(task, payload, { atMs, keepsOmitted: assumption.keepsOmitted });
    const pushKeyEndsMs = assumption.keyEnds ? (pushKey?.atMs ?? Infinity) : Infinity;
    return {
      ...possibility,
      before: asItIs,
      after: timelineAfter(asItIs, plan, { atMs, pushKeyEndsMs, assumption }),
    };
  });
  const expected = outlooks.find(({ isExpected }) => isExpected);
  if (!expected) throw new Error('no possibility is the expected one');
  return [expected, ...outlooks.filter((outlook) => outlook !== expected)];
}

/** A time in which viewers lose a picture, and why. */
export type Loss = Omit<Span, 'isOn'>;

/**
 * The spans that are on air without the change and off air with it, in order. If the task is paused, every loss is
 * due to the pause.
 */
export function lossesOf({ before, after }: Outlook): Loss[] {
  return before.spans
    .filter(({ isOn }) => isOn)
    .flatMap((on) =>
      after.spans
        .filter(({ isOn }) => !isOn)
        .map((off) => ({
          fromMs: Math.max(on.fromMs, off.fromMs),
          untilMs: Math.min(on.untilMs, off.untilMs),
          because: after.plan.isPaused ? ('paused' as const) : off.because,
        })),
    )
    .filter(({ fromMs, untilMs }) => fromMs < untilMs);
}

/** Whether rounds are counted whose end nobody knows, since that of a file is unknown. */
export function isUncertain(
  { rounds, files }: Plan,
  durations: ReadonlyMap<string, number>,
): boolean {
  return rounds !== Infinity && !files.every((url) => durations.has(url));
}

/**
 * The counted rounds that take a changed task off air before its end time, or may do so; with the time if it is the
 * same in every possibility.
 */
export function roundsFirst(
  outlooks: Outlooks,
  durations: ReadonlyMap<string, number>,
): RoundsFirst | undefined {
  const [{ after }] = outlooks;
  const { rounds, endMs } = after.plan;
  if (isUncertain(after.plan, durations)) return { rounds };
  const ends = outlooks.map((outlook) => onAir(outlook.after)?.untilMs ?? endMs);
  const [atMs = endMs] = ends;
  if (rounds === Infinity || ends.every((untilMs) => untilMs >= endMs)) return undefined;
  return { rounds, atMs: ends.every((untilMs) => untilMs === atMs) ? atMs : undefined };
}

/** Whether the task is on air at the moment of the change. */
export function isOnNow({ spans }: Timeline): boolean {
  return spans[0]?.isOn === true;
}

/** The span on air, if there is one. */
export function onAir({ spans }: Timeline): Span | undefined {
  return spans.find(({ isOn }) => isOn);
}
