import type { KnownBlock } from '@slack/types';
import type { Words } from '#src/slack/words/index.ts';
import { section } from './blocks.ts';
import { readAloud } from './read-aloud.ts';
import { slashCommand } from './text.ts';

/** A message: its blocks, and its text for notifications and screen readers. */
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

/** For a list or a button that no longer works. */
export function pageGone({ replies }: Words): Message {
  return messageFrom(replies.pageGone(slashCommand('list')));
}
