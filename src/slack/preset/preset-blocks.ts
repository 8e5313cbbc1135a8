import type { KnownBlock } from '@slack/types';
import type { ListedPreset } from '#src/approval/presets.ts';
import { type Change, changedFields } from '#src/relay/change.ts';
import { maskedUrl } from '#src/relay/secret.ts';
import {
  context,
  paragraph,
  preformatted,
  richText,
  section,
  span,
} from '#src/slack/kit/blocks.ts';
import { spokenSpans } from '#src/slack/kit/field-value.ts';
import { type Message, messageOf } from '#src/slack/kit/message.ts';
import { problemMarkup } from '#src/slack/kit/sentences.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import {
  escapedWithin,
  inCode,
  mention,
  moment,
  plainParts,
  slashCommand,
} from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';

/** Characters of one preformatted block. */
const PIECE_MAX = 2_800;

/** Characters of the lines of one section. */
const LINES_MAX = 2_900;

/** What a preset sets, in full; secrets in URLs are masked. */
export function presetFieldBlocks(change: Change, words: Words): KnownBlock[] {
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

/** The presets of a project, a line each. */
export function renderPresets(
  project: string,
  listed: readonly ListedPreset[],
  words: Words,
): Message[] {
  const { presets } = words;
  const lines = listed.map((preset) =>
    [
      `• *${escapedWithin(preset.name, 60)}*`,
      changedFields(preset.change)
        .map((field) => words.fieldNames[field])
        .join(', '),
      originWords(preset, words),
      ...warningsOf(preset, words),
    ].join(' · '),
  );
  const parts = packed(lines, LINES_MAX);
  return [
    messageOf([
      section(presets.count(listed.length, escapedWithin(project, 100))),
      ...parts.map((part) => section(part)),
      context(
        ...(listed.length > 0 ? [presets.howToUse(slashCommand('presets <name>'))] : []),
        presets.howTo(slashCommand('history')),
      ),
    ]),
  ];
}

/** One preset in full. */
export function renderPreset(project: string, preset: ListedPreset, words: Words): Message {
  return messageOf([
    section(words.presets.title(escapedWithin(preset.name, 60), escapedWithin(project, 100))),
    ...presetFieldBlocks(preset.change, words),
    context(originWords(preset, words)),
    ...warningsOf(preset, words).map((warning) => section(warning)),
  ]);
}

function originWords({ stored }: ListedPreset, { presets }: Words): string {
  if (!stored) return presets.inFile;
  return presets.saved(mention(stored.by.userId), moment(stored.atMs), inCode(stored.from));
}

function warningsOf({ isHidden, problems }: ListedPreset, words: Words): string[] {
  const { presets } = words;
  const said = problems.map((problem) => problemMarkup(problem, words));
  return [
    ...(isHidden ? [presets.hidden] : []),
    ...(said.length > 0 ? [presets.forbidden(said)] : []),
  ];
}
