import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { viewProblems } from '#sandbox/slack/blocks/validate.ts';
import type { ProjectPolicy } from '#src/approval/policy/requirement.ts';
import { type ChangeRequest, sourcesOf } from '#src/approval/record/change-request.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import type { SourceChecks } from '#src/ports/source-checks.ts';
import { renderCard, threadParts } from '#src/slack/card/card.ts';
import { resultSentence } from '#src/slack/card/history-sentences.ts';
import { renderResult } from '#src/slack/card/result.ts';
import { requesterLines, threadLines } from '#src/slack/channel/thread-lines.ts';
import { chooseModal, modifyForm } from '#src/slack/form/form-view.ts';
import { confirmBlocks, effectBlocks } from '#src/slack/form/preview.ts';
import { urlBoxesFor } from '#src/slack/form/url-boxes.ts';
import { messageFrom } from '#src/slack/kit/message.ts';
import { refusalPlain, refusalSentence } from '#src/slack/kit/sentences.ts';
import { escaped } from '#src/slack/kit/text.ts';
import { loadingModal, noticeModal } from '#src/slack/modal/notice-modals.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { decidedSentence } from '#src/slack/review/handle-review.ts';
import { reviewModal } from '#src/slack/review/review-modal.ts';
import { noTaskSentence, severalTasksSentence, unreadSentence } from '#src/slack/task/find-task.ts';
import { subscribedSentence } from '#src/slack/watch/watch-sentences.ts';
import { LANGUAGES, wordsFor } from '#src/slack/words/index.ts';
import { partOf } from '../part-of.ts';
import { nowMs } from '../relay/sample-task.ts';
import { hostileRequest } from './hostile-request.ts';
import { hostileTask, hostileText, problemsOf, runs } from './hostile.ts';

/** Whatever a request holds, in both languages, Slack accepts everything rendered from it. */
/** The longest possible findings for every file. */
const worstChecks = (urls: readonly string[]): SourceChecks =>
  new Map(
    urls.map((url) => [
      url,
      {
        checkedAtMs: nowMs - 3_600_000,
        durationSeconds: 604_800,
        videoCodec: 'x'.repeat(80),
        width: 99_999,
        height: 99_999,
        frameRate: 59.94,
        audioLanguages: Array.from({ length: 50 }, () => 'zh-Hant'),
        problems: [{ kind: 'not_media', contentType: '='.repeat(80) }, { kind: 'no_ranges' }],
      },
    ]),
  );

