import { type ChangeRequest, shortDigest } from '#src/approval/record/change-request.ts';
import { plainLines } from '#src/slack/kit/read-aloud.ts';
import { titleSentence } from '#src/slack/kit/sentences.ts';
import { withoutMarkup } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { diffGroups, groupBlocks } from './batch-parts.ts';
import { diffBlocks } from './diff-blocks.ts';
import { leftBlocks } from './left-out.ts';

/**
 * A change that is too long for its card as a text file, with the comment posted above it. `parts`: those of a batch,
 * whose changes are in it one after the other.
 */
export function wholeFile(
  request: ChangeRequest,
  parts: readonly ChangeRequest[],
  timeZone: string,
  words: Words,
) {
  const { id, contentVersion, wayBack, digest, batch } = request;
  const titleOf = (each: ChangeRequest) => `${each.id} · ${titleSentence(each, words)}`;
  const linesOf = ({ base, change }: Pick<ChangeRequest, 'base' | 'change'>) =>
    plainLines(diffBlocks(base, change, words), timeZone);
  const back = wayBack ? ['', words.chains.thenTitle, '', ...linesOf(wayBack)] : [];
  const lines = batch
    ? [
        ...diffGroups(parts, words).flatMap((group) => [
          ...plainLines(groupBlocks(group), timeZone),
          '',
        ]),
        ...leftBlocks(batch.left ?? [], words).map(({ text }) =>
          withoutMarkup(text?.text ?? '', timeZone),
        ),
      ]
    : [...linesOf(request), ...back];
  return {
    filename: `${id}-v${contentVersion}.txt`,
    content: `${[titleOf(request), '', ...lines].join('\n')}\n`,
    comment: words.card.wholeFile(id, shortDigest(digest)),
  };
}
