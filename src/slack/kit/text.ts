import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { fingerprint } from '#src/relay/secret.ts';
import { wireTime, zonedTime } from '#src/relay/time.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { COMMAND } from './ids.ts';
import { inGroups, lengthOf } from './split-text.ts';

/**
 * Text that a person typed or another system sent, made safe for Slack's markup: Slack asks for
 * these three to be replaced, and then nothing in it is a mention, a link or a date.
 */
export function escaped(text: string): string {
  return visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The same text without that. */
export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/**
 * What somebody typed after a command. Slack hands it out escaped, with `<@U0AB12|name>` for people,
 * `<#C0AB12|name>` for channels and `<https://…|…>` for whatever looks like an address, a bare name of
 * a host too (`should_escape` in manifest.yml). A mention stays one; everything else is text again.
 */
export function typedText(text: string): string {
  return unescaped(text.replaceAll(REFERENCE, asTyped));
}

const REFERENCE = /<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g;

function asTyped(whole: string, sign: string, target: string, label?: string): string {
  if (sign === '@') return mention(target);
  if (label) return label;
  return sign === '' ? target : whole;
}

/** Text of at most `max` code points; what is cut is marked by the last of them. */
export function cut(text: string, max: number): string {
  const points = Array.from(text);
  return points.length <= max ? text : `${points.slice(0, max - 1).join('')}…`;
}

/** Markup of at most `max` code points: no mention, link, date or entity of it is cut in two. */
export function cutMarkup(text: string, max: number): string {
  // Most text is far from the limit, and need not be taken to pieces to see it.
  const atMost = text.length + (text.split('>').length - 1) * ('&gt;'.length - 1);
  if (atMost <= max) return text;
  const pieces = text.match(MARKUP) ?? [];
  const sizes = pieces.map(countedSize);
  if (sizes.reduce((sum, size) => sum + size, 0) <= max) return text;
  let length = '…'.length;
  const end = sizes.findIndex((size) => (length += size) > max);
  return `${pieces.slice(0, end).join('')}…`;
}

/** Plain text in parts of at most `max` characters. */
export function plainParts(text: string, max: number): string[] {
  return inGroups(Array.from(text), max, lengthOf).map((pieces) => pieces.join(''));
}

/** The whole markup in parts of at most `max` characters, none of them ending within a mention or an entity. */
export function markupParts(text: string, max: number): string[] {
  return inGroups(text.match(MARKUP) ?? [], max, lengthOf).map((pieces) => pieces.join(''));
}

/** The `>` of a quote is counted the way Slack keeps it. */
function countedSize(piece: string): number {
  return piece === '>' ? '&gt;'.length : Array.from(piece).length;
}

/** What Slack reads as one thing: what stands in angle brackets, an entity, a character. */
const MARKUP = /<[^<>\n]*>|&(?:amp|lt|gt);|[^]/gu;

/** Escaped text of at most `max` characters: Slack counts after escaping. No entity is cut in two. */
export function escapedWithin(text: string, max: number): string {
  const whole = escaped(text);
  if (whole.length <= max) return whole;
  let length = 0;
  const first = Array.from(visible(text)).slice(0, max);
  const kept = first.map(escaped).filter((part) => (length += part.length) < max);
  return `${kept.join('')}…`;
}

/** The name of a task in a sentence, escaped; a card, a form and a review have its whole id. */
export function nameOf(task: RelayTask): string {
  return escapedWithin(taskName(task), 150);
}

/**
 * A moment in the reader's own zone, for mrkdwn, in a format of Slack's; in UTC where it is before 1970, which Slack
 * does not count.
 */
export function moment(atMs: number, format = '{date_short_pretty} {time}'): string {
  if (atMs < 0) return wireTime(atMs);
  const seconds = Math.floor(atMs / 1000);
  return `<!date^${seconds}^${format}|${wireTime(atMs)}>`;
}

/** Our own markup as plain text: a moment is told in a zone, and code and bold lose their signs. */
export function withoutMarkup(markup: string, timeZone: string): string {
  const told = markup.replaceAll(/<!date\^(\d+)\^[^>]*>/g, (_date, seconds: string) =>
    zonedTime(Number(seconds) * 1000, timeZone),
  );
  return unescaped(told.replaceAll('`', '').replaceAll(/\*([^*\n]+)\*/g, '$1'));
}

export function mention(userId: string): string {
  return `<@${userId}>`;
}

export function groupMention(usergroupId: string): string {
  return `<!subteam^${usergroupId}>`;
}

/** Text in code font, which ends at a backtick. */
export function inCode(text: string): string {
  return `\`${escapedWithin(text, 150).replaceAll('`', "'")}\``;
}

/** `/relay …` in code font; escaped, because a usage has angle brackets, which Slack takes for a link. */
export function slashCommand(command: string): string {
  return `\`${COMMAND} ${escaped(command)}\``;
}

/** A value, visible; one that is too long is cut in sight, with its length and a fingerprint of it. */
export function shorter(
  text: string,
  shortenedAs: Words['details']['shortened'],
  max: number,
): string {
  const shown = visible(text);
  const length = Array.from(shown).length;
  return length <= max ? shown : shortenedAs(cut(shown, max), length, fingerprint(text));
}

/** A position in a file, or how long something lasts: `32:10` or `1:52:03`. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const [first, ...rest] = whole < 3600 ? parts.slice(1) : parts;
  return [String(first), ...rest.map((part) => String(part).padStart(2, '0'))].join(':');
}
