import type { Payload } from '../payload.ts';
import type { RelayTask } from '../relay-task.ts';
import { type ForecastFacts, situationOf } from './forecast.ts';
import { isOnNow, outlooksOf } from './outlook.ts';
import type { Plan } from './plan.ts';
import type { Span } from './timeline.ts';

/** A stretch of time, in Unix milliseconds; it may have no end. */
export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** What viewers see of a task in a stretch of time in which nobody changes it. */
export interface Seen {
  /** On air and off air in turn. */
  readonly spans: readonly Span[];
  /** The files that are played while it is on air, in the order of the list. */
  readonly files: readonly string[];
  /** Whether these times are the same for every answer to what the API leaves open. */
  readonly isSure: boolean;
}

/** What viewers see of a task as it is. */
export function seenOf(task: RelayTask, stretch: Stretch, facts: ForecastFacts): Seen {
  const payload: Payload = { task_id: task.task_id };
  const known = { ...facts.known, keepsOmitted: true };
  const input = { ...facts, task, payload, atMs: stretch.fromMs, known };
  const outlooks = outlooksOf(situationOf(input));
  const [{ before }] = outlooks;
  const { plan, spans } = before;
  // Rounds that are over by the clock may have begun again.
  const isOver = spans[0]?.because === 'rounds_over';
  const isAnyOnAir = outlooks.some((outlook) => isOnNow(outlook.before));
  return {
    spans: within(spans, stretch),
    files: inOrder(plan),
    isSure: !isOfUnknownLength(plan, facts) && !(isOver && isAnyOnAir),
  };
}

/** What they see of it from the moment at which a change is sent. */
export function seenAfter(
  task: RelayTask,
  payload: Payload,
  stretch: Stretch,
  facts: ForecastFacts,
): Seen {
  const outlooks = outlooksOf(situationOf({ ...facts, task, payload, atMs: stretch.fromMs }));
  const [expected, ...others] = outlooks.map(({ after }) => within(after.spans, stretch));
  const [{ after }] = outlooks;
  return {
    spans: expected ?? [],
    files: inOrder(after.plan),
    isSure:
      others.every((spans) => isSameOnAir(spans, expected ?? [])) &&
      !isOfUnknownLength(after.plan, facts),
  };
}

/** The list as it is played from its start file on. */
function inOrder({ files, startFile }: Plan): readonly string[] {
  return [...files.slice(startFile), ...files.slice(0, startFile)];
}

/** Rounds that are counted end at a time that only the lengths of the files tell. */
function isOfUnknownLength({ rounds, files }: Plan, { sources = {} }: ForecastFacts): boolean {
  return rounds !== Infinity && files.some((url) => sources.durations?.has(url) !== true);
}

function within(spans: readonly Span[], { fromMs, untilMs }: Stretch): Span[] {
  return spans
    .map((span) => ({
      ...span,
      fromMs: Math.max(span.fromMs, fromMs),
      untilMs: Math.min(span.untilMs, untilMs),
    }))
    .filter((span) => span.fromMs < span.untilMs);
}

function isSameOnAir(some: readonly Span[], others: readonly Span[]): boolean {
  return JSON.stringify(onAirTimes(some)) === JSON.stringify(onAirTimes(others));
}

function onAirTimes(spans: readonly Span[]): readonly (readonly [number, number])[] {
  return spans.filter(({ isOn }) => isOn).map(({ fromMs, untilMs }) => [fromMs, untilMs] as const);
}
