import type { KnownBlock } from '@slack/types';
import type { Words } from '#src/slack/words/index.ts';
import { section } from './blocks.ts';
import { cutMarkup, slashCommand } from './text.ts';

/** A message: its blocks, and the text that a notification shows of it. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** A sentence as a message; the first line is what a notification shows. */
export function messageFrom(sentence: string): Message {
  return { text: cutMarkup(sentence.split('\n')[0] ?? '', 3_000), blocks: [section(sentence)] };
}

/** Said of a list or a button that no longer leads anywhere. */
export function pageGone({ replies }: Words): Message {
  return messageFrom(replies.pageGone(slashCommand('list')));
}
