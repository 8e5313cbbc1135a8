import { section } from './blocks.ts';
import { type Message, messageOf } from './message.ts';
import { inGroups, lengthOf, packed } from './split-text.ts';
import { markupParts } from './text.ts';

/** A section takes 3,000 characters, and a message about 13,000 in all (Slack). */
const SECTION_MAX = 2_900;
const MESSAGE_MAX = 9_000;

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
