import type { KnownBlock, ModalView } from '@slack/types';
import { countsOf, offAirMarkOfParts } from '#src/approval/record/batch.ts';
import { type ChangeRequest, isClosed, type Person } from '#src/approval/record/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { given } from '#src/basics/given.ts';
import type { RivalTasks } from '#src/ports/rivals.ts';
import { PREVIEW_WAIT_MS, type SourceLooks } from '#src/ports/source-checks.ts';
import { driftOf } from '#src/relay/drift.ts';
import type { TaskList } from '#src/relay/live-api.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { countsText, lostLines, orderBlocks } from '#src/slack/card/batch-card.ts';
import { diffGroups, groupBlocks } from '#src/slack/card/batch-parts.ts';
import { partRows } from '#src/slack/card/batch-rows.ts';
import { batchSettings, settingsOf } from '#src/slack/card/batch-settings.ts';
import { leftBlocks } from '#src/slack/card/left-out.ts';
import { checkedList, sourceBlocks } from '#src/slack/card/source-blocks.ts';
import { actions, button, context, digestBlock, plain, section } from '#src/slack/kit/blocks.ts';
import { ACTION, CALLBACK, toReviewValue } from '#src/slack/kit/ids.ts';
import { inGroups } from '#src/slack/kit/split-text.ts';
import { escapedWithin, moment } from '#src/slack/kit/text.ts';
import type { SlackProjects } from '#src/slack/projects.ts';
import type { Words } from '#src/slack/words/index.ts';
import { askedOf, inputsFor } from './decision-inputs.ts';
import { aboutBlocks, stateBlock, waitNotice, whyNot } from './review-modal.ts';

interface Deps {
  readonly projects: SlackProjects;
  readonly approval: Pick<ApprovalService, 'whyNotDecide' | 'partsOf' | 'partsInReview'>;
  readonly sources: Pick<SourceLooks, 'looked'>;
  readonly rivals: Pick<RivalTasks, 'looked'>;
  readonly now: () => number;
}

/** Names of tasks in one sentence, and characters of each; their rows say it as well. */
const NAMES_MAX = 20;
const NAME_MAX = 100;

/** Blocks of diffs on a page: a modal takes 100 (Slack). */
const DIFFS_MAX = 60;

/** Characters of the diffs on a page. */
const PAGE_MAX = 40_000;

/**
 * The review of a batch. First what all of its tasks are set to, said once, and a row for each, with what has changed
 * meanwhile; on further pages old and new values of each. One may decide on any page, and what was typed stays.
 */
export async function reviewBatch(
  deps: Deps,
  request: ChangeRequest,
  person: Person,
  words: Words,
  page = 0,
): Promise<ModalView> {
  const seen = page === 0 && request.state === 'pending' ? await lookAt(deps, request) : undefined;
  const [refusal, parts] = await Promise.all([
    deps.approval.whyNotDecide(request, person),
    // What was found out just now is stored by now, and counts.
    deps.approval.partsInReview(request),
  ]);
  const { modal, review, card } = words;
  const asked = refusal === undefined ? askedOf(request) : undefined;
  const diffs = diffPages(parts, words);
  const at = Math.min(page, diffs.length);
  return {
    type: 'modal',
    callback_id: CALLBACK.review,
    private_metadata: toReviewValue(request, offAirMarkOfParts(parts)),
    title: plain(review.title(request.id)),
    close: plain(modal.close),
    ...given({ submit: asked && plain(modal.decide) }),
    blocks: [
      stateBlock(request, words),
      section(
        isClosed(request.state)
          ? countsText(countsOf(parts), words)
          : lostLines(parts, words).join('\n'),
      ),
      ...(at === 0
        ? overview(request, parts, seen, words)
        : [context(words.batches.diffsPage(at, diffs.length)), ...(diffs[at - 1] ?? [])]),
      pageButtons(at, diffs.length, words),
      digestBlock(request.digest, card.digest),
      ...inputsFor(request, asked, { ok: 'not_found' }, words),
      ...whyNot(request, refusal, words),
    ],
  };
}

