import type { KnownBlock } from '@slack/types';
import { type Change, changedFields } from '#src/relay/change.ts';
import { maskedUrl } from '#src/relay/secret.ts';
import { paragraph, preformatted, richText, span } from '#src/slack/kit/blocks.ts';
import { spokenSpans } from '#src/slack/kit/field-value.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import { plainParts } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';

/** Characters of one preformatted block. */
const PIECE_MAX = 2_800;

/** What a change sets, whatever the task held before, in full; secrets in URLs are masked. */
export function settingBlocks(change: Change, words: Words): KnownBlock[] {
  const short = changedFields(change).filter((field) => field !== 'source_urls');
  const lines = short.map((field) =>
    paragraph(
      span(words.fieldNames[field], { bold: true }),
      span(': '),
      ...spokenSpans(field, change[field], words),
      span('\n'),
    ),
  );
  const urls = (change.source_urls ?? []).flatMap((url, at) =>
    plainParts(`${String(at + 1).padStart(2)}  ${visible(maskedUrl(url))}`, PIECE_MAX),
  );
  const [first, ...rest] = packed(urls, PIECE_MAX);
  const title = paragraph(span(words.fieldNames.source_urls, { bold: true }));
  return [
    ...(lines.length > 0 ? [richText(...lines)] : []),
    ...(first === undefined ? [] : [richText(title, preformatted(first))]),
    ...rest.map((piece) => richText(preformatted(piece))),
  ];
}
