import type { RichTextBlock } from '@slack/types';
import { type Change, changedFields } from '#src/relay/change.ts';
import type { FieldDifference } from '#src/relay/drift.ts';
import { rawOf, urlsOf } from '#src/relay/field.ts';
import { playlistDiff, type PlaylistLine } from '#src/relay/playlist-diff.ts';
import { MODIFIABLE_FIELDS, type ModifiableField, type RelayTask } from '#src/relay/relay-task.ts';
import { maskedUrl } from '#src/relay/secret.ts';
import {
  paragraph,
  preformatted,
  type RichParagraph,
  richText,
  span,
} from '#src/slack/kit/blocks.ts';
import { spokenSpans } from '#src/slack/kit/field-value.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import { plainParts } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';

/** Characters of one preformatted block; a playlist may take several. */
const PIECE_MAX = 2_800;

/**
 * The whole change, old → new, changed fields only. Values are rich text elements, in which nothing is markup. Long
 * playlists take several blocks; nothing is ever cut. `noteOn`: a note behind a source.
 */
export function diffBlocks(
  base: RelayTask,
  change: Change,
  words: Words,
  noteOn: (url: string) => string = () => '',
): RichTextBlock[] {
  const { source_urls: urls } = change;
  const lines = urls ? playlistDiff(urlsOf(base), urls) : [];
  const texts = lines.map((line) => playlistText(line, words) + noteOn(line.url));
  return [
    ...shortFields(change, (field) => fieldLine(field, words, rawOf(base, field), change[field])),
    ...playlistBlocks(playlistTitle(lines, words), texts),
  ];
}

/** What a change sets, whatever the task held before, in full; secrets in URLs are masked. */
export function settingBlocks(change: Change, words: Words): RichTextBlock[] {
  const title = paragraph(span(words.fieldNames.source_urls, { bold: true }));
  const texts = (change.source_urls ?? []).map((url, at) => numbered(at + 1, url));
  return [
    ...shortFields(change, (field) => fieldLine(field, words, change[field])),
    ...playlistBlocks(title, texts),
  ];
}

/** All that changes but the playlist, a line for each field. */
function shortFields(
  change: Change,
  lineOf: (field: ModifiableField) => RichParagraph,
): RichTextBlock[] {
  const lines = changedFields(change)
    .filter((field) => field !== 'source_urls')
    .map(lineOf);
  return lines.length > 0 ? [richText(...lines)] : [];
}

/** A playlist below its title, in as many blocks as it takes. */
function playlistBlocks(title: RichParagraph, lines: readonly string[]): RichTextBlock[] {
  const parts = lines.flatMap((line) => plainParts(line, PIECE_MAX));
  return packed(parts, PIECE_MAX).map((piece, at) =>
    richText(...(at === 0 ? [title] : []), preformatted(piece)),
  );
}

/** The change with a count in place of a playlist that is too long for the card. */
export function diffSummaryBlocks(base: RelayTask, change: Change, words: Words): RichTextBlock[] {
  const { source_urls: urls, ...rest } = change;
  const lines = playlistDiff(urlsOf(base), urls ?? []);
  return [...diffBlocks(base, rest, words), richText(playlistTitle(lines, words))];
}

/** Fields that do not hold what they should, one paragraph each. */
export function differenceBlock(
  differences: readonly FieldDifference[],
  words: Words,
): RichTextBlock {
  return richText(
    ...differences.map(({ field, expected, found }) => fieldLine(field, words, expected, found)),
  );
}

/** Fields that changed meanwhile: their value at the request, the requested one and the one now. */
export function driftBlock(
  moved: readonly FieldDifference[],
  change: Change,
  words: Words,
): RichTextBlock {
  return richText(
    ...moved.map(({ field, expected, found }) => {
      if (change[field] === undefined) return fieldLine(field, words, expected, found);
      const { was, asked, now } = words.diff;
      return paragraph(
        span(words.fieldNames[field], { bold: true }),
        span(`: ${was} `),
        ...spokenSpans(field, expected, words),
        span(` · ${asked} `),
        ...spokenSpans(field, change[field], words),
        span(` · ${now} `),
        ...spokenSpans(field, found, words),
        span('\n'),
      );
    }),
  );
}

export function unchangedCount(change: Change): number {
  return MODIFIABLE_FIELDS.length - changedFields(change).length;
}

/** The values of a field, one after the other. */
function fieldLine(
  field: ModifiableField,
  words: Words,
  ...values: readonly unknown[]
): RichParagraph {
  return paragraph(
    span(words.fieldNames[field], { bold: true }),
    span(': '),
    ...values.flatMap((value, at) => [
      ...(at > 0 ? [span(' → ')] : []),
      ...spokenSpans(field, value, words),
    ]),
    span('\n'),
  );
}

function playlistTitle(lines: readonly PlaylistLine[], { diff, fieldNames }: Words): RichParagraph {
  const counts = playlistCounts(lines, ['added', 'removed', 'moved', 'kept'], diff);
  return paragraph(span(fieldNames.source_urls, { bold: true }), span(`: ${counts}`));
}

/** How many lines of a playlist are of which kind. */
export function playlistCounts(
  lines: readonly PlaylistLine[],
  kinds: readonly PlaylistLine['kind'][],
  { playlistLines }: Words['diff'],
): string {
  return kinds
    .map((kind) => ({ kind, count: lines.filter((line) => line.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => playlistLines[kind](count))
    .join(', ');
}

function playlistText(line: PlaylistLine, { diff }: Words): string {
  switch (line.kind) {
    case 'kept':
      return `  ${numbered(line.to, line.url)}`;
    case 'added':
      return `+ ${numbered(line.to, line.url)}`;
    case 'removed':
      return `- ${numbered(line.from, line.url)}`;
    case 'moved':
      return `~ ${numbered(line.to, line.url)}  ${diff.movedFrom(line.from)}`;
  }
}

function numbered(position: number, url: string): string {
  return `${String(position).padStart(2)}  ${visible(maskedUrl(url))}`;
}
