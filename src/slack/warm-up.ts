import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { buildPayload, digestOf } from '#src/relay/payload.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { renderCard } from './card/card.ts';
import { modifyForm } from './form/form-view.ts';
import { urlBoxesFor } from './form/url-boxes.ts';
import { reviewModal } from './review/review-modal.ts';
import { renderTaskList } from './task/task-list.ts';
import { DEFAULT_LANGUAGE, wordsFor } from './words/index.ts';

/**
 * Draws a list, a form, a card and a review once, for nobody. Code is compiled when it first runs, so the first drawing
 * of a process takes about ten times as long as later ones: some 10 ms in which nobody else would be answered.
 */
export function warmUp(nowMs: number): void {
  const words = wordsFor(DEFAULT_LANGUAGE);
  const request = example(nowMs);
  const { base, project, requester } = request;
  const query = { words: [], status: undefined };
  renderTaskList({ project, query, page: 0, tasks: [base], nowMs }, words);
  const draft = { person: requester, project, base, urlBoxes: urlBoxesFor(base) };
  const form = { draftId: 'none', draft, nowMs, freezes: [], competing: [], effects: [] };
  modifyForm({ ...form, mayBreakGlass: false, isBreakGlass: false }, words);
  renderCard(request, { ping: [], competing: [] }, words);
  const live = { ok: true, task: base } as const;
  const found = { openOutcomes: [], checks: new Map(), rivals: [] };
  reviewModal({ request, live, refusal: undefined, ...found, nowMs }, words);
}

const file = (name: string): string => `https://media.example.com/${name}.mp4`;

/** A change of a playlist and of its rounds that waits for approval. */
function example(nowMs: number): ChangeRequest {
  const base: RelayTask = {
    task_id: 'example',
    source_type: 'PullVodPushLive',
    source_urls: ['one', 'two', 'three', 'four'].map(file),
    status: 'enable',
    vod_loop_time: '-1',
  };
  const change = { source_urls: ['three', 'one', 'five'].map(file), vod_loop_time: '7' };
  const payload = buildPayload({ base, change, send: 'merged', nowMs });
  return {
    schema: 1,
    id: 'R-0',
    version: 1,
    contentVersion: 1,
    state: 'pending',
    project: 'example',
    base,
    change,
    payload,
    digest: digestOf(payload),
    reason: 'Example',
    requester: { userId: 'U0EXAMPLE' },
    policy: { quorum: 1, rules: [] },
    createdAtMs: nowMs,
    expiresAtMs: nowMs,
    decisions: [],
    history: [],
  };
}
