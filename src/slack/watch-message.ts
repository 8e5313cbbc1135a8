import type { KnownBlock } from '@slack/types';
import type { EventGroup } from '#src/watch/group.ts';
import type { Found } from '#src/watch/ports.ts';
import type { Subscription } from '#src/watch/subscription.ts';
import { context, plain, section } from './blocks.ts';
import type { Rendered } from './card.ts';
import { ACTION, toTaskValue } from './ids.ts';
import { rendered } from './replies.ts';
import {
  EVENT_HINT,
  EVENTS_OFF,
  eventSentence,
  foundSentence,
  NOTHING_WATCHED,
  saidSentence,
  SHOW_WATCHED,
  STOP,
  watchesSentence,
  watchLine,
} from './watch-sentences.ts';

/** The one message of a group of events. */
export function renderEvents(group: EventGroup, found: Found): Rendered {
  const text = eventSentence(group);
  const lines = [text, foundSentence(found)].filter((line) => line !== undefined);
  const said = saidSentence(group);
  const value = toTaskValue({ project: group.project, task: group.taskId });
  return {
    text,
    blocks: [
      {
        ...section(lines.join('\n')),
        ...(value === undefined
          ? {}
          : {
              accessory: {
                type: 'button',
                action_id: ACTION.showTask,
                text: plain(SHOW_WATCHED),
                value,
              },
            }),
      },
      context(...(said === undefined ? [] : [said]), EVENT_HINT),
    ],
  };
}

/** Lines of one message: 25 with the longest names stay below what it takes (13,000 characters). */
const LINES_MAX = 25;

/** What a channel watches, with a button to stop each; a long list comes in several messages. */
export function renderWatches(watches: readonly Subscription[], isOn: boolean): Rendered[] {
  const off: KnownBlock[] = isOn ? [] : [context(EVENTS_OFF)];
  if (watches.length === 0) {
    const nothing = rendered(NOTHING_WATCHED);
    return [{ ...nothing, blocks: [...nothing.blocks, ...off] }];
  }
  const text = watchesSentence(watches.length);
  const lines = watches.map(watchBlock);
  const messages = Array.from({ length: Math.ceil(lines.length / LINES_MAX) }, (_all, index) =>
    lines.slice(index * LINES_MAX, (index + 1) * LINES_MAX),
  );
  return messages.map((part, index) => ({
    text,
    blocks: [...(index === 0 ? [section(text), ...off] : []), ...part],
  }));
}

function watchBlock(watch: Subscription): KnownBlock {
  return {
    ...section(watchLine(watch)),
    accessory: {
      type: 'button',
      action_id: ACTION.stopWatch,
      text: plain(STOP),
      value: watch.id,
    },
  };
}
