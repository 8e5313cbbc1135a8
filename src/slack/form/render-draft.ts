import type { webApi } from '@slack/bolt';
import type { MeasuredFacts } from '#src/approval/findings.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { Draft, DraftStore } from '#src/ports/draft.ts';
import type { RivalTasks } from '#src/ports/rivals.ts';
import { PREVIEW_WAIT_MS, type SourceLooks } from '#src/ports/source-checks.ts';
import { changeFrom } from '#src/relay/change.ts';
import { SOURCE_URLS_MAX, urlsOf } from '#src/relay/field.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { taskRefusal } from '#src/relay/rules.ts';
import { checkedList, sourceBlocks } from '#src/slack/card/source-blocks.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import type { SlackProject, SlackProjects } from '#src/slack/projects.ts';
import { taskRefusalSentence } from '#src/slack/task/task-sentences.ts';
import type { Words } from '#src/slack/words/index.ts';
import { changeTyped, type FormState, formValues, type FormValues } from './form-values.ts';
import { modifyForm } from './form-view.ts';
import { confirmBlocks, effectBlocks } from './preview.ts';
import { boxesForWholeList } from './url-boxes.ts';

export interface RenderDraftDeps {
  readonly projects: SlackProjects;
  readonly approval: Pick<ApprovalService, 'whyNotRequest' | 'whyNotBreakGlass' | 'openOn'>;
  readonly drafts: DraftStore;
  readonly sources: SourceLooks;
  readonly rivals: RivalTasks;
  readonly measured: MeasuredFacts;
  readonly now: () => number;
}

type View = webApi.ViewsUpdateArguments['view'];

/** A form in front of somebody: its draft, and what stands in its fields. */
export interface OpenForm {
  readonly draftId: string;
  readonly draft: Draft;
  readonly state: FormState;
}

/** The form of a draft that has its task, rendered from scratch: only the draft is remembered. */

/** With what the change as it stands in the form would do. */
export async function preview(deps: RenderDraftDeps, open: OpenForm, words: Words): Promise<View> {
  return ofDraft(open, words, (draft) =>
    form(deps, open.draftId, draft, words, {
      values: formValues(open.state, draft),
      waitMs: PREVIEW_WAIT_MS,
    }),
  );
}

/** With all that was typed, and a box for the name of the task. */
export async function confirm(deps: RenderDraftDeps, open: OpenForm, words: Words): Promise<View> {
  return ofDraft(open, words, (draft) => {
    const values = formValues(open.state, draft);
    const { reason, applyAtMs } = values;
    const filled = { ...draft, prefill: changeTyped(values, draft), reason, applyAtMs };
    return form(deps, open.draftId, filled, words, { values, isAsking: true, waitMs: 0 });
  });
}

/** With boxes for a whole list of URLs as long as those that are typed; at least with one more. */
export async function moreUrls(deps: RenderDraftDeps, open: OpenForm, words: Words): Promise<View> {
  return ofDraft(open, words, async (draft) => {
    const values = formValues(open.state, draft);
    const urlBoxes = Math.max(draft.urlBoxes + 1, boxesForWholeList(values.list.urls));
    const wider = { ...draft, urlBoxes: Math.min(urlBoxes, SOURCE_URLS_MAX) };
    await deps.drafts.save(open.draftId, wider);
    return form(deps, open.draftId, wider, words, { values, waitMs: 0 });
  });
}

async function ofDraft(
  { draft }: OpenForm,
  words: Words,
  show: (draft: Complete) => Promise<View>,
): Promise<View> {
  if (!isComplete(draft)) return noticeModal(words.notices.formGone, words);
  // A form that an older version opened may be of a task that cannot be read.
  const wrong = taskRefusal(draft.base);
  return wrong ? noticeModal(taskRefusalSentence(wrong, words), words) : show(draft);
}

/** A draft whose project and task are chosen. */
type Complete = Draft & { readonly project: string; readonly base: RelayTask };

function isComplete(draft: Draft): draft is Complete {
  return draft.base !== undefined && draft.project !== undefined;
}

/** What stands in the fields of a form that is shown again. */
interface Typed {
  readonly values: FormValues;
  /** Whether the name of the task is asked for. */
  readonly isAsking?: boolean | undefined;
  /** How long its preview may wait for others, in milliseconds: a press on a button is acknowledged, a submit is not. */
  readonly waitMs: number;
}

export async function form(
  deps: RenderDraftDeps,
  draftId: string,
  draft: Complete,
  words: Words,
  typed?: Typed,
): Promise<View> {
  const project = deps.projects.get(draft.project);
  const [open, isAllowed] = await Promise.all([
    deps.approval.openOn(draft.project, draft.base.task_id),
    project !== undefined && mayBreakGlass(deps, project, draft),
  ]);
  const nowMs = deps.now();
  const { base, prefill } = draft;
  const isBreakGlass = typed?.values.isBreakGlass === true;
  const change = typed ? changeTyped(typed.values, draft) : changeFrom(base, prefill ?? {});
  // An empty form has no effects; what it would do is asked for with its button.
  const isPreviewed = project !== undefined && (typed !== undefined || prefill !== undefined);
  const urls = change.source_urls ?? urlsOf(base);
  const waitMs = typed?.waitMs ?? 0;
  const [checks, rivals, known] = isPreviewed
    ? await Promise.all([
        deps.sources.looked(urls, waitMs),
        deps.rivals.looked(draft.project, base, waitMs),
        deps.measured.stored(draft.project),
      ])
    : [];
  return modifyForm(
    {
      draftId,
      draft,
      list: typed?.values.list,
      nowMs,
      freezes: project?.policy.freeze ?? [],
      competing: open.filter((id) => id !== draft.edits),
      mayBreakGlass: isAllowed,
      isBreakGlass,
      effects: [
        ...(isPreviewed
          ? effectBlocks(
              {
                base,
                change,
                project,
                nowMs,
                applyAtMs: typed?.values.applyAtMs,
                isBreakGlass,
                checks,
                rivals,
                known,
              },
              words,
            )
          : []),
        ...(checks ? sourceBlocks(checkedList(base, change), checks, nowMs, words) : []),
        ...(typed?.isAsking ? confirmBlocks(base, words) : []),
      ],
    },
    words,
  );
}

/** An edit is of a request that waits for approval; without one, it is another request. */
export async function mayBreakGlass(
  deps: RenderDraftDeps,
  project: SlackProject,
  { person, edits }: Draft,
): Promise<boolean> {
  if (edits !== undefined || project.policy.breakGlass === undefined) return false;
  return (await deps.approval.whyNotBreakGlass(project, person)) === undefined;
}
