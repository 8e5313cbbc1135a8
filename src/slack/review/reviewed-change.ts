import type { KnownBlock } from '@slack/types';
import { hasParted } from '#src/approval/chain.ts';
import type { ChangeRequest } from '#src/approval/change-request.ts';
import { findingsOf } from '#src/approval/findings.ts';
import { foreseenOf, headingOf, notSetBack } from '#src/slack/card/chain-blocks.ts';
import { diffBlocks } from '#src/slack/card/diff-blocks.ts';
import { paragraph, richText, section, span } from '#src/slack/kit/blocks.ts';
import { type Foreseen, reviewedEffects } from '#src/slack/kit/effect-sentences.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Characters of effects in one section; Slack takes 3,000. */
export const EFFECTS_MAX = 2_900;

/** Blocks of the change: a modal takes 100 (Slack). */
const CHANGE_BLOCKS_MAX = 62;

/** A request under review, and what is known from outside. */
type Deciding = Parameters<typeof findingsOf>[1] & { readonly request: ChangeRequest };

/** The way back with what is known by now; undefined where there is none to decide on. */
export function wayBackIn({ request, ...found }: Deciding): Foreseen | undefined {
  const { wayBack } = request;
  if (wayBack === undefined || hasParted(request)) return undefined;
  const { rivals, known } = findingsOf(request, found);
  const { pins } = findingsOf(wayBack, found);
  return foreseenOf({ rivals, known }, { ...wayBack, pins });
}

/** What sets the task back later, which is decided on with it. */
export function wayBackBlocks(input: Deciding, words: Words): KnownBlock[] {
  const { request } = input;
  const { wayBack } = request;
  if (wayBack === undefined) return [];
  const heading = headingOf(request, wayBack, words);
  const back = wayBackIn(input);
  if (back === undefined) return [section(heading)];
  const [first = '', ...more] = packed([heading, ...reviewedEffects(back, words)], EFFECTS_MAX);
  const digest = span(wayBack.digest, { code: true });
  return [
    section(first),
    ...more.map((text) => section(text)),
    ...changeBlocks(wayBack, words, CHANGE_BLOCKS_MAX / 4),
    ...notSetBack(wayBack, words),
    richText(paragraph(span(`${words.chains.thenDigest}  `), digest)),
  ];
}

/** How many blocks the change itself may take. */
export function mostBlocksOf({ wayBack }: Pick<ChangeRequest, 'wayBack'>): number {
  return wayBack ? CHANGE_BLOCKS_MAX / 2 : CHANGE_BLOCKS_MAX;
}

/** The change, or as much as fits; a list of thirty long URLs in place of thirty others does. */
export function changeBlocks(
  { base, change, wayBack }: Pick<ChangeRequest, 'base' | 'change' | 'wayBack'>,
  words: Words,
  most: number = mostBlocksOf({ wayBack }),
): KnownBlock[] {
  const blocks = diffBlocks(base, change, words);
  if (blocks.length <= most) return blocks;
  return [...blocks.slice(0, most), section(words.review.restInThread)];
}
