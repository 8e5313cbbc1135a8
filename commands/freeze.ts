import { FREEZE_REASON_MAX } from '#src/approval/decide/chat-freezes.ts';
import type { Command, Reply, TypedEnd } from './command.ts';
import { comingDayFrom } from './day.ts';
import { projectOf } from './project.ts';

/**
 * `/relay freeze`: lists freezes. With a time and a reason, it freezes a project or one of its tasks. Project and task
 * stand before the time or after it; what follows is the reason.
 */
export const freeze: Command = {
  name: 'freeze',
  usage: 'freeze [project] [task] <for 2h | until 18:00> <reason>',
  examples: [
    'freeze',
    'freeze for 2h Election night',
    'freeze live/news-24h until 18:00 The feed is being repaired',
    'freeze live-prod until 2026-12-31 23:30 New Year show',
  ],
  run({ words, typed: asTyped, projects }): Reply {
    const at = words.findIndex((word) => /^(?:for|until)$/i.test(word));
    if (at === -1) return withoutTime(words, projects);
    const typed = words.slice(at + 1);
    const end = words[at]?.toLowerCase() === 'for' ? spanIn(typed) : timeIn(typed);
    if (typed.length === 0) return incomplete('time');
    if (!end) return { kind: 'unknown_time', word: saidOfTime(typed) };
    const after = typed.slice(end.words);
    const before = words.slice(0, at);
    const isNamed = before.some((word) => projects.includes(word));
    const moved = !isNamed && after[0] !== undefined && projects.includes(after[0]) ? 1 : 0;
    const found = projectOf(
      { words: [...after.slice(0, moved), ...before], projects },
      freeze.usage,
    );
    if ('reply' in found) return found.reply;
    if (found.rest.length > 1) return { kind: 'too_many_words', usage: freeze.usage };
    const rest = after.slice(moved);
    const [task = taskIn(rest)] = found.rest;
    const named = found.rest.length === 0 && task !== undefined ? 1 : 0;
    const reason = asTyped.slice(words.length - rest.length + named).join(' ');
    if (reason === '') return incomplete('reason');
    const { length } = Array.from(reason);
    if (length > FREEZE_REASON_MAX) {
      return { kind: 'reason_too_long', length, max: FREEZE_REASON_MAX };
    }
    return { kind: 'freeze', project: found.project, task, end: end.end, reason };
  },
};

/** `/relay unfreeze [project] [task]`: lifts what was frozen with `/relay freeze`. */
export const unfreeze: Command = {
  name: 'unfreeze',
  usage: 'unfreeze [project] [task]',
  examples: ['unfreeze', 'unfreeze live/news-24h', 'unfreeze live-prod'],
  run(input): Reply {
    if (input.words.length === 0 && input.projects.length > 1) return { kind: 'freezes' };
    const found = projectOf(input, unfreeze.usage);
    if ('reply' in found) return found.reply;
    const [task, ...more] = found.rest;
    if (more.length > 0) return { kind: 'too_many_words', usage: unfreeze.usage };
    return { kind: 'unfreeze', project: found.project, task };
  },
};

function withoutTime(words: readonly string[], projects: readonly string[]): Reply {
  const [project, ...more] = words;
  if (project === undefined) return { kind: 'freezes' };
  return projects.includes(project) && more.length === 0
    ? { kind: 'freezes', project }
    : incomplete('time');
}

function incomplete(missing: 'time' | 'reason'): Reply {
  return {
    kind: 'freeze_incomplete',
    missing,
    usage: freeze.usage,
    example: 'freeze for 2h Election night',
  };
}

interface Read {
  readonly end: TypedEnd;
  /** How many words it took. */
  readonly words: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const SPAN =
  /^(?:(\d{1,5}) ?d(?:ays?)?)? ?(?:(\d{1,5}) ?h(?:(?:ou)?rs?)?)? ?(?:(\d{1,5}) ?m(?:in(?:ute)?s?)?)?[,:;]?(?= |$)/i;

/** `2h`, `90m`, `1d`, `2 hours`, `1h30m` or `1 hour 30 minutes`: days, hours and minutes, in this order. */
function spanIn(typed: readonly string[]): Read | undefined {
  const [said = '', days = 0, hours = 0, minutes = 0] = SPAN.exec(typed.join(' ')) ?? [];
  const forMs = Number(days) * DAY_MS + Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
  return forMs > 0 ? { end: { forMs }, words: said.trim().split(' ').length } : undefined;
}

const TIME = /^(?:(\d{4}-\d{2}-\d{2})[Tt])?(\d{1,2}):([0-5]\d)(\S*?)[,:;]?$/;

/** `18:00`, `tomorrow 18:00`, `friday 18:00`, `2026-12-01 18:00` or `2026-12-01T18:00+08:00`; also followed by `UTC` or `+08:00`. */
function timeIn([first = '', second = '', third = '']: readonly string[]): Read | undefined {
  const day = comingDayFrom(first);
  const [word, next] = day === undefined ? [first, second] : [second, third];
  const [, joined, hours = '', minutes = '', end = ''] = TIME.exec(word) ?? [];
  if (hours === '' || Number(hours) > 23) return undefined;
  const date = day ?? (joined === undefined ? undefined : comingDayFrom(joined));
  // A date that does not exist.
  if (joined !== undefined && date === undefined) return undefined;
  const after = (end === '' ? next : end).replaceAll(/^\(|[),:;]+$/g, '');
  const offset = offsetFrom(after);
  const isOurs = offset !== undefined && end === '';
  // Half of a day, or a zone of which there are several: without it, another time would be meant.
  if (offset === undefined && (end !== '' || CLOCK.test(after))) return undefined;
  const time = `${hours.padStart(2, '0')}:${minutes}`;
  const words = (day === undefined ? 1 : 2) + (isOurs ? 1 : 0);
  return { end: { until: { date, time, offset } }, words };
}

const CLOCK = /^(?:[AaPp]\.?[Mm]\.?|[A-Z][SD]T|[CE]ES?T|A[CEW][SD]T|BJT|HKT|MSK|SGT)$/;

/** `Z` or an offset like `+08:00`, of `UTC`, `GMT+8`, `+0800` and the like; undefined for any other word. */
function offsetFrom(word: string): string | undefined {
  if (/^(?:Z|UTC|GMT)$/i.test(word)) return 'Z';
  const [, sign = '', hours = '', minutes = '00'] =
    /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?$/i.exec(word) ?? [];
  // The farthest that clocks are from UTC.
  if (sign === '' || Number(hours) > 14) return undefined;
  return `${sign}${hours.padStart(2, '0')}:${minutes}`;
}

function saidOfTime(typed: readonly string[]): string {
  const isAfterDay = comingDayFrom(typed[0] ?? '') !== undefined;
  return typed.slice(0, isAfterDay ? 3 : 2).join(' ');
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The name of a task has a slash, and there are ids; `24/7` and dates are neither. */
function taskIn([first = '']: readonly string[]): string | undefined {
  return /^(?!\d+\/\d+$)[^/]+\/[^/]+$/.test(first) || ID.test(first) ? first : undefined;
}
