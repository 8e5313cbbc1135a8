import type { KnownBlock } from '@slack/types';
import { freezesWithin } from '#src/approval/policy/freeze.ts';
import type { MeasuredFacts } from '#src/approval/record/findings.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { Presets } from '#src/approval/submit/presets.ts';
import type { Draft, DraftStore } from '#src/ports/draft.ts';
import type { RivalTasks } from '#src/ports/rivals.ts';
import { PREVIEW_WAIT_MS, type SourceLooks } from '#src/ports/source-checks.ts';
import { changeFrom } from '#src/relay/change.ts';
import { SOURCE_URLS_MAX, urlsOf } from '#src/relay/field.ts';
import { taskRefusal } from '#src/relay/rules.ts';
import { checkedList, sourceBlocks } from '#src/slack/card/source-blocks.ts';
import { taskRefusalSentence } from '#src/slack/kit/sentences.ts';
import { errorsAnswer, noticeModal, viewAnswer } from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { PersonalWords } from '#src/slack/people/personal-words.ts';
import type { SlackProject, SlackProjects } from '#src/slack/projects.ts';
import type { ReadFile } from '#src/slack/transport/file-reader.ts';
import type { Words } from '#src/slack/words/index.ts';
import { askedTimes } from './asked-times.ts';
import { changeTyped, type FormState, formValues, type FormValues } from './form-values.ts';
import { modifyForm } from './form-view.ts';
import { fileBlocks, type FromFile, playlistFromFile } from './playlist-from-file.ts';
import { confirmBlocks, effectBlocks } from './preview.ts';
import type { Complete } from './shown-fields.ts';
import { boxesForWholeList, urlBoxesFor } from './url-boxes.ts';

export interface RenderDraftDeps {
  readonly projects: SlackProjects;
  readonly approval: Pick<
    ApprovalService,
    'whyNotRequest' | 'whyNotBreakGlass' | 'openBeside' | 'freezesOf'
  >;
  readonly drafts: DraftStore;
  readonly sources: SourceLooks;
  readonly rivals: RivalTasks;
  readonly measured: MeasuredFacts;
  readonly presets: Pick<Presets, 'of'>;
  /** Undefined if this bot may not read files. */
  readonly readFile: ReadFile | undefined;
  readonly words: Pick<PersonalWords, 'timeZone'>;
  readonly now: () => number;
}

/** How long downloading a file may take, in milliseconds; a submit has three seconds in all. */
const FILE_WAIT_MS = 8_000;
const FILE_WAIT_AT_SUBMIT_MS = 1_500;

/** Freezes that begin later than this are not told yet, in milliseconds. */
const FROZEN_SOON_MS = 7 * 24 * 3_600_000;

type PlaylistFound = FromFile & { readonly name: string };

/** An open form: its draft and the contents of its fields. */
export interface OpenForm {
  readonly draftId: string;
  readonly draft: Draft;
  readonly state: FormState;
}

