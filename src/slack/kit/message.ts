import type { KnownBlock, SectionBlock } from '@slack/types';
import type { Words } from '#src/slack/words/index.ts';
import { section } from './blocks.ts';
import { readAloud } from './read-aloud.ts';
import { inGroups, lengthOf, packed } from './split-text.ts';
import { markupParts, slashCommand } from './text.ts';

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

/** A section takes 3,000 characters, and a message about 13,000 in all (Slack). */
const SECTION_MAX = 2_900;
const MESSAGE_MAX = 9_000;

/** Lines of mrkdwn in as few sections as possible, none of them cut. */
export function sectionsOf(lines: readonly string[]): SectionBlock[] {
  return packed(lines, SECTION_MAX).map((text) => section(text));
}

/**
 * Lines of mrkdwn in as few messages as possible, uncut: a line that is too long for a section continues in the next
 * one.
 */
export function messagesOf(lines: readonly string[]): Message[] {
  const parts = lines.flatMap((line) => markupParts(line, SECTION_MAX));
  return inGroups(packed(parts, SECTION_MAX), MESSAGE_MAX, lengthOf).map((texts) =>
    messageOf(texts.map((text) => section(text))),
  );
}

/** Blocks in as few messages as possible. */
export function messagesOfBlocks(blocks: readonly KnownBlock[]): Message[] {
  return inGroups(blocks, MESSAGE_MAX, (block) => JSON.stringify(block).length).map(messageOf);
}
