import type { Command, Reply } from './command.ts';
import { projectOf } from './project.ts';
import { markedRequestId } from './request-id.ts';

/** `/relay show [project] <task>`, or a request by its id, since no relay task has such a name. */
export const show: Command = {
  name: 'show',
  usage: 'show [project] <task or request>',
  examples: [
    'show live/news-24h',
    'show live-prod 7864b3dc-e92f-4e9b-8a5c-2b1f6a0f7d11',
    'show R-142',
  ],
  run(input): Reply {
    const [last, ...others] = input.words.toReversed();
    const request = markedRequestId(last);
    if (request && others.every((word) => input.projects.includes(word))) {
      return { kind: 'show_request', request };
    }
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
