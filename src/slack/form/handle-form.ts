import type { AllMiddlewareArgs, SlackOptionsMiddlewareArgs, webApi } from '@slack/bolt';
import {
  type ChangeRequest,
  type Person,
  runsAtMs,
  sourcesOf,
} from '#src/approval/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { Draft, DraftStore } from '#src/ports/draft.ts';
import type { SourceLooks } from '#src/ports/source-checks.ts';
import { taskName } from '#src/relay/relay-task.ts';
import { type Problem, problemsOf } from '#src/relay/rules.ts';
import { requestLines } from '#src/slack/card/request-summary.ts';
import { plain } from '#src/slack/kit/blocks.ts';
import { BLOCK, urlBlock } from '#src/slack/kit/ids.ts';
import { problemSentence, refusalPlain } from '#src/slack/kit/sentences.ts';
import { cut, moment } from '#src/slack/kit/text.ts';
import { type MembersDeps, whyNotLook } from '#src/slack/modal/members-only.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import { updateModal } from '#src/slack/modal/open-modal.ts';
import type { PersonalWords } from '#src/slack/people/personal-words.ts';
import type { SlackProjects } from '#src/slack/projects.ts';
import { label, type TaskFinder } from '#src/slack/task/task-finder.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { ChoiceArgs, SubmissionArgs } from '#src/slack/transport/handler-args.ts';
import { ToldError } from '#src/slack/transport/told-error.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import type { FormFlow } from './form-flow.ts';
import { changeTyped, type FormState, formValues, type FormValues } from './form-values.ts';
import { isNameOf, needsSecondThought } from './preview.ts';

/** What it takes to know whose form it is, and that they may still see what is in it. */
type FormDeps = MembersDeps & { readonly drafts: DraftStore };

/**
 * Something was chosen or pressed inside the modal; the next view takes its place. A form belongs to the person
 * who opened it, and each of its steps asks again whether they are a full member.
 */
export function handleFormStep(
  deps: FormDeps,
  next: (
    draftId: string,
    chosen: string,
    words: Words,
    state: FormState,
  ) => Promise<webApi.ViewsUpdateArguments['view']>,
) {
  return async ({ ack, action, body, client }: ChoiceArgs): Promise<void> => {
    await ack();
    const { view } = body;
    if (!view) return;
    const chosen = 'selected_option' in action ? (action.selected_option?.value ?? '') : '';
    const words = await deps.words.of(body.user.id);
    try {
      const draftId = view.private_metadata;
      const [why, draft] = await Promise.all([
        whyNotLook(deps, personOf(body), words),
        deps.drafts.load(draftId),
      ]);
      const refused =
        why ?? (isOthers(draft, personOf(body)) ? `🔒 ${words.notices.othersForm}` : undefined);
      const made =
        refused === undefined
          ? await next(draftId, chosen, words, view.state.values)
          : noticeModal(refused, words);
      await updateModal(client, { view_id: view.id, hash: view.hash, view: made });
    } catch (error) {
      // On top of the form, which keeps what was typed. A view has no address to answer to.
      const notice = noticeModal(words.notices.somethingWentWrong, words);
      const pushed = await client.views
        .push({ trigger_id: body.trigger_id, view: notice })
        .catch(() => undefined);
      throw pushed ? new ToldError(error) : error;
    }
  };
}

/** Options for what is being typed: at most 100, each with 75 characters (Block Kit). */
const OPTIONS_MAX = 100;

export function handleTaskSearch(deps: FormDeps & { readonly finder: TaskFinder }) {
  return async ({
    ack,
    payload,
    body,
  }: SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs): Promise<void> => {
    const draftId = body.view?.private_metadata ?? '';
    const [why, draft] = await Promise.all([
      whyNotLook(deps, personOf(body), deps.words.known(body.user.id)),
      deps.drafts.load(draftId),
    ]);
    const isTheirs = why === undefined && !isOthers(draft, personOf(body));
    const name = isTheirs ? draft?.project : undefined;
    const project = name === undefined ? undefined : deps.projects.get(name);
    const list = project && (await deps.finder.suggest(project.tasks, payload.value));
    const tasks = list?.ok ? list.tasks : [];
    await ack({
      options: tasks.slice(0, OPTIONS_MAX).map((task) => ({
        text: plain(cut(visible(label(task)), 75)),
        value: cut(task.task_id, 150),
      })),
    });
  };
}