/** The views that an open form leads to. Each is rendered from scratch: only the draft is stored. */
export function createFormViews(deps: RenderDraftDeps) {
  return {
    /** The same form with the effects of the change as it is filled in now. */
    preview: (open: OpenForm, words: Words): Promise<View> =>
      ofDraft(open, words, async (draft, values) => {
        const found = await playlistOf(deps, draft, values, FILE_WAIT_MS, words);
        const waitMs = PREVIEW_WAIT_MS;
        if (found?.ok) return withPlaylist(deps, { ...open, draft }, found, waitMs, words);
        return form(deps, open.draftId, draft, words, { values, notRead: found?.said, waitMs });
      }),

    /** For a submit, which cannot wait: the form with the playlist of its file, or why the file was not read. */
    async readFile(open: OpenForm & { readonly draft: Complete }, words: Words) {
      const values = formValues(open.state, open.draft);
      const found = await playlistOf(deps, open.draft, values, FILE_WAIT_AT_SUBMIT_MS, words);
      return found?.ok
        ? viewAnswer(await withPlaylist(deps, open, found, 0, words))
        : errorsAnswer({ [values.file?.block ?? '']: found?.said ?? '' });
    },

    /** For a submit: the same form with questions about ambiguous times. */
    askTimes: (open: OpenForm, words: Words): Promise<View> =>
      ofDraft(open, words, (draft, values) => form(deps, open.draftId, draft, words, { values })),

    /** The same form as typed, with a box for the name of the task. */
    confirm: (open: OpenForm, words: Words): Promise<View> =>
      ofDraft(open, words, (draft, values) => {
        const typed = { values, isAsking: true };
        return form(deps, open.draftId, asTyped(draft, values), words, typed);
      }),

    /** The same form with boxes for a full list of URLs as long as those typed, at least one more than before. */
    moreUrls: (open: OpenForm, words: Words): Promise<View> =>
      ofDraft(open, words, async (draft, values) => {
        const urlBoxes = Math.max(draft.urlBoxes + 1, boxesForWholeList(values.list.urls));
        const wider = { ...draft, urlBoxes: Math.min(urlBoxes, SOURCE_URLS_MAX) };
        await deps.drafts.save(open.draftId, wider);
        return form(deps, open.draftId, wider, words, { values });
      }),
  };
}

/** The content of the attached file; undefined if there is none. */
async function playlistOf(
  { projects, readFile }: RenderDraftDeps,
  { project }: Complete,
  { file }: FormValues,
  withinMs: number,
  words: Words,
): Promise<PlaylistFound | undefined> {
  const sources = projects.get(project)?.sources;
  if (!file || !readFile || !sources) return undefined;
  const found = await playlistFromFile({ readFile, sources }, file, withinMs, words);
  return { ...found, name: file.name };
}

/** The form as typed, with the file's playlist in the boxes: what is in the form is what will be requested. */
async function withPlaylist(
  deps: RenderDraftDeps,
  { draftId, draft, state }: OpenForm & { readonly draft: Complete },
  { urls, name }: PlaylistFound & { readonly ok: true },
  waitMs: number,
  words: Words,
): Promise<View> {
  const values = formValues(state, draft, urls);
  const filled = {
    ...asTyped(draft, values),
    urlBoxes: Math.max(draft.urlBoxes, urlBoxesFor({ ...draft.base, source_urls: urls })),
    filesRead: (draft.filesRead ?? 0) + 1,
  };
  await deps.drafts.save(draftId, filled);
  return form(deps, draftId, filled, words, { values, read: name, waitMs });
}

/** The draft with what was typed into its form. */
export function asTyped(draft: Complete, values: FormValues): Complete {
  const { reason, applyAtMs, thenBackMs } = values;
  return { ...draft, prefill: changeTyped(values, draft), reason, applyAtMs, thenBackMs };
}

/** What `show` makes of a draft that has a task, and of what was typed; a notice for any other. */
export async function ofDraft(
  { draft, state }: OpenForm,
  words: Words,
  show: (draft: Complete, values: FormValues) => Promise<View>,
): Promise<View> {
  const { project, base } = draft;
  if (!base || project === undefined) return noticeModal(words.notices.formGone, words);
  // An older version may have opened a form for a task that cannot be read.
  const wrong = taskRefusal(base);
  if (wrong) return noticeModal(taskRefusalSentence(wrong, words), words);
  const complete = { ...draft, project, base };
  return show(complete, formValues(state, complete));
}

/** The contents of a form that is shown again. */
interface Typed {
  readonly values: FormValues;
  /** What is said above the effects. */
  readonly notice?: readonly KnownBlock[] | undefined;
  /** Whether the name of the task is asked for. */
  readonly isAsking?: boolean | undefined;
  /** The name of the file that the playlist has just been read from. */
  readonly read?: string | undefined;
  /** Why the attached file was not read. */
  readonly notRead?: string | undefined;
  /** How long the preview may wait for others, in milliseconds: not at all for a submit, which is not acknowledged yet. */
  readonly waitMs?: number | undefined;
}

