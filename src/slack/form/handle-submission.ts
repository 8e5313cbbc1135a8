import { type ChangeRequest, type Person, sourcesOf } from '#src/approval/change-request.ts';
import { runsAtMs } from '#src/approval/request-times.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { Draft, DraftStore } from '#src/ports/draft.ts';
import type { SourceLooks } from '#src/ports/source-checks.ts';
import { urlsOf } from '#src/relay/field.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { type Problem, problemsOf } from '#src/relay/rules.ts';
import { sourceFactsOf } from '#src/relay/source-check.ts';
import type { SourcePolicy } from '#src/relay/source-url.ts';
import { requestLines } from '#src/slack/card/request-summary.ts';
import { BLOCK } from '#src/slack/kit/ids.ts';
import { refusalPlain } from '#src/slack/kit/sentences.ts';
import { cut, moment } from '#src/slack/kit/text.ts';
import { errorsAnswer, noticeModal, viewAnswer } from '#src/slack/modal/notice-modals.ts';
import type { PersonalWords } from '#src/slack/people/personal-words.ts';
import { cardChannelOf, type SlackProject, type SlackProjects } from '#src/slack/projects.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { SubmissionArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { askedTimes } from './asked-times.ts';
import { blockOfRefusal, errorsByBlock } from './form-errors.ts';
import type { FormFlow } from './form-flow.ts';
import {
  changeTyped,
  type FormState,
  formValues,
  type FormValues,
  hasTime,
} from './form-values.ts';
import { isOthers } from './handle-form.ts';
import { isNameOf, needsSecondThought, type Preview } from './preview.ts';
import { zoneOf } from './render-draft.ts';
import { wayBackProblems } from './way-back-problems.ts';

interface SubmissionDeps {
  readonly projects: SlackProjects;
  readonly drafts: DraftStore;
  readonly approval: Pick<ApprovalService, 'submit' | 'edit'>;
  readonly forms: Pick<FormFlow, 'askTimes' | 'confirm' | 'readFile'>;
  readonly sources: Pick<SourceLooks, 'begin' | 'stored'>;
  readonly words: PersonalWords;
  readonly now: () => number;
}

/** Handles a submitted form: it becomes a request, or stays open with an error under each wrong field. */
export function handleFormSubmission(deps: SubmissionDeps) {
  return async ({ ack, view, body }: SubmissionArgs): Promise<void> => {
    const draftId = view.private_metadata;
    const state = view.state.values;
    const requester = personOf(body);
    const [words, saved] = await Promise.all([
      deps.words.soon(requester.userId),
      save(deps, draftId, state, requester).catch((error: unknown) => ({
        kind: 'unsaved' as const,
        error,
      })),
    ]);
    if (saved.kind === 'saved') {
      const { request } = saved;
      deps.sources.begin([
        ...sourcesOf(request),
        ...(request.wayBack ? sourcesOf(request.wayBack) : []),
      ]);
    }
    await ack(await answerTo(deps.forms, saved, { draftId, state }, words));
    if (saved.kind === 'unsaved') throw saved.error;
  };
}

type Saved = Awaited<ReturnType<typeof save>> | { readonly kind: 'unsaved' };

/** What Slack shows: the confirmation in place of the form, another question, or the form with its errors. */
async function answerTo(
  forms: SubmissionDeps['forms'],
  saved: Saved,
  submitted: { readonly draftId: string; readonly state: FormState },
  words: Words,
) {
  const { notices } = words;
  switch (saved.kind) {
    case 'unasked':
      return viewAnswer(await forms.confirm({ ...submitted, draft: saved.draft }, words));
    case 'times':
      return viewAnswer(await forms.askTimes({ ...submitted, draft: saved.draft }, words));
    case 'file': {
      const read = await forms.readFile({ ...submitted, draft: saved.draft }, words);
      return 'view' in read ? viewAnswer(read.view) : errorsAnswer({ [read.block]: read.said });
    }
    case 'gone':
      // It can no longer be submitted, but what was typed can still be copied.
      return errorsAnswer({ [BLOCK.reason]: notices.formLost });
    case 'others':
      return errorsAnswer({ [BLOCK.reason]: notices.othersForm });
    case 'wrong':
      return errorsAnswer(errorsByBlock(saved.problems, saved.values, words));
    case 'unconfirmed': {
      const name = visible(cut(taskName(saved.base), 150));
      return errorsAnswer({ [BLOCK.confirm]: words.form.confirm.wrong(name) });
    }
    case 'which': {
      const { missing } = words.form.which;
      return errorsAnswer(
        Object.fromEntries(saved.blocks.map((block) => [block.which ?? '', missing])),
      );
    }
    case 'unsaved':
      return errorsAnswer({ [BLOCK.reason]: notices.notSaved });
    case 'refused':
      // The form stays open: another schedule, or trying a minute later, may be all it takes.
      return errorsAnswer({
        [blockOfRefusal(saved.refusal)]: refusalPlain(saved.refusal, words, saved.timeZone),
      });
    case 'saved': {
      const channel = `<#${cardChannelOf(saved.request, saved.project)}>`;
      const said = savedSentence(saved.request, channel, words);
      const title = savedTitle(saved.request, words);
      return viewAnswer(noticeModal(said, words, { title }));
    }
  }
}

