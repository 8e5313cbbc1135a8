import { OUTCOME_NAMES } from '#src/approval/record/watched-outcome.ts';
import { CALLBACK_EVENTS } from '#src/relay/relay-task.ts';
import type { Command, Reply } from './command.ts';
import { nearest } from '#src/basics/nearest.ts';
import { projectOf } from './project.ts';

/** Events of a task, and outcomes of its changes. */
const WATCHED: readonly string[] = [...CALLBACK_EVENTS, ...OUTCOME_NAMES];

/** `/relay watch`: lists the channel's subscriptions. With words, it subscribes the channel. */
export const watch: Command = {
  name: 'watch',
  usage: 'watch [project] [task] [events] [applied | failed | stale | no-stream]',
  examples: [
    'watch',
    'watch live/news-24h',
    'watch live-prod TaskAlarm TaskExit',
    'watch live-prod failed no-stream',
  ],
  run(input): Reply {
    if (input.words.length === 0) return { kind: 'watches' };
    const found = projectOf(input, watch.usage);
    if ('reply' in found) return found.reply;
    const words = found.rest.map((word) => ({ word, event: eventNamed(word) }));
    const events = words.flatMap(({ event }) => (event === undefined ? [] : [event]));
    const [task, wrong] = words.filter(({ event }) => event === undefined);
    if (wrong) {
      const near = nearest(wrong.word, WATCHED);
      return { kind: 'unknown_event', word: wrong.word, nearest: near, events: WATCHED };
    }
    return { kind: 'watch', project: found.project, task: task?.word, events: unique(events) };
  },
};

function eventNamed(word: string): string | undefined {
  return WATCHED.find((event) => event.toLowerCase() === word.toLowerCase());
}

function unique(events: readonly string[]): string[] {
  return [...new Set(events)];
}
