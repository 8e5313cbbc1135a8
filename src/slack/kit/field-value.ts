import type { RichTextElement } from '@slack/types';
import { readField, type Reading, type UnreadableField } from '#src/relay/field.ts';
import type { ModifiableField } from '#src/relay/relay-task.ts';
import { withoutSecrets } from '#src/relay/secret.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { span } from './blocks.ts';
import { escapedWithin, shorter } from './text.ts';

/** The value of a relay task's field as people see it, marked if we do not know it. */

/** Characters of a value; only the API can exceed this, since form and rules accept less. */
const VALUE_MAX = 100;

/** Characters of a list of URLs in one line; a longer one is counted, and `/relay show` has it whole. */
const LIST_MAX = 600;

const DATE_FORMAT = '{date_short_pretty} {time}';

/** As rich text, in which nothing is markup. `raw`: as the API sent it, or as requested. */
export function valueSpans(
  field: ModifiableField,
  raw: unknown,
  words: Words,
  max = VALUE_MAX,
): RichTextElement[] {
  const held = readField(field, raw);
  const { diff } = words;
  const asItCame = () => code(shorter(textOf(field, raw), words.details.shortened, max));
  switch (held.kind) {
    case 'missing': {
      const notSet = span(diff.notSet, { italic: true });
      const isNothing = raw === undefined || raw === null || raw === '';
      return isNothing ? [notSet] : [notSet, span(' '), asItCame()];
    }
    case 'unreadable':
      return [span(`⚠️ ${diff.unreadable} `), asItCame()];
    case 'opaque':
      return [span('❔ '), ...opaqueSpans(field, held, asItCame(), words)];
    case 'known':
      if (held.atMs !== undefined) return [dateOf(held.atMs, textOf(field, raw))];
      return field === 'source_urls' && isList(held.value)
        ? [urlsSpan(held.value, words)]
        : [asItCame()];
  }
}

/** In words if we know the value: `Paused`, `file 2` (the API counts files from 0). */
export function spokenSpans(field: ModifiableField, raw: unknown, words: Words): RichTextElement[] {
  const held = readField(field, raw);
  const spoken = held.kind === 'known' ? spokenValue(field, held.value, words) : undefined;
  return spoken === undefined ? valueSpans(field, raw, words) : [span(spoken)];
}

/** A known value in words; undefined if the value speaks for itself. */
export function spokenValue(
  field: ModifiableField,
  value: unknown,
  { fieldValues }: Words,
): string | undefined {
  if (field === 'status') return wordIn(fieldValues.status, value);
  if (field === 'vod_refresh_type') return wordIn(fieldValues.refreshTypes, value);
  // The API writes rounds as text and everything else as a number.
  if (field === 'vod_loop_time') return fieldValues.rounds(Number(value));
  if (typeof value !== 'number') return undefined;
  if (field === 'vod_start_video_index') return fieldValues.file(value + 1);
  return field === 'vod_start_video_time' ? fieldValues.seconds(value) : undefined;
}

function wordIn(words: Readonly<Record<string, string>>, value: unknown): string | undefined {
  return typeof value === 'string' ? words[value] : undefined;
}

function opaqueSpans(
  field: ModifiableField,
  { value, atMs }: Extract<Reading<unknown>, { readonly value: unknown }>,
  asItCame: RichTextElement,
  words: Words,
): RichTextElement[] {
  const { diff } = words;
  if (field === 'source_urls' && isList(value) && value.length > 0) return [urlsSpan(value, words)];
  if (isList(value) && value.length === 0) return [span(diff.emptyList)];
  if (!isTime(field)) return [asItCame];
  if (atMs === undefined || atMs < 0) return [asItCame, span(` ${diff.notATime}`)];
  return [dateOf(atMs, String(value)), span(` ${diff.writtenAs} `), asItCame];
}

/** As one line of plain text, for a hint or a list. */
export function valueText(field: ModifiableField, raw: unknown, { details, diff }: Words): string {
  const held = readField(field, raw);
  const shown = shorter(textOf(field, raw), details.shortened, VALUE_MAX);
  if (held.kind === 'unreadable') return shown;
  if (isList(raw) && raw.length === 0) return diff.emptyList;
  const isNoTime = held.kind === 'opaque' && isTime(field) && held.atMs === undefined;
  return isNoTime ? `"${shown}" ${diff.notATime}` : `"${shown}"`;
}

/** Fields that cannot be read, each with what it holds, as lines of mrkdwn. */
export function unreadableLines(fields: readonly UnreadableField[], words: Words): string {
  return fields
    .map(({ field, raw }) => `• \`${field}\`: ${escapedWithin(valueText(field, raw, words), 300)}`)
    .join('\n');
}

function isTime(field: ModifiableField): boolean {
  return field === 'start_time' || field === 'end_time';
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}

function dateOf(atMs: number, fallback: string): RichTextElement {
  const timestamp = Math.floor(atMs / 1000);
  return { type: 'date', timestamp, format: DATE_FORMAT, fallback };
}

function urlsSpan(urls: readonly string[], { diff }: Words): RichTextElement {
  const list = visible(textOf('source_urls', urls));
  return span(list.length <= LIST_MAX ? diff.urls(urls.length, list) : diff.urlCount(urls.length));
}

/** A value as text, without secrets: lists as one line, unreadable values as JSON. */
function textOf(field: ModifiableField, raw: unknown): string {
  const shown = withoutSecrets(raw, field);
  if (readField(field, raw).kind !== 'unreadable') return [shown].flat().join(', ');
  return JSON.stringify(shown) ?? '';
}

function code(text: string): RichTextElement {
  return span(text === '' ? ' ' : text, { code: true });
}
