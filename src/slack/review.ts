import type { KnownBlock, ModalView } from '@slack/types';
import { approvals, type ChangeRequest } from '#src/approval/change-request.ts';
import type { Refusal } from '#src/approval/refusal.ts';
import { driftOf } from '#src/relay/drift.ts';
import type { Read } from '#src/relay/live-api.ts';
import { taskName } from '#src/relay/relay-task.ts';
import { context, paragraph, plain, quote, richText, section, span } from './blocks.ts';
import { consequenceLine, outcomeBlocks } from './card.ts';
import { diffBlocks, differenceBlock, unchangedCount } from './diff-blocks.ts';
import { fixedFacts } from './forms.ts';
import { ACTION, BLOCK, CALLBACK, toButtonValue } from './ids.ts';
import { refusalSentence } from './sentences.ts';
import { escaped, mention, moment, visible } from './text.ts';
import type { Words } from './words/index.ts';

/** The task as it is while somebody reviews. */
export type LiveNow = Read | { readonly ok: 'not_found' };

interface Reviewed {
  readonly request: ChangeRequest;
  readonly live: LiveNow;
  /** Why the person who looks may not decide. */
  readonly refusal: Refusal | undefined;
  readonly nowMs: number;
}

/** The whole change against the live task; with inputs only for somebody who may decide now. */
export function reviewModal(input: Reviewed, words: Words): ModalView {
  const { request, live, refusal } = input;
  const { modal, review, card, states } = words;
  const mayDecide = request.state === 'pending' && refusal === undefined;
  const { id: requestId, version, digest } = request;
  return {
    type: 'modal',
    callback_id: CALLBACK.review,
    private_metadata: toButtonValue({ request: requestId, version, digest }),
    title: plain(review.title(requestId)),
    close: plain(modal.close),
    ...(mayDecide ? { submit: plain(modal.decide) } : {}),
    blocks: [
      section(
        `*${states[request.state]}* · ${card.approvals(approvals(request).length, request.policy.quorum)}`,
      ),
      section(
        review.about(
          escaped(taskName(request.base)),
          escaped(request.project),
          mention(request.requester.userId),
          moment(request.createdAtMs),
        ),
      ),
      richText(quote(visible(request.reason))),
      section(consequenceLine(request, words)),
      ...diffBlocks(request.base, request.change, words),
      context(
        `${card.fieldsKept(unchangedCount(request.change))} · ${fixedFacts(request.base, words)}`,
      ),
      ...(request.state === 'pending' ? liveBlocks(input, words) : outcomeBlocks(request, words)),
      richText(paragraph(span(`${card.digest}  `), span(digest, { code: true }))),
      ...(mayDecide
        ? decisionInputs(request, canRebase(request, live), words)
        : whyNot(request, refusal, words)),
    ],
  };
}

function liveBlocks({ request, live, nowMs }: Reviewed, words: Words): KnownBlock[] {
  const { review } = words;
  if (live.ok === 'not_found') return [section(review.taskGone)];
  if (!live.ok) return [section(review.taskUnread)];
  const { overlapping, disjoint } = driftOf(request.base, live.task, request.change);
  const moved = [...overlapping, ...disjoint];
  if (moved.length === 0) return [context(review.unchanged(moment(nowMs)))];
  return [section(review.drifted), differenceBlock(moved, words)];
}

/** Others moved only what this change leaves alone: it can be put on top of the task as it is now. */
function canRebase({ base, change }: ChangeRequest, live: LiveNow): boolean {
  if (live.ok !== true) return false;
  const { overlapping, disjoint } = driftOf(base, live.task, change);
  return overlapping.length === 0 && disjoint.length > 0;
}

function decisionInputs(
  request: ChangeRequest,
  mayRebase: boolean,
  { review }: Words,
): KnownBlock[] {
  return [
    {
      type: 'input',
      block_id: BLOCK.decision,
      label: plain(review.decision),
      element: {
        type: 'radio_buttons',
        action_id: ACTION.value,
        options: [
          {
            value: 'approve',
            text: plain(review.approve),
            description: plain(approveWords(request, review)),
          },
          { value: 'reject', ...choice(review.reject) },
          ...(mayRebase
            ? [
                {
                  value: 'rebase',
                  ...choice(review.rebase),
                },
              ]
            : []),
        ],
      },
    },
    {
      type: 'input',
      block_id: BLOCK.note,
      optional: true,
      label: plain(review.note.label),
      hint: plain(review.note.hint),
      element: {
        type: 'plain_text_input',
        action_id: ACTION.value,
        multiline: true,
        max_length: 1_000,
      },
    },
  ];
}

function choice({ text, description }: Words['review']['reject']) {
  return { text: plain(text), description: plain(description) };
}

function approveWords(request: ChangeRequest, review: Words['review']): string {
  const missing = request.policy.quorum - approvals(request).length - 1;
  return missing > 0 ? review.needsMore(missing) : review.runsAtOnce;
}

function whyNot(request: ChangeRequest, refusal: Refusal | undefined, words: Words): KnownBlock[] {
  if (request.state !== 'pending' || !refusal) return [];
  return [section(`🔒 ${refusalSentence(refusal, words)}`)];
}