describe.each(LANGUAGES)('with the worst input, in %s', (language) => {
  const words = wordsFor(language);
  const ping = Array.from({ length: 20 }, (_all, index) => `<@U0NOTIFY${index}>`);
  const competing = Array.from({ length: 30 }, (_all, index) => `R-${index}`);
  const people = { users: ['U0LEAD'], usergroups: ['S0LEADS'] };
  const policy: ProjectPolicy = {
    quorum: 1,
    approvers: people,
    expiresAfterMs: 1,
    escalate: { afterMs: 1, to: people },
    rules: [],
    freeze: [],
  };
  const project = partOf<SlackProject>({
    name: 'live-prod',
    language,
    notify: people,
    policy,
  });
  const link = `https://${'w'.repeat(60)}.slack.com/archives/C0123456789/p1795694400123456`;

  const messagesOf = (request: ChangeRequest) => [
    renderCard(request, { ping, competing, link }, words),
    renderCard(request, { ping: [], competing, isDirect: true }, words),
    renderResult(request, resultSentence(request, words), words),
    ...threadParts(request, words),
    ...threadLines(request, project).map(({ message }) => message),
    ...requesterLines(request, project).map(({ message }) => message),
  ];

  test('Slack accepts the card, its thread, the direct card and the result', () => {
    fc.assert(
      fc.property(hostileRequest, (request) => {
        expect(messagesOf(request).flatMap(problemsOf)).toEqual([]);
      }),
      { ...runs, numRuns: 20 },
    );
  });

  test('Slack accepts the review, for every reader and every state of the task', () => {
    const refused = fc.constantFrom(undefined, { reason: 'own_request' } as const);
    fc.assert(
      fc.property(hostileRequest, hostileTask, refused, (request, task, refusal) => {
        const lives = [{ ok: true, task } as const, { ok: 'not_found' } as const];
        for (const live of lives) {
          const checks = worstChecks(sourcesOf(request));
          const view = reviewModal(
            { request, live, refusal, openOutcomes: [request], checks, nowMs },
            words,
          );
          expect(viewProblems(view, ['modal'])).toEqual([]);
        }
      }),
      { ...runs, numRuns: 20 },
    );
  });

  test('Slack accepts the form, filled with the task and with the request', () => {
    const freezes = fc.array(
      hostileText.map((reason) => ({ fromMs: 0, toMs: nowMs + 1, reason })),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(hostileRequest, freezes, hostileText, ({ base, change }, frozen, reason) => {
        const draft = {
          person: { userId: 'U' },
          project: 'p'.repeat(63),
          base,
          prefill: change,
          edits: 'R-1',
          reason: Array.from(reason).slice(0, 1_000).join(''),
          urlBoxes: urlBoxesFor({ ...base, ...change }),
        };
        const preview = {
          base,
          change,
          project: { policy: { ...policy, freeze: frozen }, send: 'changed' },
          nowMs,
          isBreakGlass: false,
        } as const;
        const view = modifyForm(
          {
            draftId: 'd',
            draft,
            nowMs,
            freezes: frozen,
            competing,
            mayBreakGlass: true,
            isBreakGlass: true,
            effects: [...effectBlocks(preview, words), ...confirmBlocks(base, words)],
          },
          words,
        );

        expect(viewProblems(view, ['modal'])).toEqual([]);
      }),
      { ...runs, numRuns: 20 },
    );
  });

  test('Slack accepts the modals in between', () => {
    const projects = Array.from({ length: 150 }, (_all, index) => `project-${index}`);
    fc.assert(
      fc.property(hostileText, (said) => {
        const views = [
          loadingModal(words),
          noticeModal(`🔒 ${escaped(said)}`, words),
          chooseModal(
            { draftId: 'd', projects, project: projects[3], notice: escaped(said) },
            words,
          ),
          noticeModal(
            refusalSentence({ reason: 'frozen', untilMs: nowMs, why: said }, words),
            words,
          ),
        ];
        expect(views.flatMap((view) => viewProblems(view, ['modal']))).toEqual([]);
      }),
      runs,
    );
  });

  test('Slack accepts sentences about tasks, refusals and decisions', () => {
    fc.assert(
      fc.property(hostileText, hostileRequest, (text, request) => {
        const projectName = 'p'.repeat(63);
        const names = Array.from({ length: 20 }, () => text);
        const failure = { kind: 'answered', error_code: text, error_msg: text, request_id: text };
        const by = { userId: 'U0OPERATOR' };
        const refusal: Refusal = { reason: 'frozen', untilMs: nowMs, why: text };
        const sentences = [
          noTaskSentence({ word: text, project: projectName, nearest: names.slice(0, 3) }, words),
          severalTasksSentence(text, names, words),
          unreadSentence({ ...failure, kind: 'answered', http_status: 400 }, words),
          subscribedSentence(
            {
              channel: 'C0OPS',
              project: projectName,
              by,
              events: names,
              task: { id: 'a', name: text },
            },
            words,
          ),
          refusalSentence(refusal, words),
          decidedSentence(request, 'approve', words),
          words.audit.daily('2026-11-26', 1e15, 'f'.repeat(64)),
        ];

        expect(sentences.map(messageFrom).flatMap(problemsOf)).toEqual([]);
        const views = sentences.map((sentence) => noticeModal(sentence, words));
        expect(views.flatMap((view) => viewProblems(view, ['modal']))).toEqual([]);
        expect(refusalPlain(refusal, words, 'UTC')).not.toBe('');
      }),
      { ...runs, numRuns: 30 },
    );
  });
});
