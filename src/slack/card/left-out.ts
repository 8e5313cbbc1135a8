import type { SectionBlock } from '@slack/types';
import type { LeftOut, WhyLeftOut } from '#src/approval/record/part.ts';
import { section } from '#src/slack/kit/blocks.ts';
import { problemMarkup, refusalSentence, taskRefusalSentence } from '#src/slack/kit/sentences.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import { cutMarkup, escapedWithin } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Characters of the lines of one section, and of a name. */
const LINES_MAX = 2_900;
const NAME_MAX = 150;

/** Lines on a card, and characters of each; a review and the file in the thread have them all. */
const CARD_LINES = 8;
const CARD_LINE_MAX = 150;

/** What is not in a batch, with the reasons. */
export function leftBlocks(left: readonly LeftOut[], words: Words): SectionBlock[] {
  return left.length === 0
    ? []
    : packed([words.batches.left.title, ...leftLines(left, words)], LINES_MAX).map((lines) =>
        section(lines),
      );
}

/** Whether a card says all of it. */
export function isLeftOnCard(left: readonly LeftOut[]): boolean {
  return left.length <= CARD_LINES;
}

/** The same on a card, as far as it has room. */
export function leftOnCard(left: readonly LeftOut[] = [], words: Words): SectionBlock[] {
  if (left.length === 0) return [];
  const { title, more } = words.batches.left;
  const lines = leftLines(left.slice(0, CARD_LINES), words).map((line) =>
    cutMarkup(line.replaceAll('\n', ' '), CARD_LINE_MAX),
  );
  const others = left.length - lines.length;
  return [section([title, ...lines, ...(others > 0 ? [more(others)] : [])].join('\n'))];
}

function leftLines(left: readonly LeftOut[], words: Words): string[] {
  return left.map(({ name, why }) =>
    cutMarkup(`• *${escapedWithin(name, NAME_MAX)}*: ${whyWords(why, words)}`, LINES_MAX),
  );
}

function whyWords(why: WhyLeftOut, words: Words): string {
  const { left } = words.batches;
  switch (why.reason) {
    case 'unchangeable':
      return taskRefusalSentence(why.refusal, words);
    case 'problems':
      return why.problems.map((problem) => problemMarkup(problem, words)).join(' ');
    case 'frozen':
      return refusalSentence(why, words);
    case 'not_set_back':
      return left.not_set_back(why.fields.map((field) => words.fieldNames[field]));
    default:
      return left[why.reason];
  }
}
