import type { ListedPreset } from '#src/approval/presets.ts';
import { changedFields } from '#src/relay/change.ts';
import { settingBlocks } from '#src/slack/card/diff-blocks.ts';
import { context, section } from '#src/slack/kit/blocks.ts';
import { type Message, messageOf } from '#src/slack/kit/message.ts';
import { problemMarkup } from '#src/slack/kit/sentences.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import { escapedWithin, inCode, mention, moment, slashCommand } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Characters of the lines of one section. */
const LINES_MAX = 2_900;

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
    ...settingBlocks(preset.change, words),
    ...onFailureWords(preset, words).map((said) => context(said)),
    context(originWords(preset, words)),
    ...warningsOf(preset, words).map((warning) => section(warning)),
  ]);
}

function onFailureWords({ onFailure }: ListedPreset, { batches }: Words): string[] {
  const { label } = batches.onFailure;
  return onFailure === undefined ? [] : [`${label}: ${batches.onFailure[onFailure]}`];
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
