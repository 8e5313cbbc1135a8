import { type ChangeRequest, shortDigest } from '#src/approval/change-request.ts';
import { plainLines } from '#src/slack/kit/read-aloud.ts';
import { titleSentence } from '#src/slack/kit/sentences.ts';
import type { Words } from '#src/slack/words/index.ts';
import { diffBlocks } from './diff-blocks.ts';

/** A change that is too long for its card as a text file, with the comment posted above it. */
export function wholeFile(request: ChangeRequest, timeZone: string, words: Words) {
  const { id, contentVersion, base, change, wayBack, digest } = request;
  const title = `${id} · ${titleSentence(request, words)}`;
  const lines = plainLines(diffBlocks(base, change, words), timeZone);
  const back = wayBack ? plainLines(diffBlocks(wayBack.base, wayBack.change, words), timeZone) : [];
  const heading = wayBack ? ['', words.chains.thenTitle, ''] : [];
  return {
    filename: `${id}-v${contentVersion}.txt`,
    content: `${[title, '', ...lines, ...heading, ...back].join('\n')}\n`,
    comment: words.card.wholeFile(id, shortDigest(digest)),
  };
}
