import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { fingerprint } from '#src/relay/secret.ts';
import { wireTime, zonedTime } from '#src/relay/time.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import type { TaskEvent } from '#src/watch/event.ts';
import { COMMAND } from './ids.ts';
import { inGroups, lengthOf } from './split-text.ts';

/**
 * Text that a person typed or another system sent, made safe for Slack's markup: Slack asks for
 * these three to be replaced, and then nothing in it is a mention, a link or a date.
 */
export function escaped(text: string): string {
  return visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The reverse of `escaped`. */
export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/**
 * The text typed after a command. Slack sends it escaped, with `<@U0AB12|name>` for people, `<#C0AB12|name>` for
 * channels and `<https://…|…>` for anything like a URL, even a bare host name (`should_escape` in manifest.yml).
 * Mentions stay; everything else becomes text again.
 */
export function typedText(text: string): string {
  return unescaped(text.replaceAll(REFERENCE, asTyped));
}

const REFERENCE = /<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g;

function asTyped(whole: string, sign: string, target: string, label?: string): string {
  if (sign === '@') return label ? whole : mention(target);
  if (label) return sign === '#' ? `#${label}` : label;
  return sign === '' ? target : whole;
}

/** Text of at most `max` code points; a cut is marked by the last one. */
export function cut(text: string, max: number): string {
  const points = Array.from(text);
  return points.length <= max ? text : `${points.slice(0, max - 1).join('')}…`;
}

/** Markup of at most `max` code points, without cutting through a mention, link, date or entity. */
export function cutMarkup(text: string, max: number): string {
  // Most text is far below the limit and need not be counted.
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

/** The whole markup in parts of at most `max` characters, not split within a mention or an entity. */
export function markupParts(text: string, max: number): string[] {
  return inGroups(text.match(MARKUP) ?? [], max, lengthOf).map((pieces) => pieces.join(''));
}

/** The `>` of a quote counts as Slack stores it. */
function countedSize(piece: string): number {
  return piece === '>' ? '&gt;'.length : Array.from(piece).length;
}

/** Units of Slack's markup: angle brackets with their content, an entity, a character. */
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

/** Plain text of at most `max` characters, as Slack counts it: after its own escaping. */
export function plainWithin(text: string, max: number): string {
  return unescaped(escapedWithin(text, max));
}

/** The name of a task in a sentence, escaped; a card, a form and a review have its whole id. */
export function nameOf(task: RelayTask): string {
  return escapedWithin(taskName(task), 150);
}

/** A time in the reader's time zone, in Slack's date format; in UTC before 1970, which Slack does not support. */
export function moment(atMs: number, format = '{date_short_pretty} {time}'): string {
  if (atMs < 0) return wireTime(atMs);
  const seconds = Math.floor(atMs / 1000);
  return `<!date^${seconds}^${format}|${wireTime(atMs)}>`;
}

/** Our own markup as plain text, with times in a time zone and without marks for code and bold. */
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

/** A value with hidden characters made visible; a long one is cut, with its length and a fingerprint. */
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

/** What the sender of an event added, each with its name. mrkdwn, escaped. */
export function saidFacts(said: TaskEvent['said']): string {
  return said.map(([name, value]) => `${name} \`${quoted(value)}\``).join(' · ');
}

function quoted(text: string): string {
  return escapedWithin(text, 250).replaceAll('`', "'").replaceAll('\n', ' ');
}
