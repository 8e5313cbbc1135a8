import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { forecastFactsOf } from '#src/approval/record/findings.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import { hasParted } from '#src/approval/states/chain.ts';
import { isApprovedInPart } from '#src/approval/states/moved.ts';
import type { MovePlan } from '#src/approval/submit/move.ts';
import type { Problem } from '#src/relay/rules.ts';
import { foreseenOf } from '#src/slack/card/chain-blocks.ts';
import { type AskedTime, whichInput } from '#src/slack/form/asked-times.ts';
import { context, plain, section } from '#src/slack/kit/blocks.ts';
import { effectSentences } from '#src/slack/kit/effect-sentences.ts';
import { ACTION, BLOCK, CALLBACK, type TimeBlock } from '#src/slack/kit/ids.ts';
import { sectionsOf } from '#src/slack/kit/message.ts';
import { problemMarkup, refusalSentence, titleSentence } from '#src/slack/kit/sentences.ts';
import { escapedWithin, moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Characters of a request's title. */
const TITLE_MAX = 200;

/** What is known of the chosen time: what the move would do, or why it cannot be. */
export type PlannedMove = MovePlan & { readonly problems: readonly Problem[] };

/** The modal for another time. `value` names the version that the person saw. */
export function moveModal(
  request: ChangeRequest,
  value: string,
  {
    planned,
    doubts = [],
  }: {
    readonly planned?: PlannedMove | undefined;
    /** Ambiguous times to ask about. */
    readonly doubts?: readonly AskedTime[] | undefined;
  },
  words: Words,
): ModalView {
  const { moves, modal, form } = words;
  const { applyAtMs, wayBack } = request;
  const title = escapedWithin(titleSentence(request, words), TITLE_MAX);
  const runs = moment(runsAtMs(request) ?? applyAtMs ?? 0);
  const time = (block: TimeBlock, label: string, atMs: number | undefined) => [
    timeInput(block, label, atMs),
    ...doubts.filter((each) => each.block === block).map((each) => whichInput(each, words)),
  ];
  return {
    type: 'modal',
    callback_id: CALLBACK.move,
    private_metadata: value,
    title: plain(moves.title),
    submit: plain(moves.submit),
    close: plain(modal.cancel),
    blocks: [
      section(moves.intro(request.id, title, runs)),
      ...time(BLOCK.applyAt, form.applyAt, applyAtMs),
      ...(wayBack && !hasParted(request)
        ? time(BLOCK.thenBack, form.thenBack, wayBack.applyAtMs)
        : []),
      ...(planned ? plannedBlocks(planned, words) : [context(moves.choose)]),
    ],
  };
}

/** Choosing a time shows at once what it means. */
function timeInput(block_id: string, label: string, atMs = 0): InputBlock {
  return {
    type: 'input',
    block_id,
    dispatch_action: true,
    label: plain(label),
    element: {
      type: 'datetimepicker',
      action_id: ACTION.moveTime,
      initial_date_time: Math.floor(atMs / 1000),
    },
  };
}

function plannedBlocks(planned: PlannedMove, words: Words): KnownBlock[] {
  const { moves } = words;
  if (!planned.ok) return [section(`🔒 ${refusalSentence(planned.refusal, words)}`)];
  const [problem] = planned.problems;
  if (problem) return [section(`🔒 ${problemMarkup(problem, words)}`)];
  const { content } = planned;
  const { base, change, payload, applyAtMs = 0, wayBack } = content;
  const foreseen = { base, change, payload, atMs: applyAtMs, ...forecastFactsOf(content) };
  const lines = [moves.effectAt(moment(applyAtMs)), ...effectSentences(foreseen, words)];
  const back = wayBack && [
    moves.backAt(moment(wayBack.applyAtMs)),
    ...effectSentences(foreseenOf(content, wayBack), words),
  ];
  return [
    ...sectionsOf(lines),
    ...sectionsOf(back ?? []),
    context(approvalsSentence(planned, words)),
  ];
}

/** What becomes of the approvals. */
export function approvalsSentence(
  { request, voided }: Extract<MovePlan, { readonly ok: true }>,
  { moves }: Words,
): string {
  if (!isApprovedInPart(request)) return moves.notApproved;
  return voided === undefined ? moves.stays : moves.voided[voided];
}
