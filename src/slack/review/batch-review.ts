import type { KnownBlock, ModalView } from '@slack/types';
import { countsOf, offAirMarkOfParts } from '#src/approval/batch.ts';
import type { ChangeRequest, Person } from '#src/approval/change-request.ts';
import { isClosed } from '#src/approval/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { given } from '#src/basics/given.ts';
import { PREVIEW_WAIT_MS, type SourceLooks } from '#src/ports/source-checks.ts';
import { driftOf } from '#src/relay/drift.ts';
import type { TaskList } from '#src/relay/live-api.ts';
import { countsText, lostLines, partRows } from '#src/slack/card/batch-card.ts';
import { batchSettings, settingsOf } from '#src/slack/card/batch-settings.ts';
import { checkedList, sourceBlocks } from '#src/slack/card/source-blocks.ts';
import {
  context,
  paragraph,
  plain,
  quote,
  richText,
  section,
  span,
} from '#src/slack/kit/blocks.ts';
import { CALLBACK, toReviewValue } from '#src/slack/kit/ids.ts';
import { stateWords, titleSentence } from '#src/slack/kit/sentences.ts';
import { escaped, escapedWithin, mention, moment, nameOf } from '#src/slack/kit/text.ts';
import type { SlackProjects } from '#src/slack/projects.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { askedOf, inputsFor } from './decision-inputs.ts';
import { pendingLines, waitNotice, whyNot } from './review-modal.ts';

interface Deps {
  readonly projects: SlackProjects;
  readonly approval: Pick<ApprovalService, 'whyNotDecide' | 'partsOf' | 'partsInReview'>;
  readonly sources: Pick<SourceLooks, 'looked'>;
  readonly now: () => number;
}

/** Names of tasks in one sentence. */
const NAMES_MAX = 50;

/**
 * The review of a batch: what all of its tasks are set to, said once, and a row for each, with what has changed
 * meanwhile. Old values of each task are in the thread.
 */
export async function reviewBatch(
  deps: Deps,
  request: ChangeRequest,
  person: Person,
  words: Words,
): Promise<ModalView> {
  const isPending = request.state === 'pending';
  const tasks = deps.projects.get(request.project)?.tasks;
  const asRequested = await deps.approval.partsOf(request);
  const urls = [...new Set(asRequested.flatMap(({ change }) => change.source_urls ?? []))];
  const [refusal, live, checks] = await Promise.all([
    deps.approval.whyNotDecide(request, person),
    isPending ? tasks?.list() : undefined,
    isPending && urls.length > 0 ? deps.sources.looked(urls, PREVIEW_WAIT_MS) : undefined,
  ]);
  // What was found out just now is stored by now, and counts.
  const parts = await deps.approval.partsInReview(request);
  const { modal, review, card } = words;
  const nowMs = deps.now();
  const asked = refusal === undefined ? askedOf(request) : undefined;
  return {
    type: 'modal',
    callback_id: CALLBACK.review,
    private_metadata: toReviewValue(request, offAirMarkOfParts(parts)),
    title: plain(review.title(request.id)),
    close: plain(modal.close),
    ...given({ submit: asked && plain(modal.decide) }),
    blocks: [
      section(isPending ? pendingLines(request, words) : `*${stateWords(request, words)}*`),
      section(
        review.about(
          escapedWithin(titleSentence(request, words), 200),
          escaped(request.project),
          mention(request.requester.userId),
          moment(request.createdAtMs),
        ),
      ),
      richText(quote(visible(request.reason))),
      section(
        isClosed(request.state)
          ? countsText(countsOf(parts), words)
          : lostLines(parts, words).join('\n'),
      ),
      ...driftBlocks(parts, live, nowMs, words),
      ...batchSettings(parts, words),
      ...(checks ? sourceBlocks(sourcesIn(request, parts, urls), checks, nowMs, words) : []),
      ...partRows(request, parts, words),
      ...waitNotice(request, words),
      richText(paragraph(span(`${card.digest}  `), span(request.digest, { code: true }))),
      ...inputsFor(request, asked, { ok: 'not_found' }, words),
      ...whyNot(request, refusal, words),
    ],
  };
}

/** The list that all tasks get, with its start; else every source of any of them. */
function sourcesIn(
  { base, change }: ChangeRequest,
  parts: readonly ChangeRequest[],
  urls: readonly string[],
): Parameters<typeof sourceBlocks>[0] {
  return settingsOf(parts) ? checkedList(base, change) : { urls };
}

/** Which tasks are not as they were when this was requested; each is compared again right before it runs. */
function driftBlocks(
  parts: readonly ChangeRequest[],
  live: TaskList | undefined,
  nowMs: number,
  { batches }: Words,
): KnownBlock[] {
  if (!live) return [];
  if (!live.ok) return [section(batches.unread)];
  const now = new Map(live.tasks.map((task) => [task.task_id, task]));
  const gone = parts.filter(({ base }) => !now.has(base.task_id));
  const moved = parts.filter(({ base, change }) => {
    const task = now.get(base.task_id);
    const drift = task && driftOf(base, task, change);
    return drift && drift.overlapping.length + drift.disjoint.length > 0;
  });
  if (gone.length + moved.length === 0) return [context(batches.unchanged(moment(nowMs)))];
  return [
    ...(gone.length > 0 ? [section(batches.gone(namesOf(gone)))] : []),
    ...(moved.length > 0 ? [section(batches.drifted(namesOf(moved)))] : []),
  ];
}

function namesOf(parts: readonly ChangeRequest[]): string[] {
  return parts.slice(0, NAMES_MAX).map(({ base }) => nameOf(base));
}
