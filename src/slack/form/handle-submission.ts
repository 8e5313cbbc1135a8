import { type ChangeRequest, type Person, sourcesOf } from '#src/approval/record/change-request.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { DraftStore } from '#src/ports/draft.ts';
import type { SourceLooks } from '#src/ports/source-checks.ts';
import type { Change } from '#src/relay/change.ts';
import { urlsOf } from '#src/relay/field.ts';
import { taskName } from '#src/relay/relay-task.ts';
import { type Problem, problemsOf } from '#src/relay/rules.ts';
import { sourceFactsOf } from '#src/relay/source-check.ts';
import type { SourcePolicy } from '#src/relay/source-url.ts';
import { requestLines } from '#src/slack/card/request-summary.ts';
import { BLOCK } from '#src/slack/kit/ids.ts';
import { refusalPlain } from '#src/slack/kit/sentences.ts';
import { cut, moment } from '#src/slack/kit/text.ts';
import {
  answerSubmission,
  errorsAnswer,
  type ModalAnswer,
  noticeModal,
  viewAnswer,
} from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { PersonalWords } from '#src/slack/people/personal-words.ts';
import { cardChannelOf, type SlackProject, type SlackProjects } from '#src/slack/projects.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { SubmissionArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { askedTimes, unansweredErrors } from './asked-times.ts';
import { blockOfRefusal, errorsByBlock } from './form-errors.ts';
import type { FormFlow } from './form-flow.ts';
import { changeTyped, formValues, type FormValues, hasTime } from './form-values.ts';
import { isOthers } from './handle-form.ts';
import { isNameOf, needsSecondThought, type Preview, wayBackProblems } from './preview.ts';
import { type OpenForm, zoneOf } from './render-draft.ts';
import type { Complete } from './shown-fields.ts';

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
    const person = personOf(body);
    const words = await deps.words.soon(person.userId);
    const open = { draftId: view.private_metadata, state: view.state.values };
    const failed = { [BLOCK.reason]: words.notices.notSaved };
    await answerSubmission(ack, failed, submit(deps, open, person, words));
  };
}

async function submit(
  deps: SubmissionDeps,
  { draftId, state }: Pick<OpenForm, 'draftId' | 'state'>,
  requester: Person,
  words: Words,
): Promise<ModalAnswer> {
  const { forms } = deps;
  const { notices } = words;
  const hasWayBack = hasTime(state, BLOCK.thenBack);
  const submitted = await deps.drafts.submit(draftId, hasWayBack);
  const project = submitted && deps.projects.get(submitted.draft.project ?? '');
  // It can no longer be submitted, but what was typed can still be copied.
  if (!submitted?.draft.base || !project) {
    return errorsAnswer({ [BLOCK.reason]: notices.formLost });
  }
  const { base } = submitted.draft;
  const draft = { ...submitted.draft, base, project: project.name };
  if (isOthers(draft, requester)) return errorsAnswer({ [BLOCK.reason]: notices.othersForm });
  const open = { draftId, draft, state };
  const values = formValues(state, draft);
  // Nothing is requested unseen: the content of the file is shown first.
  if (values.file) return forms.readFile(open, words);
  const unanswered = unansweredTimes(deps, values, draft, project);
  if (unanswered.some(({ which }) => which === undefined)) {
    return viewAnswer(await forms.askTimes(open, words));
  }
  if (unanswered.length > 0) return errorsAnswer(unansweredErrors(unanswered, words));
  const change = changeTyped(values, draft);
  const nowMs = deps.now();
  const { applyAtMs, thenBackMs, isBreakGlass, confirmed } = values;
  const checks = await deps.sources.stored([
    ...sourcesOf({ base, change }),
    ...(hasWayBack ? urlsOf(base) : []),
  ]);
  const preview = { base, change, project, nowMs, applyAtMs, thenBackMs, isBreakGlass, checks };
  const problems = problemsIn(values, preview, project.sources);
  if (problems.length > 0) return errorsAnswer(errorsByBlock(problems, values, words));
  const isEdit = draft.edits !== undefined;
  if (needsSecondThought({ base, change, project, nowMs, isBreakGlass, isEdit })) {
    if (confirmed === undefined) return viewAnswer(await forms.confirm(open, words));
    const name = visible(cut(taskName(base), 150));
    if (!isNameOf(base, confirmed)) {
      return errorsAnswer({ [BLOCK.confirm]: words.form.confirm.wrong(name) });
    }
  }
  return makeRequest(deps, { ...submitted, draft, project, values, change, requester }, words);
}

