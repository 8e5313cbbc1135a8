import type { KnownBlock } from '@slack/types';
import { zonedTime } from '#src/relay/time.ts';
import { cutMarkup, escaped, groupMention, mention, moment, unescaped } from './text.ts';

/** A message should stay under 4,000 characters of text (Slack). */
const TEXT_MAX = 3_000;

/** The text of blocks as mrkdwn, without buttons: notifications and screen readers get only the text of a message. */
export function readAloud(blocks: readonly KnownBlock[]): string {
  const lines = blocks
    .flatMap((block) => linesOf(block, moment))
    .filter((line) => line.trim() !== '');
  return cutMarkup(lines.join('\n'), TEXT_MAX);
}

/** The same as plain text lines, complete, with times in a time zone. */
export function plainLines(blocks: readonly KnownBlock[], timeZone: string): string[] {
  return blocks
    .flatMap((block) => linesOf(block, (atMs) => zonedTime(atMs, timeZone)))
    .map((line) => unescaped(line.replace(/\n$/, '')));
}

type TellTime = (atMs: number) => string;

function linesOf(block: KnownBlock, time: TellTime): string[] {
  switch (block.type) {
    case 'header':
      return [escaped(block.text.text)];
    case 'section':
      return block.text ? [block.text.text] : [];
    case 'context':
      return block.elements.flatMap((element) => ('text' in element ? [element.text] : []));
    case 'rich_text':
      return block.elements.map((element) => richLine(element, time));
    default:
      return [];
  }
}

/** The elements of rich text that the bot writes, including those in lists and quotes. */
function richLine(element: object, time: TellTime): string {
  if ('elements' in element && Array.isArray(element.elements)) {
    return (element.elements as readonly object[]).map((inner) => richLine(inner, time)).join('');
  }
  if ('user_id' in element) return mention(String(element.user_id));
  if ('usergroup_id' in element) return groupMention(String(element.usergroup_id));
  if ('text' in element && typeof element.text === 'string') return escaped(element.text);
  return 'timestamp' in element ? time(Number(element.timestamp) * 1000) : '';
}