/** The title of the confirmation. */
function savedTitle(request: ChangeRequest, { modal }: Words): string {
  const { id, history, breakGlass, policy } = request;
  const { done } = modal;
  if (history.some(({ event }) => event === 'edit')) return done.edited(id);
  if (!breakGlass && policy.quorum > 0) return done.asked(id);
  return (runsAtMs(request) === undefined ? done.running : done.scheduled)(id);
}

/** What the requester is told: what happens next. */
function savedSentence(request: ChangeRequest, channel: string, words: Words): string {
  const { id, state, breakGlass, policy, expiresAtMs } = request;
  const { notices } = words;
  if (breakGlass) return notices.withoutApproval(id, channel);
  // An edited request waits for a decision even if its new content would need no approval.
  if (state === 'pending') return notices.submitted(id, channel, moment(expiresAtMs));
  // The form had been submitted before, and others have decided since.
  if (policy.quorum > 0) return requestLines(request, undefined, words);
  const runMs = runsAtMs(request);
  return notices.approvedAtOnce(id, channel, runMs === undefined ? undefined : moment(runMs));
}

async function save(deps: SubmissionDeps, draftId: string, state: FormState, requester: Person) {
  const hasWayBack = hasTime(state, BLOCK.thenBack);
  const submitted = await deps.drafts.submit(draftId, hasWayBack);
  const draft = submitted?.draft;
  const project = draft?.project === undefined ? undefined : deps.projects.get(draft.project);
  if (!submitted || !draft?.base || !project) return { kind: 'gone' as const };
  if (isOthers(draft, requester)) return { kind: 'others' as const };
  const { base } = draft;
  const values = formValues(state, { ...draft, base });
  // Nothing is requested unseen: the content of the file is shown first.
  if (values.file) return { kind: 'file' as const, draft };
  const unanswered = await unansweredTimes(deps, values, { ...draft, base }, project);
  if (unanswered.some(({ which }) => which === undefined)) return { kind: 'times' as const, draft };
  if (unanswered.length > 0) return { kind: 'which' as const, blocks: unanswered };
  const change = changeTyped(values, { ...draft, base });
  const nowMs = deps.now();
  const { applyAtMs, thenBackMs } = values;
  const checks = await deps.sources.stored([
    ...sourcesOf({ base, change }),
    ...(hasWayBack ? urlsOf(base) : []),
  ]);
  const { reason, called, isBreakGlass } = values;
  const preview = { base, change, project, nowMs, applyAtMs, thenBackMs, isBreakGlass, checks };
  const problems = problemsIn(values, preview, project.sources);
  if (problems.length > 0) return { kind: 'wrong' as const, problems, values };
  if (needsSecondThought({ base, change, project, nowMs, isBreakGlass })) {
    if (values.confirmed === undefined) return { kind: 'unasked' as const, draft };
    if (!isNameOf(base, values.confirmed)) return { kind: 'unconfirmed' as const, base };
  }
  const { edits, editsContent: viewedContent, reverts } = draft;
  const { wayBackId } = submitted;
  const backAt =
    thenBackMs === undefined || wayBackId === undefined
      ? undefined
      : { id: wayBackId, applyAtMs: thenBackMs };
  const content = { base, change, reason, called, applyAtMs, after: draft.follows?.id, backAt };
  const asked = { id: submitted.id, project, ...content, requester, reverts, isBreakGlass };
  const result = await (edits === undefined
    ? deps.approval.submit(asked)
    : deps.approval.edit(edits, { ...asked, viewedContent }));
  // Shown under the URL that is wrong.
  if (!result.ok && result.refusal.reason === 'source_unplayable') {
    const unplayable = result.refusal.files.map((line): Problem => ({
      field: 'source_urls',
      code: 'source_unplayable',
      line,
    }));
    return { kind: 'wrong' as const, problems: unplayable, values };
  }
  return result.ok
    ? { kind: 'saved' as const, request: result.request, project }
    : { kind: 'refused' as const, refusal: result.refusal, timeZone: project.timeZone };
}

/** What is wrong with a form; a scheduled change is judged as of the time it runs. */
function problemsIn(values: FormValues, preview: Preview, sources: SourcePolicy): Problem[] {
  const { base, change, nowMs, applyAtMs, checks = new Map() } = preview;
  const { durations } = sourceFactsOf(checks);
  const atMs = Math.max(nowMs, applyAtMs ?? 0);
  const problems = [
    ...values.problems,
    ...problemsOf({ base, change, sources, nowMs: atMs, durations }),
  ];
  if (applyAtMs !== undefined && applyAtMs <= nowMs) {
    problems.push({ field: 'apply_at', code: 'apply_at_passed' });
  }
  if (values.isBreakGlass && applyAtMs !== undefined) {
    problems.push({ field: 'apply_at', code: 'break_glass_now' });
  }
  problems.push(...wayBackProblems(preview, sources));
  if (values.reason === '') problems.push({ field: 'reason', code: 'reason_missing' });
  return problems;
}

/** Ambiguous times in the form that have not been clarified yet. */
async function unansweredTimes(
  deps: SubmissionDeps,
  values: FormValues,
  draft: Draft & { readonly base: RelayTask },
  project: SlackProject,
) {
  const { userId } = draft.person;
  // The time zone comes with the language, which another replica may have read when the form was
  // opened.
  if (deps.words.timeZone(userId) === undefined) await deps.words.soon(userId);
  const asked = askedTimes(values, draft, zoneOf(deps, project, draft));
  const open = new Set(
    asked.filter(({ meantMs }) => meantMs === undefined).map(({ block }) => block),
  );
  return values.picked.filter(({ block }) => open.has(block));
}