/** The form was submitted: it becomes a request, or stays open with an error under each wrong field. */
export function handleFormSubmission(deps: {
  readonly projects: SlackProjects;
  readonly drafts: DraftStore;
  readonly approval: Pick<ApprovalService, 'submit' | 'edit'>;
  readonly forms: Pick<FormFlow, 'confirm'>;
  readonly sources: Pick<SourceLooks, 'begin'>;
  readonly words: PersonalWords;
  readonly now: () => number;
}) {
  return async ({ ack, view, body }: SubmissionArgs): Promise<void> => {
    const draftId = view.private_metadata;
    const requester = personOf(body);
    const [words, saved] = await Promise.all([
      deps.words.soon(requester.userId),
      save(deps, draftId, view.state.values, requester).catch((error: unknown) => ({
        kind: 'unsaved' as const,
        error,
      })),
    ]);
    const { notices } = words;
    switch (saved.kind) {
      case 'gone':
        // It cannot be submitted any more, but what was typed can still be copied out of it.
        await ack({ response_action: 'errors', errors: { [BLOCK.reason]: notices.formLost } });
        return;
      case 'others':
        await ack({ response_action: 'errors', errors: { [BLOCK.reason]: notices.othersForm } });
        return;
      case 'wrong':
        await ack({
          response_action: 'errors',
          errors: errorsByBlock(saved.problems, saved.values, words),
        });
        return;
      case 'unasked': {
        const asking = await deps.forms.confirm(draftId, view.state.values, words);
        await ack({ response_action: 'update', view: asking });
        return;
      }
      case 'unconfirmed': {
        const said = words.form.confirm.wrong(visible(cut(taskName(saved.base), 150)));
        await ack({ response_action: 'errors', errors: { [BLOCK.confirm]: said } });
        return;
      }
      case 'unsaved':
        await ack({ response_action: 'errors', errors: { [BLOCK.reason]: notices.notSaved } });
        throw saved.error;
      case 'refused':
        // Not the end of the form: another time to apply, or another minute, may be all it takes.
        await ack({
          response_action: 'errors',
          errors: { [BLOCK.reason]: refusalPlain(saved.refusal, words) },
        });
        return;
      case 'saved': {
        deps.sources.begin(sourcesOf(saved.request));
        const said = savedSentence(saved.request, `<#${saved.channel}>`, words);
        await ack({ response_action: 'update', view: noticeModal(said, words) });
      }
    }
  };
}

/** What the requester is told at once: what happens next is not the same for every change. */
function savedSentence(request: ChangeRequest, channel: string, words: Words): string {
  const { id, state, breakGlass, policy, expiresAtMs } = request;
  const { notices } = words;
  if (breakGlass) return notices.withoutApproval(id, channel);
  // What was edited waits for a decision, though what it asks for now would need nobody.
  if (state === 'pending') return notices.submitted(id, channel, moment(expiresAtMs));
  // The form was submitted before, and others have decided since.
  if (policy.quorum > 0) return requestLines(request, undefined, words);
  const runMs = runsAtMs(request);
  return notices.approvedAtOnce(id, channel, runMs === undefined ? undefined : moment(runMs));
}

async function save(
  deps: Parameters<typeof handleFormSubmission>[0],
  draftId: string,
  state: Parameters<typeof formValues>[0],
  requester: Person,
) {
  const submitted = await deps.drafts.submit(draftId);
  const draft = submitted?.draft;
  const project = draft?.project === undefined ? undefined : deps.projects.get(draft.project);
  if (!submitted || !draft?.base || !project) return { kind: 'gone' as const };
  if (isOthers(draft, requester)) return { kind: 'others' as const };
  const { base } = draft;
  const values = formValues(state);
  const change = changeTyped(values, { ...draft, base });
  const nowMs = deps.now();
  const { applyAtMs } = values;
  // A schedule is judged as of the time it runs.
  const problems = problemsOf({
    base,
    change,
    sources: project.sources,
    nowMs: Math.max(nowMs, applyAtMs ?? 0),
  });
  if (applyAtMs !== undefined && applyAtMs <= nowMs) {
    problems.push({ field: 'apply_at', code: 'apply_at_passed' });
  }
  if (values.isBreakGlass && applyAtMs !== undefined) {
    problems.push({ field: 'apply_at', code: 'break_glass_now' });
  }
  if (values.reason === '') problems.push({ field: 'reason', code: 'reason_missing' });
  if (problems.length > 0) return { kind: 'wrong' as const, problems, values };
  const { reason, isBreakGlass } = values;
  if (needsSecondThought({ base, change, project, nowMs, isBreakGlass })) {
    if (values.confirmed === undefined) return { kind: 'unasked' as const };
    if (!isNameOf(base, values.confirmed)) return { kind: 'unconfirmed' as const, base };
  }
  const { edits, editsContent: viewedContent, reverts } = draft;
  const content = { base, change, reason, applyAtMs };
  const asked = { id: submitted.id, project, ...content, requester, reverts, isBreakGlass };
  const result = await (edits === undefined
    ? deps.approval.submit(asked)
    : deps.approval.edit(edits, { ...asked, viewedContent }));
  // It is told under the URL that is wrong.
  if (!result.ok && result.refusal.reason === 'source_unplayable') {
    const unplayable = result.refusal.files.map((line): Problem => ({
      field: 'source_urls',
      code: 'source_unplayable',
      line,
    }));
    return { kind: 'wrong' as const, problems: unplayable, values };
  }
  return result.ok
    ? { kind: 'saved' as const, request: result.request, channel: project.approvalsChannel }
    : { kind: 'refused' as const, refusal: result.refusal };
}

/** Whether somebody else opened the form. */
function isOthers(draft: Draft | undefined, person: Person): boolean {
  return draft !== undefined && draft.person.userId !== person.userId;
}

/** Slack shows one text under each input block; several problems of one block share it. */
function errorsByBlock(
  problems: readonly Problem[],
  values: FormValues,
  words: Words,
): Record<string, string> {
  const errors: Record<string, string[]> = {};
  for (const problem of problems) {
    const block = blockOf(problem, values);
    (errors[block] ??= []).push(problemSentence(problem, words));
  }
  return Object.fromEntries(
    Object.entries(errors).map(([block, sentences]) => [block, cut(sentences.join(' '), 1_500)]),
  );
}

/** A wrong URL is reported under the box it was typed in. */
function blockOf(problem: Problem, values: FormValues): string {
  if (problem.field !== 'source_urls' || !('line' in problem)) return problem.field;
  return urlBlock(values.urlBoxOf[problem.line - 1] ?? 0);
}
