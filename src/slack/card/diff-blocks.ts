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
  const short = changedFields(change).filter((field) => field !== 'source_urls');
  const blocks: RichTextBlock[] = [];
  if (short.length > 0) {
    blocks.push(
      richText(...short.map((field) => fieldLine(field, rawOf(base, field), change[field], words))),
    );
  }
  if (change.source_urls) {
    const lines = playlistDiff(urlsOf(base), change.source_urls);
    const [first = '', ...rest] = packed(
      lines.flatMap((line) => plainParts(playlistText(line, words) + noteOn(line.url), PIECE_MAX)),
      PIECE_MAX,
    );
    blocks.push(richText(playlistTitle(lines, words), preformatted(first)));
    blocks.push(...rest.map((piece) => richText(preformatted(piece))));
  }
  return blocks;
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
    ...differences.map(({ field, expected, found }) => fieldLine(field, expected, found, words)),
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
      if (change[field] === undefined) return fieldLine(field, expected, found, words);
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

function fieldLine(
  field: ModifiableField,
  before: unknown,
  after: unknown,
  words: Words,
): RichParagraph {
  return paragraph(
    span(words.fieldNames[field], { bold: true }),
    span(': '),
    ...spokenSpans(field, before, words),
    span(' → '),
    ...spokenSpans(field, after, words),
    span('\n'),
  );
}

function playlistTitle(lines: readonly PlaylistLine[], { diff, fieldNames }: Words): RichParagraph {
  const count = (kind: PlaylistLine['kind']) => lines.filter((line) => line.kind === kind).length;
  const counts = (['added', 'removed', 'moved', 'kept'] as const)
    .filter((kind) => count(kind) > 0)
    .map((kind) => diff.playlistLines[kind](count(kind)));
  return paragraph(span(fieldNames.source_urls, { bold: true }), span(`: ${counts.join(', ')}`));
}

function playlistText(line: PlaylistLine, { diff }: Words): string {
  const url = visible(maskedUrl(line.url));
  switch (line.kind) {
    case 'kept':
      return `  ${number(line.to)}  ${url}`;
    case 'added':
      return `+ ${number(line.to)}  ${url}`;
    case 'removed':
      return `- ${number(line.from)}  ${url}`;
    case 'moved':
      return `~ ${number(line.to)}  ${url}  ${diff.movedFrom(line.from)}`;
  }
}

function number(position: number): string {
  return String(position).padStart(2);
}
