import type { KnownBlock } from '@slack/types';
import type { ChangeRequest, Outcome } from '#src/approval/change-request.ts';
import { adviceFor } from '#src/relay/error-catalogue.ts';
import type { Failure } from '#src/relay/live-api.ts';
import { context, paragraph, preformatted, richText, span } from '#src/slack/kit/blocks.ts';
import { problemSentence } from '#src/slack/kit/sentences.ts';
import { cut, escapedWithin, visible } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { differenceBlock, driftBlock } from './diff-blocks.ts';

/** How it ended: who answered what, and what the task holds now. */
export function outcomeBlocks(
  { outcome, base, change, state }: ChangeRequest,
  words: Words,
): KnownBlock[] {
  if (!outcome) return [];
  const blocks: KnownBlock[] = [];
  if (state === 'applied') {
    const ids = [`task_id \`${escapedWithin(base.task_id, 100)}\``];
    if (outcome.request_id) ids.push(`request_id \`${escapedWithin(outcome.request_id, 100)}\``);
    blocks.push(context(ids.join(' · '), readBackLine(outcome, words)));
  } else if (state === 'failed' && !outcome.sent) {
    blocks.push(context(words.outcome.nothingSent));
  } else if (state === 'failed') {
    blocks.push(context(outcome.after ? words.outcome.failedRead : words.outcome.failedUnread));
  }
  if (outcome.failure) blocks.push(...failureBlocks(outcome.failure, words));
  if (outcome.problems?.length) {
    const lines = outcome.problems.map((p) => `${p.field}: ${problemSentence(p, words)}`);
    blocks.push(
      richText(paragraph(span(words.outcome.noLongerHolds)), preformatted(lines.join('\n'))),
    );
  }
  if (outcome.drift?.length) blocks.push(driftBlock(outcome.drift, change, words));
  const differing = state === 'applied' ? (outcome.differences ?? []) : [];
  if (differing.length > 0) blocks.push(differenceBlock(differing, words));
  return blocks;
}

function readBackLine({ after, differences }: Outcome, { outcome }: Words): string {
  if (!after) return outcome.appliedUnread;
  return differences?.length ? outcome.differs : outcome.holdsAll;
}

function failureBlocks(failure: Failure, { advice }: Words): KnownBlock[] {
  const { error_code, error_msg, request_id, http_status, detail } = failure;
  const facts = { error_code, error_msg, request_id, http_status, detail };
  const lines = Object.entries(facts).flatMap(([name, value]) => {
    return value === undefined ? [] : [`${name}: ${cut(visible(String(value)), 500)}`];
  });
  return [
    richText(preformatted(lines.join('\n') || failure.kind)),
    context(`💡 ${advice[adviceFor(failure)]}`),
  ];
}
