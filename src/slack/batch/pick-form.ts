import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { type LeftOut, PARTS_MAX } from '#src/approval/part.ts';
import { given } from '#src/basics/given.ts';
import type { PickDraft } from '#src/ports/draft.ts';
import { momentOf } from '#src/relay/field.ts';
import { type ModifiableField, REFRESH_TYPES, STATUSES } from '#src/relay/relay-task.ts';
import { leftBlocks } from '#src/slack/card/left-out.ts';
import { INPUT_MAX } from '#src/slack/form/shown-fields.ts';
import { actions, context, plain, section } from '#src/slack/kit/blocks.ts';
import { ACTION, BLOCK, CALLBACK, pickedPresetBlock, tasksBlock } from '#src/slack/kit/ids.ts';
import { input, linesElement, option, selectElement, timeElement } from '#src/slack/kit/inputs.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Options of a select (Block Kit). */
const OPTIONS_MAX = 100;

type PickForm = {
  readonly draftId: string;
  readonly projects: readonly string[];
  /** Undefined until it is chosen; then come its tasks and presets. */
  readonly project: string | undefined;
  readonly presets: readonly string[];
  readonly pick: PickDraft;
  /** Why it is shown again. */
  readonly notice?: string | undefined;
  readonly left?: readonly LeftOut[] | undefined;
};

/** Asks which tasks are to be changed, and how: by a preset, by fields, or both. */
export function pickForm(
  { draftId, projects, project, presets, pick, notice, left = [] }: PickForm,
  words: Words,
): ModalView {
  const { batches, modal } = words;
  return {
    type: 'modal',
    callback_id: CALLBACK.pickTasks,
    private_metadata: draftId,
    title: plain(batches.form.title),
    close: plain(modal.cancel),
    ...given({ submit: project === undefined ? undefined : plain(batches.pick.next) }),
    blocks: [
      ...(notice === undefined ? [] : [section(notice)]),
      ...leftBlocks(left, words),
      ...projectSelect(projects, project, words),
      ...(project === undefined ? [] : whatAndHow(project, presets, pick, words)),
    ],
  };
}

function projectSelect(
  projects: readonly string[],
  project: string | undefined,
  { choose }: Words,
): KnownBlock[] {
  if (projects.length < 2) return [];
  const options = projects.slice(0, OPTIONS_MAX).map((name) => option(name, name));
  const element = selectElement(options, project, choose.project, ACTION.pickProject);
  return [{ ...actions([element]), block_id: BLOCK.project }];
}

function whatAndHow(
  project: string,
  presets: readonly string[],
  pick: PickDraft,
  words: Words,
): KnownBlock[] {
  const { batches } = words;
  return [
    tasksInput(project, pick, words),
    ...(presets.length === 0 ? [] : [presetInput(project, presets, pick, words)]),
    context(presets.length === 0 ? batches.pick.fields : batches.pick.presetOrFields),
    urlsInput(pick, words),
    refreshInput(pick, words),
    statusInput(pick, words),
    endInput(pick, words),
  ];
}

function tasksInput(project: string, { tasks }: PickDraft, { batches, choose }: Words): InputBlock {
  const chosen = tasks.map(({ id, label }) => option(id, label));
  const said = { label: batches.pick.tasks, hint: batches.pick.tasksHint(PARTS_MAX) };
  return input(tasksBlock(project), said, {
    type: 'multi_external_select',
    action_id: ACTION.tasksChoice,
    placeholder: plain(choose.taskHint),
    min_query_length: 0,
    max_selected_items: PARTS_MAX,
    ...given({ initial_options: chosen.length > 0 ? chosen : undefined }),
  });
}

function presetInput(
  project: string,
  presets: readonly string[],
  { preset }: PickDraft,
  { batches }: Words,
): InputBlock {
  const options = presets.slice(0, OPTIONS_MAX).map((name) => option(name, name));
  const element = selectElement(options, preset, batches.pick.none);
  return input(pickedPresetBlock(project), { label: batches.pick.preset }, element, true);
}

function urlsInput({ change }: PickDraft, { fields, batches }: Words): InputBlock {
  const said = { label: fields.source_urls, hint: batches.pick.urlsHint };
  const element = linesElement(INPUT_MAX, change.source_urls?.join('\n'));
  return input('source_urls', said, element, true);
}

function refreshInput(pick: PickDraft, words: Words): InputBlock {
  const { refreshTypes } = words;
  const options = REFRESH_TYPES.map((value) => option(value, refreshTypes[value].text));
  return selectInput('vod_refresh_type', options, pick, words);
}

function statusInput(pick: PickDraft, words: Words): InputBlock {
  const options = STATUSES.map((value) => option(value, words.statuses[value]));
  return selectInput('status', options, pick, words);
}

/** A select and not radio buttons, which cannot be emptied again. */
function selectInput(
  field: 'vod_refresh_type' | 'status',
  options: PlainTextOption[],
  { change }: PickDraft,
  { fields, batches }: Words,
): InputBlock {
  const element = selectElement(options, change[field], batches.pick.asItIs);
  return input(field, { label: fields[field] }, element, true);
}

function endInput({ change }: PickDraft, { fields }: Words): InputBlock {
  const endMs = momentOf(change, 'end_time');
  const element = timeElement(typeof endMs === 'number' ? endMs : undefined);
  return input('end_time' satisfies ModifiableField, { label: fields.end_time }, element, true);
}
