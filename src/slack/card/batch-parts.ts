import type { KnownBlock } from '@slack/types';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { taskName } from '#src/relay/relay-task.ts';
import { paragraph, richText, span } from '#src/slack/kit/blocks.ts';
import { type Message, messagesOfBlocks } from '#src/slack/kit/message.ts';
import { titleSentence } from '#src/slack/kit/sentences.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import { cut } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { diffBlocks } from './diff-blocks.ts';
import { isLeftOnCard, leftBlocks } from './left-out.ts';

/** Characters of a title, and of the titles in one section. */
const TITLE_MAX = 200;
const TITLES_MAX = 2_800;

/** Tasks on which the same is changed from the same old values. */
export interface DiffGroup {
  /** Plain: which tasks these are, with the parts that change them. */
  readonly titles: readonly string[];
  /** What differs, old → new. */
  readonly diff: readonly KnownBlock[];
  readonly parts: readonly ChangeRequest[];
}

/** What differs on each task of a batch; equal diffs are one. The gravest come first, as in the batch. */
export function diffGroups(parts: readonly ChangeRequest[], words: Words): DiffGroup[] {
  const diffs = parts.map((part) => ({ part, diff: diffBlocks(part.base, part.change, words) }));
  const equal = Map.groupBy(diffs, ({ diff }) => JSON.stringify(diff));
  return [...equal.values()].map((some) => {
    const same = some.map(({ part }) => part);
    return { titles: titlesOf(same, words), diff: some[0]?.diff ?? [], parts: same };
  });
}

function titlesOf(parts: readonly ChangeRequest[], words: Words): string[] {
  const [first, ...others] = parts;
  if (first && others.length === 0) {
    return [`${first.id} · ${cut(titleSentence(first, words), TITLE_MAX)}`];
  }
  const names = parts.map(({ id, base }) => `${id} · ${cut(visible(taskName(base)), TITLE_MAX)}`);
  return [words.batches.sameOn(parts.length), ...names];
}

/** What differs, below the tasks that it is about. */
export function groupBlocks({ titles, diff }: DiffGroup): KnownBlock[] {
  const heads = packed(titles, TITLES_MAX).map((text) => paragraph(span(text, { bold: true })));
  return [...heads.map((head) => richText(head)), ...diff];
}

/** The same as messages for the thread of the card, and what is not included if the card has not all of it. */
export function batchParts(
  { batch }: Pick<ChangeRequest, 'batch'>,
  parts: readonly ChangeRequest[],
  words: Words,
): Message[] {
  const left = batch?.left ?? [];
  const groups = [
    ...diffGroups(parts, words).map(groupBlocks),
    ...(isLeftOnCard(left) ? [] : [leftBlocks(left, words)]),
  ];
  return groups.flatMap(messagesOfBlocks);
}