/** The tasks as they are now, and what is found out about the sources. */
async function lookAt(deps: Deps, request: ChangeRequest) {
  const parts = await deps.approval.partsOf(request);
  const urls = [...new Set(parts.flatMap(({ change }) => change.source_urls ?? []))];
  const [live, checks] = await Promise.all([
    deps.projects.get(request.project)?.tasks.list(),
    urls.length > 0 ? deps.sources.looked(urls, PREVIEW_WAIT_MS) : undefined,
    // Stored for all of its tasks.
    deps.rivals.looked(request.project, request.base, PREVIEW_WAIT_MS),
  ]);
  return { urls, live, checks, nowMs: deps.now() };
}

function overview(
  request: ChangeRequest,
  parts: readonly ChangeRequest[],
  seen: Awaited<ReturnType<typeof lookAt>> | undefined,
  words: Words,
): KnownBlock[] {
  const { urls = [], live, checks, nowMs = 0 } = seen ?? {};
  const noteOn = driftNotes(live, words);
  return [
    ...aboutBlocks(request, words),
    ...driftBlocks(parts, live, nowMs, words),
    ...batchSettings(parts, words),
    ...leftBlocks(request.batch?.left ?? [], words),
    ...(checks ? sourceBlocks(sourcesIn(request, parts, urls), checks, nowMs, words) : []),
    ...partRows(request, parts, words, noteOn),
    ...orderBlocks(request, words),
    ...waitNotice(request, words),
  ];
}

/** Old and new values of each task, in pages. */
function diffPages(parts: readonly ChangeRequest[], words: Words): KnownBlock[][] {
  const blocks = diffGroups(parts, words).flatMap(groupBlocks);
  const ofSize = inGroups(blocks, PAGE_MAX, (block) => JSON.stringify(block).length);
  return ofSize.flatMap((some) => inGroups(some, DIFFS_MAX, () => 1));
}

function pageButtons(page: number, pages: number, { buttons, batches }: Words): KnownBlock {
  const next = page === 0 ? batches.showDiffs : buttons.next;
  const [before, after] = [String(page - 1), String(page + 1)];
  return actions([
    ...(page > 0 ? [button(ACTION.reviewPrevious, buttons.previous, before)] : []),
    ...(page < pages ? [button(ACTION.reviewNext, next, after)] : []),
  ]);
}

/** The list that all tasks get, with its start; else every source of any of them. */
function sourcesIn(
  { base, change }: ChangeRequest,
  parts: readonly ChangeRequest[],
  urls: readonly string[],
): Parameters<typeof sourceBlocks>[0] {
  return settingsOf(parts) ? checkedList(base, change) : { urls };
}

type Drift = 'gone' | 'moved';

/** Whether a task is not as it was when this was requested; each is compared again right before it runs. */
function driftIn(live: readonly RelayTask[]) {
  const now = new Map(live.map((task) => [task.task_id, task]));
  return ({ base, change }: ChangeRequest): Drift | undefined => {
    const task = now.get(base.task_id);
    if (!task) return 'gone';
    const { overlapping, disjoint } = driftOf(base, task, change);
    return overlapping.length + disjoint.length > 0 ? 'moved' : undefined;
  };
}

function driftNotes(live: TaskList | undefined, { batches }: Words) {
  if (!live?.ok) return undefined;
  const driftOn = driftIn(live.tasks);
  const notes = { gone: batches.isGone, moved: batches.isDrifted };
  return (part: ChangeRequest): string | undefined => {
    const drift = driftOn(part);
    return drift && notes[drift];
  };
}

function driftBlocks(
  parts: readonly ChangeRequest[],
  live: TaskList | undefined,
  nowMs: number,
  { batches }: Words,
): KnownBlock[] {
  if (!live) return [];
  if (!live.ok) return [section(batches.unread)];
  const byDrift = Map.groupBy(parts, driftIn(live.tasks));
  const gone = namesOf(byDrift.get('gone') ?? []);
  const moved = namesOf(byDrift.get('moved') ?? []);
  if (gone.length + moved.length === 0) return [context(batches.unchanged(moment(nowMs)))];
  return [
    ...(gone.length > 0 ? [section(batches.gone(gone))] : []),
    ...(moved.length > 0 ? [section(batches.drifted(moved))] : []),
  ];
}

function namesOf(parts: readonly ChangeRequest[]): string[] {
  const names = parts
    .slice(0, NAMES_MAX)
    .map(({ base }) => escapedWithin(taskName(base), NAME_MAX));
  return parts.length > NAMES_MAX ? [...names, `+${parts.length - NAMES_MAX}`] : names;
}
