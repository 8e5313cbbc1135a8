import type { Person } from '#src/approval/record/change-request.ts';
import { dateIn } from '#src/relay/time.ts';
import { type Weekday, weekdayOf, type WindowOfDay, windowOf } from './time-window.ts';

/** A time in which nothing is changed. Its end is exclusive. */
export interface FreezeWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: string;
  /** It recurs every week; this is its next window. */
  readonly weekly?: Weekly | undefined;
  /** It was made in chat, not in the configuration. */
  readonly chat?: FromChat | undefined;
}

export interface FromChat {
  /** Without white space. */
  readonly id: string;
  readonly by: Person;
  /** Undefined: the whole project is frozen. */
  readonly task?: FrozenTask | undefined;
}

export interface FrozenTask {
  readonly id: string;
  readonly name: string;
}

/**
 * On these days of the week, between two times of day. A window past midnight belongs to the day on which it begins.
 */
export interface Weekly {
  readonly every: readonly Weekday[];
  /** `18:00` */
  readonly from: string;
  /** `23:00`, or `24:00` for the end of the day. If not later than `from`, it is on the next day. */
  readonly to: string;
  /** Undefined: UTC. */
  readonly timeZone?: string | undefined;
}

/** A freeze of the configuration: once, or every week. */
export type ConfiguredFreeze = FreezeWindow | (Weekly & { readonly reason: string });

/** Those of a project that hold for all of its tasks, and for this one. */
export function freezesOn(
  freezes: readonly ConfiguredFreeze[],
  taskId?: string,
): ConfiguredFreeze[] {
  return freezes.filter((freeze) => {
    const task = 'chat' in freeze ? freeze.chat?.task : undefined;
    return task === undefined || task.id === taskId;
  });
}

/** Windows that follow each other are shown as one, up to this length, in days. */
const JOINED_MAX = 31;

/** The freeze at a moment, if any, up to the time when nothing is frozen any more. */
export function freezeAt(
  freezes: readonly ConfiguredFreeze[],
  atMs: number,
): FreezeWindow | undefined {
  const found = lastToEnd(freezes, atMs);
  if (!found) return undefined;
  const horizonMs = atMs + JOINED_MAX * DAY_MS;
  let { toMs } = found;
  while (toMs < horizonMs) {
    const next = lastToEnd(freezes, toMs);
    if (!next) break;
    ({ toMs } = next);
  }
  return { ...found, toMs };
}

const DAY_MS = 24 * 3_600_000;

function lastToEnd(freezes: readonly ConfiguredFreeze[], atMs: number): FreezeWindow | undefined {
  const holding = freezesWithin(freezes, { fromMs: atMs, untilMs: atMs + 1 });
  return holding.toSorted((a, b) => b.toMs - a.toMs)[0];
}

/** Freezes that overlap a span, the earliest first; of a weekly one, its next window. */
export function freezesWithin(
  freezes: readonly ConfiguredFreeze[],
  span: { readonly fromMs: number; readonly untilMs: number },
): FreezeWindow[] {
  return freezes
    .flatMap((freeze) => ('every' in freeze ? (nextWindow(freeze, span) ?? []) : freeze))
    .filter(({ fromMs, toMs }) => fromMs < span.untilMs && span.fromMs < toMs)
    .toSorted((a, b) => a.fromMs - b.fromMs);
}

/** The first window that ends within a span or after it, joined with those that follow without a gap. */
function nextWindow(
  { reason, ...weekly }: Extract<ConfiguredFreeze, Weekly>,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): FreezeWindow | undefined {
  const { from, to, every, timeZone = 'UTC' } = weekly;
  const last = dateIn(untilMs, timeZone);
  let date = dateIn(fromMs, timeZone).subtract({ days: 1 });
  let found: WindowOfDay | undefined;
  for (let joined = 0; joined < JOINED_MAX; date = date.add({ days: 1 })) {
    const window = every.includes(weekdayOf(date))
      ? windowOf({ from, to, timeZone }, date)
      : undefined;
    if (found) {
      if (!window || window.fromMs > found.toMs) break;
      found = { ...found, toMs: window.toMs };
      joined += 1;
    } else if (window && window.toMs > fromMs) {
      found = window;
    } else if (Temporal.PlainDate.compare(date, last) > 0) {
      break;
    }
  }
  return found && { fromMs: found.fromMs, toMs: found.toMs, reason, weekly };
}

/** Freezes that apply to all tasks of a project. */
export function wholeProject(freezes: readonly ConfiguredFreeze[]): readonly ConfiguredFreeze[] {
  return freezes.filter((freeze) => 'every' in freeze || freeze.chat?.task === undefined);
}

/** A weekly freeze without a time zone uses that of its project. */
export function freezeInZone(freeze: ConfiguredFreeze, timeZone: string): ConfiguredFreeze {
  return 'every' in freeze ? { ...freeze, timeZone: freeze.timeZone ?? timeZone } : freeze;
}
