import type { KnownBlock } from '@slack/types';
import { section } from '#src/slack/kit/blocks.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import { cutMarkup } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Characters of the lines of one section. */
export const LINES_MAX = 2_900;

/** A task or a word that is not included. Both mrkdwn. */
export interface LeftOut {
  readonly name: string;
  readonly why: string;
}

/** What is not included, with the reasons. */
export function leftBlocks(left: readonly LeftOut[], { batches }: Words): KnownBlock[] {
  if (left.length === 0) return [];
  const lines = left.map(({ name, why }) => cutMarkup(`• *${name}*: ${why}`, LINES_MAX));
  return [section(batches.form.left), ...packed(lines, LINES_MAX).map((some) => section(some))];
}
