import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { type LeftOut, PARTS_MAX } from '#src/approval/record/part.ts';
import { given } from '#src/basics/given.ts';
import type { PickDraft } from '#src/ports/draft.ts';
import { momentOf } from '#src/relay/field.ts';
import { type ModifiableField, REFRESH_TYPES, STATUSES } from '#src/relay/relay-task.ts';
import { leftBlocks } from '#src/slack/card/left-out.ts';
import { type AskedTime, whichInput } from '#src/slack/form/asked-times.ts';
import { INPUT_MAX } from '#src/slack/form/shown-fields.ts';
import { context, plain, section } from '#src/slack/kit/blocks.ts';
import { ACTION, CALLBACK, pickedPresetBlock, tasksBlock } from '#src/slack/kit/ids.ts';
import {
  input,
  linesElement,
  nameOptions,
  option,
  projectSelect,
  selectElement,
  timeElement,
} from '#src/slack/kit/inputs.ts';
import type { Words } from '#src/slack/words/index.ts';

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
  /** Ambiguous times to ask about. */
  readonly asked?: readonly AskedTime[] | undefined;
};

/** Asks which tasks are to be changed, and how: by a preset, by fields, or both. */
export function pickForm(
  { draftId, projects, project, presets, pick, notice, left = [], asked = [] }: PickForm,
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
      ...projectSelect(projects, project, ACTION.pickProject, words),
      ...(project === undefined ? [] : whatAndHow(project, presets, pick, words)),
      ...asked.map((each) => whichInput(each, words)),
    ],
  };
}

/** Selects and not radio buttons, which cannot be emptied again. */
function whatAndHow(
  project: string,
  presets: readonly string[],
  { tasks, preset, change }: PickDraft,
  words: Words,
): KnownBlock[] {
  const { fields, refreshTypes, statuses, choose } = words;
  const { pick } = words.batches;
  const chosen = tasks.map(({ id, label }) => option(id, label));
  const endMs = momentOf(change, 'end_time');
  const fieldInput = (field: ModifiableField, element: InputBlock['element'], hint?: string) =>
    input(field, { label: fields[field], hint }, element, true);
  const select = (field: 'vod_refresh_type' | 'status', options: PlainTextOption[]) =>
    fieldInput(field, selectElement(options, change[field], pick.asItIs));
  return [
    input(
      tasksBlock(project),
      { label: pick.tasks, hint: pick.tasksHint(PARTS_MAX) },
      {
        type: 'multi_external_select',
        action_id: ACTION.tasksChoice,
        placeholder: plain(choose.taskHint),
        min_query_length: 0,
        max_selected_items: PARTS_MAX,
        ...given({ initial_options: chosen.length > 0 ? chosen : undefined }),
      },
    ),
    ...(presets.length > 0
      ? [
          input(
            pickedPresetBlock(project),
            { label: pick.preset },
            selectElement(nameOptions(presets), preset, pick.none),
            true,
          ),
        ]
      : []),
    context(presets.length > 0 ? pick.presetOrFields : pick.fields),
    fieldInput(
      'source_urls',
      linesElement(INPUT_MAX, change.source_urls?.join('\n')),
      pick.urlsHint,
    ),
    select(
      'vod_refresh_type',
      REFRESH_TYPES.map((value) => option(value, refreshTypes[value].text)),
    ),
    select(
      'status',
      STATUSES.map((value) => option(value, statuses[value])),
    ),
    fieldInput('end_time', timeElement(typeof endMs === 'number' ? endMs : undefined)),
  ];
}
