import { findingsOf } from '#src/approval/record/findings.ts';
import { isToHoldBack } from '#src/approval/decide/hold-back.ts';
import { requirementAt } from '#src/approval/policy/requirement.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { buildPayload, digestOf } from '#src/relay/payload.ts';
import type { SourceChecks } from '#src/ports/source-checks.ts';
import type { SourceCheck } from '#src/relay/source-check.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { problemsOf } from '#src/relay/rules.ts';
import { renderCard, threadParts } from '#src/slack/card/card.ts';
import { renderResult } from '#src/slack/card/result.ts';
import { checkedList, sourceBlocks } from '#src/slack/card/source-blocks.ts';
import { effectBlocks } from '#src/slack/form/preview.ts';
import { diffBlocks } from '#src/slack/card/diff-blocks.ts';
import { formValues } from '#src/slack/form/form-values.ts';
import { urlBoxesFor } from '#src/slack/form/url-boxes.ts';
import { modifyForm } from '#src/slack/form/form-view.ts';
import { reviewModal } from '#src/slack/review/review-modal.ts';
import { renderTaskDetails } from '#src/slack/task/task-details.ts';
import { renderTaskList } from '#src/slack/task/task-list.ts';
import { warmUp } from '#src/slack/warm-up.ts';
import { DEFAULT_LANGUAGE, wordsFor } from '#src/slack/words/index.ts';
import type { Bench } from '../bench.ts';
import { clockMs } from '../clock.ts';
import { quantile } from '../figures.ts';
import { operator } from '../people.ts';
import { timesSwitched } from '../processor.ts';
import { alone, type Row } from '../row.ts';
import { lifeOf } from '../sample.ts';
import { benchTask } from '../tasks.ts';

const SOURCES = 30;
const SOURCE_CHARACTERS = 2_000;

const longUrl = (name: string, part: number): string =>
  `https://media.example.com/${name}/${part}.mp4?auth_key=`.padEnd(SOURCE_CHARACTERS, 'k3y');

/** Thirty sources of 2,000 characters, a third of them new and the rest in another order. */
const oldUrls = Array.from({ length: SOURCES }, (_, part) => longUrl('old', part));
const longTask = (): RelayTask => ({ ...benchTask(0), source_urls: oldUrls });

