import { section } from './blocks.ts';
import type { Rendered } from './card.ts';

/** A section takes 3,000 characters, and a message about 13,000 in all (Slack). */
const SECTION_MAX = 2_900;
const MESSAGE_MAX = 9_000;

/** Lines of mrkdwn as few messages as they fit in, none of them cut; the first line is the headline. */
export function messagesOf(lines: readonly string[]): Rendered[] {
  const sections = packed(lines, SECTION_MAX, '\n'.length).map((part) => part.join('\n'));
  return packed(sections, MESSAGE_MAX, 0).map((texts) => ({
    text: (texts[0] ?? '').split('\n')[0] ?? '',
    blocks: texts.map((text) => section(text)),
  }));
}

/** Puts texts into groups in order, each as full as it may be. */
function packed(texts: readonly string[], max: number, joint: number): string[][] {
  const groups: string[][] = [];
  let room = 0;
  for (const text of texts) {
    const last = groups.at(-1);
    if (last && text.length + joint <= room) {
      last.push(text);
      room -= text.length + joint;
    } else {
      groups.push([text]);
      room = max - text.length;
    }
  }
  return groups;
}
