import { approvals, type ChangeRequest } from '#src/approval/record/change-request.ts';
import { quote, richText, section } from '#src/slack/kit/blocks.ts';
import type { Message } from '#src/slack/kit/message.ts';
import { readAloud } from '#src/slack/kit/read-aloud.ts';
import { cut, cutMarkup, escapedWithin, mention } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { countsText } from './batch-card.ts';
import { effectLines, isEffectTold } from './card-notices.ts';
import { outcomeBlocks } from './outcome-blocks.ts';
import { changeWords } from './request-summary.ts';

/** Characters of a reason next to an outcome, with hidden characters made visible. */
const REASON_MAX = 1_500;

/** Characters of the text that a notification shows. */
const TEXT_MAX = 3_000;

/**
 * The result for the ops channel: `sentence`, effects on viewers, what changed, who asked and approved, why, and the
 * API's answer. Its text begins with a one-line summary.
 */
export function renderResult(request: ChangeRequest, sentence: string, words: Words): Message {
  // A change that did not take effect has no effect on viewers.
  const isDone = request.state === 'applied' && isEffectTold(request);
  const effects = isDone ? [effectLines(request, words)] : [];
  const changed = changeWords(request, words);
  const who = whoWords(request, words).join(' · ');
  const reason = cut(visible(request.reason), REASON_MAX);
  const answered = request.batch
    ? [section(countsText(request.batch.counts, words))]
    : outcomeBlocks(request, words);
  const [gravest] = (effects[0] ?? '').split('\n', 1);
  const line = [sentence, gravest, changed, who, escapedWithin(reason, REASON_MAX)]
    .filter(Boolean)
    .join(' · ');
  return {
    text: cutMarkup(`${line}\n${readAloud(answered)}`, TEXT_MAX),
    blocks: [
      section([sentence, ...effects].join('\n')),
      section(`${changed} · ${who}`),
      richText(quote(reason)),
      ...answered,
    ],
  };
}

/** Who asked, and who approved, or why nobody did. */
function whoWords(request: ChangeRequest, { requestList }: Words): string[] {
  const approvers = approvals(request).map(({ person }) => mention(person.userId));
  const approved = request.breakGlass ? requestList.breakGlass : requestList.noApproval;
  return [
    requestList.askedBy(mention(request.requester.userId)),
    approvers.length > 0 ? requestList.approvedBy(approvers) : approved,
  ];
}
