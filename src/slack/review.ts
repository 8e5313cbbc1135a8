import type { KnownBlock, ModalView } from '@slack/types';
import { approvals, type ChangeRequest } from '#src/approval/change-request.ts';
import type { Refusal } from '#src/approval/refusal.ts';
import { type Drift, driftOf } from '#src/relay/drift.ts';
import type { Read } from '#src/relay/live-api.ts';
import { taskName } from '#src/relay/relay-task.ts';
import { context, paragraph, plain, quote, richText, section, span } from './blocks.ts';
import { consequenceLine, outcomeBlocks } from './card.ts';
import { diffBlocks, differenceBlock, unchangedCount } from './diff-blocks.ts';
import { fixedFacts } from './forms.ts';
import { ACTION, BLOCK, CALLBACK, toButtonValue } from './ids.ts';
import { refusalSentence } from './sentences.ts';
import { escaped, mention, moment, visible } from './text.ts';
import { STATE_WORDS } from './words.ts';

/** The task as it is while somebody reviews. */
export type LiveNow = Read | { readonly ok: 'not_found' };

/** The whole change against the live task; with inputs only for somebody who may decide now. */
export function reviewModal(input: {
  readonly request: ChangeRequest;
  readonly live: LiveNow;
  readonly refusal: Refusal | undefined;
  readonly nowMs: number;
}): ModalView {
  const { request, live, refusal, nowMs } = input;
  const mayDecide = request.state === 'pending' && refusal === undefined;
  const { id: requestId, version, digest } = request;
  return {
    type: 'modal',
    callback_id: CALLBACK.review,
    private_metadata: toButtonValue({ request: requestId, version, digest }),
    title: plain(`Review ${requestId}`),
    close: plain('Close'),
    ...(mayDecide ? { submit: plain('Decide') } : {}),
    blocks: [
      section(
        `*${STATE_WORDS[request.state]}* · ${approvals(request).length} of ${request.policy.quorum} approvals`,
      ),
      section(
        `*${escaped(taskName(request.base))}* in *${escaped(request.project)}*, asked for by ${mention(request.requester.userId)} ${moment(request.createdAtMs)}, because:`,
      ),
      richText(quote(visible(request.reason))),
      section(consequenceLine(request)),
      ...diffBlocks(request.base, request.change),
      context(
        `${unchangedCount(request.change)} fields stay as they are · ${fixedFacts(request.base)}`,
      ),
      ...(request.state === 'pending' ? liveBlocks(request, live, nowMs) : outcomeBlocks(request)),
      richText(paragraph(span('digest  '), span(digest, { code: true }))),
      ...(mayDecide ? decisionInputs(request, canRebase(request, live)) : whyNot(request, refusal)),
    ],
  };
}

function liveBlocks(request: ChangeRequest, live: LiveNow, nowMs: number): KnownBlock[] {
  if (live.ok === 'not_found')
    return [section('⚠️ The Live API does not know this task any more.')];
  if (!live.ok) {
    return [
      section(
        '⚠️ The task could not be read just now, so compare with care; it is read again before the call.',
      ),
    ];
  }
  const drift = driftOf(request.base, live.task, request.change);
  return driftBlocks(drift, nowMs);
}

function driftBlocks({ overlapping, disjoint }: Drift, nowMs: number): KnownBlock[] {
  const moved = [...overlapping, ...disjoint];
  if (moved.length === 0) {
    return [
      context(`✔️ Read ${moment(nowMs)}: the task is still as it was when this was asked for.`),
    ];
  }
  return [
    section(
      '⚠️ *The task was changed by somebody else since this was asked for* (then → now). An approval would end as stale, without a call: reject it and ask again.',
    ),
    differenceBlock(moved),
  ];
}

/** Others moved only what this change leaves alone: it can be put on top of the task as it is now. */
function canRebase({ base, change }: ChangeRequest, live: LiveNow): boolean {
  if (live.ok !== true) return false;
  const { overlapping, disjoint } = driftOf(base, live.task, change);
  return overlapping.length === 0 && disjoint.length > 0;
}

function decisionInputs(request: ChangeRequest, mayRebase: boolean): KnownBlock[] {
  return [
    {
      type: 'input',
      block_id: BLOCK.decision,
      label: plain('Your decision'),
      element: {
        type: 'radio_buttons',
        action_id: ACTION.value,
        options: [
          {
            value: 'approve',
            text: plain('Approve'),
            description: plain(approveWords(request)),
          },
          { value: 'reject', text: plain('Reject'), description: plain('Nothing is run') },
          ...(mayRebase
            ? [
                {
                  value: 'rebase',
                  text: plain('Take over what the task holds now'),
                  description: plain('A new version with a new digest, to be approved anew'),
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
      label: plain('Note'),
      hint: plain('Required to reject: the requester reads it.'),
      element: {
        type: 'plain_text_input',
        action_id: ACTION.value,
        multiline: true,
        max_length: 1_000,
      },
    },
  ];
}

function approveWords(request: ChangeRequest): string {
  const missing = request.policy.quorum - approvals(request).length - 1;
  return missing > 0 ? `${missing} more must approve before it runs` : 'The change runs at once';
}

function whyNot(request: ChangeRequest, refusal: Refusal | undefined): KnownBlock[] {
  if (request.state !== 'pending' || !refusal) return [];
  return [section(`🔒 ${refusalSentence(refusal)}`)];
}
