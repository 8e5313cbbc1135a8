import type { KnownBlock } from '@slack/types';
import {
  approvals,
  type ChangeRequest,
  isClosed,
  type Outcome,
  shortDigest,
} from '#src/approval/change-request.ts';
import { consequencesOf } from '#src/relay/consequence.ts';
import { adviceFor } from '#src/relay/error-catalogue.ts';
import type { Failure } from '#src/relay/live-api.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import {
  context,
  header,
  paragraph,
  preformatted,
  quote,
  richText,
  section,
  span,
} from './blocks.ts';
import { cardButtons } from './card-buttons.ts';
import { diffBlocks, differenceBlock, diffSummaryBlocks, unchangedCount } from './diff-blocks.ts';
import { competingNotice } from './forms.ts';
import { problemSentence } from './sentences.ts';
import { cut, escaped, mention, moment, visible } from './text.ts';
import { ADVICE_WORDS, CONSEQUENCE_WORDS, STATE_WORDS } from './words.ts';

export interface Rendered {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/**
 * Characters of a change that a card shows itself; Slack takes about 13,000 in a message. What is
 * longer goes into the thread whole, and the card says so.
 */
const CARD_DIFF_MAX = 6_000;

/** The card of a request, from the request alone: every update renders it anew. */
export function renderCard(
  request: ChangeRequest,
  { ping, competing }: { readonly ping: readonly string[]; readonly competing: readonly string[] },
): Rendered {
  const name = taskName(request.base);
  const verb = request.reverts ? `Revert ${request.reverts} on` : 'Change';
  return {
    text: escaped(`${request.id} ${STATE_WORDS[request.state]}: ${name} in ${request.project}`),
    blocks: [
      header(visible(`${request.id}  ${verb} ${name}`)),
      section(stateLine(request, ping)),
      ...outcomeBlocks(request),
      ...(isClosed(request.state) ? [] : [section(consequenceLine(request))]),
      ...(request.state === 'pending' ? competingNotice(competing) : []),
      ...cardDiff(request),
      section(
        `*Asked by* ${mention(request.requester.userId)} for *${escaped(request.project)}*${target(request.base)}`,
      ),
      richText(quote(visible(cut(request.reason, 1_500)))),
      context(
        `${request.id} · digest \`${shortDigest(request.digest)}\` · ${unchangedCount(request.change)} fields stay as they are`,
        deadline(request),
      ),
      ...cardButtons(request),
    ],
  };
}

/** The parts of a change that are too long for the card, as messages for its thread, in order. */
export function threadParts(request: ChangeRequest): Rendered[] {
  if (!isLong(request)) return [];
  const blocks = diffBlocks(request.base, request.change);
  return blocks.map((block, index) => ({
    text: `The whole change of ${request.id}, part ${index + 1} of ${blocks.length}`,
    blocks: [context(`The whole change, part ${index + 1} of ${blocks.length}`), block],
  }));
}

/** What the ops channel is told at the end. */
export function renderResult(request: ChangeRequest, sentence: string): Rendered {
  return { text: sentence, blocks: [section(sentence), ...outcomeBlocks(request)] };
}

export function consequenceLine(request: ChangeRequest): string {
  const found = consequencesOf(request.base, request.change, request.createdAtMs);
  return found.map((consequence) => `⚠️ ${CONSEQUENCE_WORDS[consequence]}`).join('\n');
}

function stateLine(request: ChangeRequest, ping: readonly string[]): string {
  const count = `${approvals(request).length} of ${request.policy.quorum} approvals`;
  const last = request.history.at(-1);
  const by = request.decisions.map(({ kind, person, atMs }) => {
    return `${kind === 'approve' ? 'approved' : 'rejected'} by ${mention(person.userId)} ${moment(atMs)}`;
  });
  const line = [`*${STATE_WORDS[request.state]}*`];
  if (request.state === 'pending') line.push(count, ...ping);
  else if (last) line.push(moment(last.atMs));
  return [line.join(' · '), ...by].join('\n');
}

function target(task: RelayTask): string {
  const to = task.domain ?? task.destination_url?.replace(/^[a-z]+:\/\/|[/?].*$/g, '');
  return to ? ` · pushes to ${escaped(to)}` : '';
}

function deadline(request: ChangeRequest): string {
  const at = request.applyAtMs === undefined ? '' : `Runs ${moment(request.applyAtMs)}. `;
  return request.state === 'pending'
    ? `${at}Decide until ${moment(request.expiresAtMs)}; after that it expires and nothing is run.`
    : `${isClosed(request.state) ? '' : at}Asked ${moment(request.createdAtMs)}`;
}

function cardDiff(request: ChangeRequest): KnownBlock[] {
  const { base, change } = request;
  if (!isLong(request)) return diffBlocks(base, change);
  return [
    ...diffSummaryBlocks(base, change),
    context('The list is too long for a card: the whole of it is in the thread and in the review.'),
  ];
}

function isLong({ base, change }: ChangeRequest): boolean {
  return JSON.stringify(diffBlocks(base, change)).length > CARD_DIFF_MAX;
}

/** How it ended: who answered what, and what the task holds now. */
export function outcomeBlocks({ outcome, base, state }: ChangeRequest): KnownBlock[] {
  if (!outcome) return [];
  const blocks: KnownBlock[] = [];
  if (state === 'applied') {
    const ids = [`task_id \`${escaped(base.task_id)}\``];
    if (outcome.request_id) ids.push(`request_id \`${escaped(outcome.request_id)}\``);
    blocks.push(context(ids.join(' · '), readBackLine(outcome)));
  } else if (state === 'failed' && !outcome.sent) {
    blocks.push(context('Nothing was sent to the Live API, so nothing was changed.'));
  } else if (state === 'failed') {
    blocks.push(context(failedReadLine(outcome)));
  }
  if (outcome.failure) blocks.push(...failureBlocks(outcome.failure));
  if (outcome.problems?.length) {
    const lines = outcome.problems.map((p) => `${p.field}: ${problemSentence(p)}`);
    blocks.push(richText(paragraph(span('What no longer holds:')), preformatted(lines.join('\n'))));
  }
  const moved = outcome.drift ?? (state === 'applied' ? outcome.differences : undefined) ?? [];
  if (moved.length > 0) blocks.push(differenceBlock(moved));
  return blocks;
}

function readBackLine(outcome: Outcome): string {
  if (!outcome.after) return 'The task could not be read again, so this is what the API said.';
  return outcome.differences?.length
    ? '⚠️ Read again: these fields differ from what was asked for (asked → found).'
    : 'Read again: every field holds what was asked for.';
}

function failedReadLine(outcome: Outcome): string {
  return outcome.after
    ? 'The task was read again: it does not hold the change.'
    : 'The task could not be read again.';
}

function failureBlocks(failure: Failure): KnownBlock[] {
  const { error_code, error_msg, request_id, http_status, detail } = failure;
  const facts = { error_code, error_msg, request_id, http_status, detail };
  const lines = Object.entries(facts).flatMap(([name, value]) => {
    return value === undefined ? [] : [`${name}: ${visible(cut(String(value), 1_000))}`];
  });
  return [
    richText(preformatted(lines.join('\n') || failure.kind)),
    context(`💡 ${ADVICE_WORDS[adviceFor(failure)]}`),
  ];
}
