import type { KnownBlock } from '@slack/types';
import { groupsOf } from '#src/basics/groups-of.ts';
import { button, context, section, withLabel } from '#src/slack/kit/blocks.ts';
import { ACTION, toTaskValue } from '#src/slack/kit/ids.ts';
import { type Message, messageFrom, messageOf } from '#src/slack/kit/message.ts';
import { slashCommand } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import type { EventGroup } from '#src/watch/group.ts';
import type { Found } from '#src/watch/ports.ts';
import type { Subscription } from '#src/watch/subscription.ts';
import { eventSentence, foundSentence, saidSentence, watchLine } from './watch-sentences.ts';

/** The message of a group of events. */
export function renderEvents(group: EventGroup, found: Found, words: Words): Message {
  const text = eventSentence(group, words);
  const lines = [text, foundSentence(found, words)].filter((line) => line !== undefined);
  const said = saidSentence(group, words);
  const value = toTaskValue({ project: group.project, task: group.taskId });
  return messageOf([
    {
      ...section(lines.join('\n')),
      ...(value !== undefined && {
        accessory: button(ACTION.showTask, words.buttons.showTask, value),
      }),
    },
    context(...(said === undefined ? [] : [said]), words.watch.hint),
  ]);
}

/** Lines of one message: 25 with the longest names stay below its limit (13,000 characters). */
const LINES_MAX = 25;

/** The subscriptions of a channel, each with a Stop button; a long list takes several messages. */
export function renderWatches(
  watches: readonly Subscription[],
  isOn: boolean,
  words: Words,
): Message[] {
  const { watch } = words;
  const off: KnownBlock[] = isOn ? [] : [context(watch.eventsOff)];
  if (watches.length === 0) {
    const howTo = watch.howTo(slashCommand('watch live/news-24h'), slashCommand('help watch'));
    const nothing = messageFrom(`${watch.nothing}\n${howTo}`);
    return [messageOf([...nothing.blocks, ...off])];
  }
  const text = watch.title(watches.length);
  const lines = watches.map((watched) => watchBlock(watched, words));
  return groupsOf(lines, LINES_MAX).map((part, index) =>
    messageOf([...(index === 0 ? [section(text), ...off] : []), ...part]),
  );
}

function watchBlock(watched: Subscription, words: Words): KnownBlock {
  return {
    ...section(watchLine(watched, words)),
    accessory: withLabel(
      button(ACTION.stopWatch, words.buttons.stop, watched.id),
      words.watch.stopLabel(visible(watched.task?.name ?? watched.project)),
    ),
  };
}
