import type { KnownBlock } from '@slack/types';
import {
  type ChangeRequest,
  isNotHeld,
  type Outcome,
} from '#src/approval/record/change-request.ts';
import { changedFields } from '#src/relay/change.ts';
import type { FieldDifference } from '#src/relay/drift.ts';
import { unreadableFields } from '#src/relay/field.ts';
import type { Failure } from '#src/relay/live-api.ts';
import { opaqueUntouched } from '#src/relay/payload.ts';
import { context, preformatted, richText, section } from '#src/slack/kit/blocks.ts';
import { meaningAndAdvice, problemMarkup, reasonSentence } from '#src/slack/kit/sentences.ts';
import { cut, escapedWithin, moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { changedSourceBlocks } from './changed-sources.ts';
import { differenceBlock, driftBlock } from './diff-blocks.ts';

/** The outcome: what the API answered, and what the task holds now. */
export function outcomeBlocks(request: ChangeRequest, words: Words): KnownBlock[] {
  const { outcome, base, change, state, lateUntilMs } = request;
  if (!outcome) return [];
  const blocks = changedSourceBlocks(request, words);
  if (state === 'applied') {
    const ids = [`task_id \`${escapedWithin(base.task_id, 100)}\``];
    if (outcome.request_id) ids.push(`request_id \`${escapedWithin(outcome.request_id, 100)}\``);
    blocks.push(context(ids.join(' · '), readBackLine(request, outcome, words)));
  } else if (state === 'failed') {
    blocks.push(context(failedLine(request, outcome, words)));
  }
  if (lateUntilMs !== undefined && state === 'failed') {
    blocks.push(context(words.outcome.mayStillTakeEffect(moment(lateUntilMs))));
  }
  if (outcome.failure) {
    blocks.push(...failureBlocks(outcome.failure, words), ...suspects(request, words));
  }
  if (outcome.problems?.length) {
    const lines = outcome.problems.map((p) => `• \`${p.field}\`: ${problemMarkup(p, words)}`);
    blocks.push(section([words.outcome.noLongerHolds, ...lines].join('\n')));
  }
  if (outcome.drift?.length) {
    blocks.push(section(words.outcome.drifted), driftBlock(outcome.drift, change, words));
  }
  const differing = state === 'applied' ? (outcome.differences ?? []) : unreadAfter(request);
  if (differing.length > 0) blocks.push(differenceBlock(differing, words));
  return blocks;
}

function readBackLine(
  request: ChangeRequest,
  { after, differences }: Outcome,
  { outcome }: Words,
): string {
  if (!after) return outcome.appliedUnread;
  if (isNotHeld(request)) return outcome.notHeldRead;
  return differences?.length ? outcome.differs : outcome.holdsAll;
}

function failedLine(request: ChangeRequest, { sent, after }: Outcome, { outcome }: Words): string {
  if (!sent) return outcome.nothingSent;
  if (!after) return outcome.failedUnread;
  // An unreadable field may hold the change, so it cannot be ruled out.
  return unreadAfter(request).length > 0 ? outcome.failedUnclear : outcome.failedRead;
}

/** Fields of the change that could not be read after a failed call. */
function unreadAfter({ state, change, outcome }: ChangeRequest): FieldDifference[] {
  if (state !== 'failed' || !outcome?.sent || !outcome.after) return [];
  const unread = unreadableFields(outcome.after);
  return changedFields(change).flatMap((field) => {
    const found = unread.find((each) => each.field === field);
    return found ? [{ field, expected: change[field], found: found.raw }] : [];
  });
}

/** A refusal may be about an opaque value that was sent back unchanged. */
function suspects({ base, change, payload, outcome }: ChangeRequest, words: Words): KnownBlock[] {
  if (outcome?.failure?.http_status !== 400 || !outcome.sent) return [];
  const fields = opaqueUntouched(base, change, payload).sentBack;
  if (fields.length === 0) return [];
  return [context(words.outcome.mayBeTheReason(fields.map((field) => `\`${field}\``)))];
}

/** What the API says of a failure, by its own names. */
const API_FACTS = [
  'error_code',
  'error_msg',
  'error_detail',
  'encoded_authorization_message',
  'request_id',
  'http_status',
] as const;

function failureBlocks(failure: Failure, words: Words): KnownBlock[] {
  const lines = API_FACTS.flatMap((name) => {
    const value = failure[name];
    return value === undefined ? [] : [`${name}: ${cut(visible(String(value)), 500)}`];
  });
  const why = reasonSentence(failure, words);
  if (why !== undefined) lines.push(cut(visible(why), 500));
  return [
    richText(preformatted(lines.join('\n') || failure.kind)),
    context(`💡 ${meaningAndAdvice(failure, words)}`),
  ];
}
