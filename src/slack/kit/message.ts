import type { KnownBlock } from '@slack/types';
import type { Words } from '#src/slack/words/index.ts';
import { section } from './blocks.ts';
import { readAloud } from './read-aloud.ts';
import { slashCommand } from './text.ts';

/** A message: its blocks, and what a notification shows and a screen reader says of it. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** A sentence as a message. */
export function messageFrom(sentence: string): Message {
  return messageOf([section(sentence)]);
}

/** Blocks as a message; its text says all of them. */
export function messageOf(blocks: KnownBlock[]): Message {
  return { text: readAloud(blocks), blocks };
}

/** Said of a list or a button that no longer leads anywhere. */
export function pageGone({ replies }: Words): Message {
  return messageFrom(replies.pageGone(slashCommand('list')));
}
