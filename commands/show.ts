import type { Command, Reply } from './command.ts';
import { projectOf } from './project.ts';

/** `/relay show [project] <task>`. */
export const show: Command = {
  name: 'show',
  usage: 'show [project] <task>',
  examples: ['show live/news-24h', 'show live-prod 7864b3dc-e92f-4e9b-8a5c-2b1f6a0f7d11'],
  run(input): Reply {
    const found = projectOf(input, show.usage);
    if ('reply' in found) return found.reply;
    const [task, ...more] = found.rest;
    if (more.length > 0) return { kind: 'too_many_words', usage: show.usage };
    if (task === undefined) {
      return { kind: 'task_missing', usage: show.usage, example: 'show live/news-24h' };
    }
    return { kind: 'show', project: found.project, task };
  },
};