/** How long building the largest possible request blocks the event loop. */
export const builders = async ({ sizes }: Bench): Promise<Row> => {
  const base = longTask();
  const source_urls = [
    ...oldUrls.slice(10).toReversed(),
    ...oldUrls.slice(0, 10).map((_, part) => longUrl('new', part)),
  ];
  const change = { source_urls, vod_loop_time: '7' };
  const nowMs = Date.now();
  const steps = await lifeOf({ id: 'R-1', task: base, userId: operator(0), nowMs });
  const payload = buildPayload({ base, change, send: 'merged', nowMs });
  const withChange = (request: ChangeRequest | undefined): ChangeRequest => {
    if (!request) throw new Error('the life of a request has no steps');
    return { ...request, change, payload, digest: digestOf(payload) };
  };
  const checks = checksOf([...oldUrls, ...source_urls], nowMs);
  const rivals = Array.from({ length: 20 }, (_, at) => ({
    taskId: `other-${at}`,
    name: 'live/other',
  }));
  const findings = findingsOf({ base, change }, { checks, rivals });
  const policy = {
    ...NO_POLICY,
    rules: [{ when: { goes_off_air: true, sources_changed: true }, quorum: 2 }],
  };
  const asked = { name: 'live-prod', cloud: 'cloud', send: 'merged', policy } as const;
  const projects = new Map([[asked.name, asked]]);
  const first = withChange(steps[0]?.next);
  const pending = { ...first, ...findings, project: asked.name };
  const applied = withChange(steps.at(-1)?.next);
  const draft = {
    person: pending.requester,
    project: pending.project,
    base,
    urlBoxes: urlBoxesFor(base),
  };
  const state = { source_urls: { value: { value: source_urls.join('\n') } } };
  const sources = { schemes: ['https'], hosts: ['*.example.com'] };
  const words = wordsFor(DEFAULT_LANGUAGE);
  const { project } = pending;
  const query = { words: [], status: undefined };
  const tasks = Array.from({ length: 10 }, (_, at) => ({ ...longTask(), task_id: `long-${at}` }));
  const built: Readonly<Record<string, () => unknown>> = {
    card: () => renderCard(pending, { ping: [], competing: [] }, words),
    'card, applied': () => renderCard(applied, { ping: [], competing: [] }, words),
    'thread of the card': () => threadParts(pending, words),
    result: () => renderResult(applied, 'Applied', words),
    review: () =>
      reviewModal(
        {
          request: pending,
          live: { ok: true, task: base },
          refusal: undefined,
          openOutcomes: [],
          checks,
          rivals,
          nowMs,
        },
        words,
      ),
    forecast: () =>
      effectBlocks(
        { base, change, project: asked, nowMs, isBreakGlass: false, checks, rivals },
        words,
      ),
    'what was found at the sources': () =>
      sourceBlocks(checkedList(base, change), checks, nowMs, words),
    'what the policy asks': () => requirementAt({ ...pending, policy: asked.policy, nowMs }),
    'whether it is to be held back': () =>
      isToHoldBack({ projects, inForce: () => [] }, pending, findings, nowMs),
    diff: () => diffBlocks(base, change, words),
    form: () =>
      modifyForm(
        {
          draftId: 'x',
          draft,
          nowMs,
          freezes: [],
          competing: [],
          mayBreakGlass: false,
          isBreakGlass: false,
          effects: [],
        },
        words,
      ),
    'form, read': () => formValues(state, { base }),
    'form, checked': () => problemsOf({ base, change, sources, nowMs }),
    'list, ten such tasks': () => renderTaskList({ project, query, page: 0, tasks, nowMs }, words),
    'details of the task': () => renderTaskDetails({ project, task: base, nowMs }, words),
    'payload and digest': () => digestOf(buildPayload({ base, change, send: 'merged', nowMs })),
  };
  // As a process does when it starts.
  warmUp(nowMs);
  const lines = Object.entries(built).map(([what, build]) => {
    const calls = Array.from({ length: sizes.rounds * sizes.calls }, () => timed(build));
    const working = calls.filter(({ isAlone }) => isAlone).map(({ ms }) => ms);
    const all = calls.map(({ ms }) => ms);
    return alone(
      {
        what,
        unit: 'ms, the longest call',
        goal: { atMost: 5 },
        note: `p50 ${quantile(all, 0.5).toFixed(2)} ms, the first ${(all[0] ?? 0).toFixed(2)} ms, the longest with interruptions ${Math.max(...all).toFixed(2)} ms`,
      },
      [Math.max(...(working.length > 0 ? working : all))],
    );
  });
  return {
    name: 'builders',
    title: `Forecast, card, form and review of ${SOURCES} sources of ${SOURCE_CHARACTERS} characters`,
    how: `${sizes.rounds * sizes.calls} calls of each in one process, with the first after a start (a process draws one example when it starts). The longest call counts that no other process interrupted; garbage collection is part of it.`,
    lines,
  };
};

/** Films of every kind and length, a few of which are missing. */
const checksOf = (urls: readonly string[], nowMs: number): SourceChecks =>
  new Map(
    urls.map((url, at): [string, SourceCheck] => [
      url,
      {
        checkedAtMs: nowMs,
        problems: at % 7 === 0 ? [{ kind: 'missing', httpStatus: 404 }] : [],
        durationSeconds: 60 + at * 13.37,
        videoCodec: at % 5 === 0 ? 'HEVC' : 'AVC',
        width: 1920,
        height: 1080,
        frameRate: at % 3 === 0 ? 25 : 29.97,
        audioCodecs: ['AAC'],
      },
    ]),
  );

const NO_POLICY = {
  quorum: 1,
  approvers: { users: ['U0LEAD'], usergroups: [] },
  expiresAfterMs: 4 * 3_600_000,
  rules: [],
  freeze: [],
};

const timed = (build: () => unknown): { readonly ms: number; readonly isAlone: boolean } => {
  const switches = timesSwitched();
  const startedMs = clockMs();
  build();
  const ms = clockMs() - startedMs;
  return { ms, isAlone: timesSwitched() === switches };
};
