import type { Command, Reply } from './command.ts';
import { dayFrom, isAboutDay, isOddDate, saidOfDay } from './day.ts';
import { projectOf } from './project.ts';

/** `/relay asrun [project] [task] [day]`: what was on when. Without a task, lists the tasks with events. */
export const asrun: Command = {
  name: 'asrun',
  usage: 'asrun [project] [task] [today|yesterday|2026-11-28]',
  examples: [
    'asrun live/news-24h',
    'asrun live/news-24h yesterday',
    'asrun live-prod live/news-24h 2026-11-28',
  ],
  run(input): Reply {
    const found = projectOf(input, asrun.usage);
    if ('reply' in found) return found.reply;
    const days = found.rest.filter(isAboutDay);
    const [task, second, third] = found.rest.filter((word) => !isAboutDay(word));
    if (days.length > 1 || third !== undefined || (second !== undefined && days.length > 0)) {
      return { kind: 'too_many_words', usage: asrun.usage };
    }
    // Only a day may follow the task.
    const word = days[0] ?? second ?? (task !== undefined && isOddDate(task) ? task : undefined);
    const day = word === undefined ? undefined : dayFrom(word);
    if (word !== undefined && day === undefined) {
      return { kind: 'unknown_day', word: saidOfDay(word) };
    }
    return { kind: 'as_run', project: found.project, task, day };
  },
};
