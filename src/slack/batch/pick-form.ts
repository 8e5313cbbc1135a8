import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { PARTS_MAX } from '#src/approval/part.ts';
import { given } from '#src/basics/given.ts';
import type { PickDraft } from '#src/ports/draft.ts';
import { momentOf } from '#src/relay/field.ts';
import { type ModifiableField, REFRESH_TYPES, STATUSES } from '#src/relay/relay-task.ts';
import { INPUT_MAX } from '#src/slack/form/shown-fields.ts';
import { actions, context, plain, section } from '#src/slack/kit/blocks.ts';
import { ACTION, BLOCK, CALLBACK, pickedPresetBlock, tasksBlock } from '#src/slack/kit/ids.ts';
import type { Words } from '#src/slack/words/index.ts';
import { type LeftOut, leftBlocks } from './left-out.ts';

/** Options of a select (Block Kit). */
const OPTIONS_MAX = 100;

const action_id = ACTION.value;

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
  const element = {
    type: 'static_select' as const,
    action_id: ACTION.pickProject,
    placeholder: plain(choose.project),
    options,
    ...given({ initial_option: options.find(({ value }) => value === project) }),
  };
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
  return {
    type: 'input',
    block_id: tasksBlock(project),
    label: plain(batches.pick.tasks),
    hint: plain(batches.pick.tasksHint(PARTS_MAX)),
    element: {
      type: 'multi_external_select',
      action_id: ACTION.tasksChoice,
      placeholder: plain(choose.taskHint),
      min_query_length: 0,
      max_selected_items: PARTS_MAX,
      ...given({ initial_options: chosen.length > 0 ? chosen : undefined }),
    },
  };
}

function presetInput(
  project: string,
  presets: readonly string[],
  { preset }: PickDraft,
  { batches }: Words,
): InputBlock {
  const options = presets.slice(0, OPTIONS_MAX).map((name) => option(name, name));
  return {
    type: 'input',
    block_id: pickedPresetBlock(project),
    optional: true,
    label: plain(batches.pick.preset),
    element: {
      type: 'static_select',
      action_id,
      placeholder: plain(batches.pick.none),
      options,
      ...given({ initial_option: options.find(({ value }) => value === preset) }),
    },
  };
}

function urlsInput({ change }: PickDraft, { fields, batches }: Words): InputBlock {
  return {
    type: 'input',
    block_id: 'source_urls',
    optional: true,
    label: plain(fields.source_urls),
    hint: plain(batches.pick.urlsHint),
    element: {
      type: 'plain_text_input',
      action_id,
      multiline: true,
      max_length: INPUT_MAX,
      ...given({ initial_value: change.source_urls?.join('\n') }),
    },
  };
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
  options: ReturnType<typeof option>[],
  { change }: PickDraft,
  { fields, batches }: Words,
): InputBlock {
  return {
    type: 'input',
    block_id: field,
    optional: true,
    label: plain(fields[field]),
    element: {
      type: 'static_select',
      action_id,
      placeholder: plain(batches.pick.asItIs),
      options,
      ...given({ initial_option: options.find(({ value }) => value === change[field]) }),
    },
  };
}

function endInput({ change }: PickDraft, { fields }: Words): InputBlock {
  const endMs = momentOf(change, 'end_time');
  return {
    type: 'input',
    block_id: 'end_time' satisfies ModifiableField,
    optional: true,
    label: plain(fields.end_time),
    element: {
      type: 'datetimepicker',
      action_id,
      ...given({
        initial_date_time: typeof endMs === 'number' ? Math.floor(endMs / 1000) : undefined,
      }),
    },
  };
}

function option(value: string, text: string): PlainTextOption & { value: string } {
  return { value, text: plain(text) };
}
