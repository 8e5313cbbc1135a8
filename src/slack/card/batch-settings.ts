import type { KnownBlock } from '@slack/types';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { type Change, changedFields } from '#src/relay/change.ts';
import { sameValue } from '#src/relay/field.ts';
import { section } from '#src/slack/kit/blocks.ts';
import type { Words } from '#src/slack/words/index.ts';
import { settingBlocks } from './diff-blocks.ts';

/** Characters of a playlist on a card. */
const LIST_MAX = 1_500;

type Changing = Pick<ChangeRequest, 'change'>;

/** What all of the tasks are set to; undefined if a field is set to different values on two of them. */
export function settingsOf(parts: readonly Changing[]): Change | undefined {
  const all: Change = Object.assign({}, ...parts.map(({ change }) => change));
  const isOne = parts.every(({ change }) =>
    changedFields(change).every((field) => sameValue(field, change[field], all[field])),
  );
  return isOne ? all : undefined;
}

/** What all of the tasks are set to, said once, or that they differ. On a card, a long playlist is only counted. */
export function batchSettings(
  parts: readonly Changing[],
  words: Words,
  { isOnCard = false } = {},
): KnownBlock[] {
  const { batches } = words;
  const settings = settingsOf(parts);
  if (!settings) return [section(batches.setsDiffer)];
  const { source_urls: urls = [], ...rest } = settings;
  const isLong = isOnCard && urls.join('\n').length > LIST_MAX;
  return [
    section(batches.sets),
    ...settingBlocks(isLong ? rest : settings, words),
    ...(isLong ? [section(batches.longList(urls.length))] : []),
  ];
}