/** Makes the request, or edits the one that the form is for. */
async function makeRequest(
  deps: SubmissionDeps,
  submitted: {
    readonly id: string;
    readonly wayBackId?: string | undefined;
    readonly draft: Complete;
    readonly project: SlackProject;
    readonly values: FormValues;
    readonly change: Change;
    readonly requester: Person;
  },
  words: Words,
): Promise<ModalAnswer> {
  const { id, wayBackId, draft, project, values, change, requester } = submitted;
  const { reason, called, applyAtMs, thenBackMs, isBreakGlass } = values;
  const { base, edits, editsContent: viewedContent, reverts, follows } = draft;
  const backAt =
    thenBackMs === undefined || wayBackId === undefined
      ? undefined
      : { id: wayBackId, applyAtMs: thenBackMs };
  const content = { base, change, reason, called, applyAtMs, after: follows?.id, backAt };
  const asked = { id, project, ...content, requester, reverts, isBreakGlass };
  const result = await (edits === undefined
    ? deps.approval.submit(asked)
    : deps.approval.edit(edits, { ...asked, viewedContent }));
  if (result.ok) {
    deps.sources.begin(allSourcesOf(result.request));
    return viewAnswer(savedModal(result.request, project, words));
  }
  // The form stays open: another schedule, or trying a minute later, may be all it takes.
  const { refusal } = result;
  if (refusal.reason !== 'source_unplayable') {
    const said = refusalPlain(refusal, words, project.timeZone);
    return errorsAnswer({ [blockOfRefusal(refusal)]: said });
  }
  const problems = refusal.files.map((line): Problem => ({
    field: 'source_urls',
    code: 'source_unplayable',
    line,
  }));
  return errorsAnswer(errorsByBlock(problems, values, words));
}

/** The sources of a change, and those of its way back. */
export function allSourcesOf(request: ChangeRequest): readonly string[] {
  const { wayBack } = request;
  return [...new Set([...sourcesOf(request), ...(wayBack ? sourcesOf(wayBack) : [])])];
}

/** The confirmation for the requester: what happens next. */
export function savedModal(request: ChangeRequest, project: SlackProject, words: Words): View {
  const { id, state, history, breakGlass, policy, expiresAtMs } = request;
  const { modal, notices } = words;
  const channel = `<#${cardChannelOf(request, project)}>`;
  const runMs = runsAtMs(request);
  const said = () => {
    if (breakGlass) return notices.withoutApproval(id, channel);
    // An edited request waits for a decision even if its new content would need no approval.
    if (state === 'pending') return notices.submitted(id, channel, moment(expiresAtMs));
    // The form had been submitted before, and others have decided since.
    if (policy.quorum > 0) return requestLines(request, undefined, words);
    return notices.approvedAtOnce(id, channel, runMs === undefined ? undefined : moment(runMs));
  };
  const title = () => {
    if (history.some(({ event }) => event === 'edit')) return modal.done.edited(id);
    if (state === 'pending' || (!breakGlass && policy.quorum > 0)) return modal.done.asked(id);
    return (runMs === undefined ? modal.done.running : modal.done.scheduled)(id);
  };
  return noticeModal(said(), words, { title: title() });
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
function unansweredTimes(
  deps: SubmissionDeps,
  values: FormValues,
  draft: Complete,
  project: SlackProject,
) {
  const asked = askedTimes(values, draft, zoneOf(deps, project, draft));
  const open = new Set(
    asked.filter(({ meantMs }) => meantMs === undefined).map((each) => each.block),
  );
  return values.picked.filter(({ block }) => open.has(block));
}