export async function form(
  deps: RenderDraftDeps,
  draftId: string,
  draft: Complete,
  words: Words,
  typed?: Typed,
): Promise<View> {
  const project = deps.projects.get(draft.project);
  const [beside, isAllowed, freezes, presets] = await Promise.all([
    deps.approval.openBeside(placeOf(draft)),
    project !== undefined && mayBreakGlass(deps, project, draft),
    project ? deps.approval.freezesOf(project, draft.base.task_id) : [],
    project === undefined || draft.purpose !== undefined ? [] : deps.presets.of(project),
  ]);
  const nowMs = deps.now();
  const { base, prefill } = draft;
  const { applyAtMs, thenBackMs } = typed ? typed.values : draft;
  const isBreakGlass = typed?.values.isBreakGlass === true;
  const change = typed ? changeTyped(typed.values, draft) : changeFrom(base, prefill ?? {});
  // A form that has just been opened shows no effects until its button is pressed.
  const isPreviewed = project !== undefined && (typed !== undefined || prefill !== undefined);
  const urls = change.source_urls ?? urlsOf(base);
  // What sets the task back plays the list of today again.
  const looked = thenBackMs === undefined ? urls : [...new Set([...urls, ...urlsOf(base)])];
  const waitMs = typed?.waitMs ?? 0;
  const [checks, rivals, known] = isPreviewed
    ? await Promise.all([
        deps.sources.looked(looked, waitMs),
        deps.rivals.looked(draft.project, base, waitMs),
        deps.measured.stored(draft.project),
      ])
    : [];
  const isEdit = draft.edits !== undefined;
  const about = { isBreakGlass, isEdit, checks, rivals, known, requesterId: draft.person.userId };
  return modifyForm(
    {
      draftId,
      draft,
      list: typed?.values.list,
      asked: typed && project && askedTimes(typed.values, draft, zoneOf(deps, project, draft)),
      nowMs,
      freezes: freezesWithin(freezes, { fromMs: nowMs, untilMs: nowMs + FROZEN_SOON_MS }),
      ...beside,
      mayBreakGlass: isAllowed,
      isBreakGlass,
      takesFiles: deps.readFile !== undefined,
      presets: presets.filter(({ isHidden }) => !isHidden).map(({ name }) => name),
      effects: [
        ...(typed?.notice ?? []),
        ...(typed ? fileBlocks(base, urls, typed, words) : []),
        ...(isPreviewed
          ? effectBlocks({ base, change, project, nowMs, applyAtMs, thenBackMs, ...about }, words)
          : []),
        ...(checks ? sourceBlocks(checkedList(base, change), checks, nowMs, words) : []),
        ...(typed?.isAsking ? confirmBlocks(base, words) : []),
      ],
    },
    words,
  );
}

/** Where the request stands among others for its task that the form edits, or is about to make. */
function placeOf({ edits = '', project, base, follows }: Complete) {
  return { id: edits, project, base, after: follows?.id };
}

/** The time zone of a person's pickers if Slack gave it, otherwise that of the project. */
export function zoneOf(
  { words }: Pick<RenderDraftDeps, 'words'>,
  { timeZone }: Pick<SlackProject, 'timeZone'>,
  { person }: Draft,
): string {
  return words.timeZone(person.userId) ?? timeZone;
}

/** Not for edits: an edited request waits for approval. What follows another waits for that. */
export async function mayBreakGlass(
  deps: RenderDraftDeps,
  project: SlackProject,
  { person, edits, follows }: Draft,
): Promise<boolean> {
  const isToWait = edits !== undefined || follows !== undefined;
  if (isToWait || project.policy.breakGlass === undefined) return false;
  return (await deps.approval.whyNotBreakGlass(project, person)) === undefined;
}
