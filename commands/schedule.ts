import { nearest } from '#src/basics/nearest.ts';
import type { Command, Reply } from './command.ts';
import { notAProject } from './project.ts';
import { COMING_DAYS, comingDayFrom, isAboutDay, isOddDate, saidOfDay } from './day.ts';

/** `/relay schedule [project] [task] [day]`: what is to run when, and what viewers see until then. */
export const schedule: Command = {
  name: 'schedule',
  usage: 'schedule [project] [task] [today|tomorrow|friday|2026-11-28]',
  examples: [
    'schedule',
    'schedule tomorrow',
    'schedule live/news-24h',
    'schedule live-prod friday',
    'schedule live/news-24h 2026-11-28',
  ],
  run({ words, projects }): Reply {
    const [first, ...afterFirst] = words;
    const isProject = first !== undefined && projects.includes(first);
    const rest = isProject ? afterFirst : words;
    const project = isProject ? first : projects.length === 1 ? projects[0] : undefined;
    const days = rest.filter((word) => isAboutDay(word) || comingDayFrom(word) !== undefined);
    const [task, second, ...more] = rest.filter((word) => !days.includes(word));
    if (days.length > 1 || more.length > 0 || (second !== undefined && days.length > 0)) {
      return { kind: 'too_many_words', usage: schedule.usage };
    }
    // Only a day may follow the task, and a word that looks like a day is a mistyped one.
    const word = days[0] ?? second ?? (task !== undefined && isWrongDay(task) ? task : undefined);
    const day = word === undefined ? undefined : comingDayFrom(word);
    if (word !== undefined && day === undefined) {
      return { kind: 'unknown_coming_day', word: saidOfDay(word), nearest: nearDay(word) };
    }
    if (task !== undefined && project === undefined) {
      return notAProject(task, projects, schedule.usage);
    }
    return { kind: 'schedule', project, task, day };
  },
};

/** A misspelt day, or a date in another order. */
function isWrongDay(word: string): boolean {
  return nearDay(word) !== undefined || isOddDate(word);
}

/** The day that was probably meant; names of tasks are no days. */
function nearDay(word: string): string | undefined {
  const said = saidOfDay(word);
  if (said.length < 5 || !/^[a-z]+$/.test(said)) return undefined;
  const near = nearest(said, COMING_DAYS);
  return near?.startsWith(said.slice(0, 1)) ? near : undefined;
}
