import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { viewProblems } from '#sandbox/slack/blocks/validate.ts';
import { type ChangeRequest, STATES } from '#src/approval/record/change-request.ts';
import { partId, PARTS_MAX, type WhyLeftOut } from '#src/approval/record/part.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { NO_RIVALS } from '#src/project/rival-tasks.ts';
import { batchForm } from '#src/slack/batch/batch-form.ts';
import { pickedTask } from '#src/slack/batch/offer-batch.ts';
import { pickForm } from '#src/slack/batch/pick-form.ts';
import { renderBatchCard } from '#src/slack/card/batch-card.ts';
import { batchParts } from '#src/slack/card/batch-parts.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { reviewBatch } from '#src/slack/review/batch-review.ts';
import { LANGUAGES, wordsFor } from '#src/slack/words/index.ts';
import { requester } from '../approval/sample-request.ts';
import { partOf } from '../part-of.ts';
import { nowMs } from '../relay/sample-task.ts';
import { hostileRequest } from './hostile-request.ts';
import { hostileText, problemsOf, runs } from './hostile.ts';

/** Whatever its parts hold, in both languages, Slack accepts everything rendered from a batch. */

/** Each reason once, the longest of its kind. */
const WHY: readonly WhyLeftOut[] = [
  { reason: 'no_task' },
  { reason: 'unchangeable', refusal: { code: 'wrong_source_type', sourceType: '&'.repeat(4_000) } },
  { reason: 'frozen', untilMs: nowMs, why: '<'.repeat(4_000) },
  { reason: 'not_set_back', fields: ['start_time', 'end_time'] },
  { reason: 'several_tasks' },
  {
    reason: 'problems',
    problems: Array.from({ length: 30 }, () => ({ field: 'status', code: 'no_change' }) as const),
  },
];

/** A batch of as many parts as may be, some of which are the same. */
const hostileBatch = fc
  .record({
    drawn: fc.array(hostileRequest, { minLength: 1, maxLength: 12 }),
    state: fc.constantFrom(...STATES),
    reverts: fc.constantFrom(undefined, 'R-141'),
    preset: fc.constantFrom(undefined, 'p'.repeat(40)),
  })
  .map(({ drawn, state, reverts, preset }) => {
    const parts = Array.from({ length: PARTS_MAX }, (_part, at): ChangeRequest => {
      const part = drawn[at % drawn.length]!;
      return { ...part, id: partId('R-142', at + 1), partOf: 'R-142' };
    });
    const listed = parts.map(({ id, base, digest }) => ({ id, taskId: base.task_id, digest }));
    const left = drawn.map(({ base }, at) => ({ name: base.task_id, why: WHY[at % WHY.length]! }));
    const batch = { parts: listed, preset, left };
    const request: ChangeRequest = { ...drawn[0]!, id: 'R-142', state, reverts, batch };
    return { request, parts };
  });

describe.each(LANGUAGES)('a batch with the worst input, in %s', (language) => {
  const words = wordsFor(language);
  const ping = Array.from({ length: 20 }, (_all, index) => `<@U0NOTIFY${index}>`);
  const project = partOf<SlackProject>({ name: 'p'.repeat(63), send: 'changed' });

  test('Slack accepts the card and its thread', () => {
    fc.assert(
      fc.property(hostileBatch, ({ request, parts }) => {
        const card = renderBatchCard(request, parts, { ping, competing: [] }, words);
        expect([card, ...batchParts(request, parts, words)].flatMap(problemsOf)).toEqual([]);
      }),
      { ...runs, numRuns: 10 },
    );
  });

  test('Slack accepts every page of the review', async () => {
    await fc.assert(
      fc.asyncProperty(hostileBatch, async ({ request, parts }) => {
        const tasks = parts.slice(0, 50).map(({ base }) => ({ ...base, vod_loop_time: '77' }));
        const deps = {
          projects: new Map([
            [
              request.project,
              partOf<SlackProject>({
                tasks: { list: () => Promise.resolve({ ok: true, tasks } as const) },
              }),
            ],
          ]),
          approval: partOf<ApprovalService>({
            whyNotDecide: () => Promise.resolve(undefined),
            partsOf: () => Promise.resolve(parts),
            partsInReview: () => Promise.resolve(parts),
          }),
          sources: { looked: () => Promise.resolve(new Map()) },
          rivals: NO_RIVALS,
          now: () => nowMs,
        };
        for (const page of [0, 1, 2, 99]) {
          const view = await reviewBatch(deps, request, requester, words, page);
          expect(viewProblems(view, ['modal'])).toEqual([]);
        }
      }),
      { ...runs, numRuns: 5 },
    );
  });

  test('Slack accepts the choice and the form', async () => {
    await fc.assert(
      fc.asyncProperty(hostileBatch, hostileText, async ({ request, parts }, text) => {
        const deps = {
          approval: partOf<ApprovalService>({ findingsNow: () => Promise.resolve({}) }),
          now: () => nowMs,
        };
        const { reverts, batch } = request;

        const pick = {
          tasks: parts.map(({ base }) => pickedTask(base)),
          preset: batch?.preset,
          change: {},
        };
        const draft = { pick, reason: Array.from(text).slice(0, 1_000).join('') };
        const tasks = parts.map(({ base, change }) => ({ base, change }));
        const { left } = batch ?? {};
        const asked = { preset: batch?.preset, reverts, tasks, left };
        const form = await batchForm(deps, { draftId: 'd', draft, batch: asked, project }, words);
        const chosen = pickForm(
          {
            draftId: 'd',
            projects: ['one', project.name],
            project: project.name,
            presets: ['p'.repeat(40)],
            pick,
            notice: 'n',
            left,
          },
          words,
        );
        expect(viewProblems(form, ['modal'])).toEqual([]);
        expect(viewProblems(chosen, ['modal'])).toEqual([]);
      }),
      { ...runs, numRuns: 5 },
    );
  });
});
