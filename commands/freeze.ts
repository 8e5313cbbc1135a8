import { FREEZE_REASON_MAX } from '#src/approval/chat-freezes.ts';
import type { Command, Reply, TypedEnd } from './command.ts';
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
  run({ words, projects }): Reply {
    const at = words.findIndex((word) => /^(?:for|until)$/i.test(word));
    if (at === -1) return withoutTime(words, projects);
    const typed = words.slice(at + 1);
    const end = words[at]?.toLowerCase() === 'for' ? spanIn(typed) : timeIn(typed);
    if (typed.length === 0) return incomplete('time');
    if (!end) return { kind: 'unknown_time', word: typed.slice(0, 2).join(' ') };
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
    const reason = (found.rest.length === 0 && task !== undefined ? rest.slice(1) : rest).join(' ');
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

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 24 * 3_600_000 };

/** `2h`, `90m` or `1d`. */
function spanIn([word = '']: readonly string[]): Read | undefined {
  const [, count, unit = ''] = /^(\d{1,5})(m|h|d)(?:in|ours?|ays?)?$/i.exec(word) ?? [];
  const forMs = Number(count) * (UNIT_MS[unit.toLowerCase()] ?? 0);
  return forMs > 0 ? { end: { forMs }, words: 1 } : undefined;
}

const TIME = /^(?:(\d{4}-\d{2}-\d{2})[Tt])?(\d{1,2}):([0-5]\d)(Z|[+-]\d{2}:?\d{2})?$/i;

/** `18:00`, `tomorrow 18:00`, `2026-12-01 18:00` or `2026-12-01T18:00+08:00`. */
function timeIn([first = '', second = '']: readonly string[]): Read | undefined {
  const day = dayFrom(first.toLowerCase());
  const [, joined, hours = '', minutes = '', offset] =
    TIME.exec(day === undefined ? first : second) ?? [];
  if (hours === '' || Number(hours) > 23) return undefined;
  const date = day ?? (joined === undefined ? undefined : dayFrom(joined));
  // A date that does not exist.
  if (joined !== undefined && date === undefined) return undefined;
  const time = `${hours.padStart(2, '0')}:${minutes}`;
  const until = { date, time, offset: offset?.toUpperCase() };
  return { end: { until }, words: day === undefined ? 1 : 2 };
}

function dayFrom(word: string): string | undefined {
  if (word === 'today' || word === 'tomorrow') return word;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(word)) return undefined;
  try {
    return Temporal.PlainDate.from(word).toString();
  } catch {
    return undefined;
  }
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The name of a task has a slash, and there are ids; a date or a number is neither. */
function taskIn([first = '']: readonly string[]): string | undefined {
  return /^[^\d/][^/]*\/[^/]+$/.test(first) || ID.test(first) ? first : undefined;
}
