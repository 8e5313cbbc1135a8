import type { InputBlock, PlainTextOption } from '@slack/types';
import { given } from '#src/basics/given.ts';
import type { Draft } from '#src/ports/draft.ts';
import { PLAYLIST_FILE_KINDS } from '#src/relay/playlist-file.ts';
import {
  CALLBACK_EVENTS,
  type ModifiableField,
  REFRESH_TYPES,
  STATUSES,
} from '#src/relay/relay-task.ts';
import { plain } from '#src/slack/kit/blocks.ts';
import { ACTION, BLOCK, BREAK_GLASS, fieldBlock, fileBlock } from '#src/slack/kit/ids.ts';
import type { Words } from '#src/slack/words/index.ts';
import { hintOf } from './field-hint.ts';
import { type Filled, pickedSeconds, SHOWN } from './shown-fields.ts';
import { filledList, type ListInForm, startFileBlock, startFileElement } from './start-file.ts';
import { urlInputs } from './url-boxes.ts';

/** Input blocks for each modifiable field, filled with what the task holds. Block ids are field names. */

const action_id = ACTION.value;

type FilledForm = Filled &
  Pick<Draft, 'urlBoxes' | 'filesRead'> & {
    /** The list and the start file as typed; undefined while the form is as it was filled. */
    readonly list?: ListInForm | undefined;
  };

/** The inputs of every field; a new field without an entry does not compile. */
export const FIELD_INPUTS: {
  readonly [Field in ModifiableField]: (filled: FilledForm, words: Words) => InputBlock[];
} = {
  status: (filled, words) => [statusInput(filled, words)],
  source_urls: urlInputs,
  vod_refresh_type: (filled, words) => [refreshInput(filled, words)],
  vod_loop_time: (filled, words) => [loopInput(filled, words)],
  vod_start_video_index: (filled, words) => [startFileInput(filled, words)],
  vod_start_video_time: (filled, words) => [secondsInput(filled, words)],
  start_time: (filled, words) => [timeInput('start_time', filled, words)],
  end_time: (filled, words) => [timeInput('end_time', filled, words)],
  callback_events: (filled, words) => [eventsInput(filled, words)],
};

function statusInput(filled: Filled, words: Words): InputBlock {
  const options = STATUSES.map((value) => option(value, words.statuses[value]));
  const initial = options.find(({ value }) => value === SHOWN.status(filled));
  return {
    type: 'input',
    block_id: blockOf('status', filled),
    label: plain(words.fields.status),
    // An undocumented status is no option, so it must be possible to leave it alone.
    optional: initial === undefined,
    element: { type: 'radio_buttons', action_id, options, ...given({ initial_option: initial }) },
    ...hintOf('status', filled, words),
  };
}

function refreshInput(filled: Filled, words: Words): InputBlock {
  const { fields, refreshTypes, form } = words;
  const isAsked = filled.purpose === 'resume';
  const options = REFRESH_TYPES.map((value) => ({
    ...option(value, refreshTypes[value].text),
    description: plain(refreshTypes[value].description),
  }));
  const initial = options.find(({ value }) => value === SHOWN.vod_refresh_type(filled));
  return {
    type: 'input',
    block_id: blockOf('vod_refresh_type', filled),
    label: plain(isAsked ? form.howItGoesOn : fields.vod_refresh_type),
    ...hintOf('vod_refresh_type', filled, words, isAsked ? form.howItGoesOnHint : undefined),
    optional: initial === undefined && !isAsked,
    element: { type: 'radio_buttons', action_id, options, ...given({ initial_option: initial }) },
  };
}

function loopInput(filled: Filled, words: Words): InputBlock {
  const { fields, form } = words;
  const initial = SHOWN.vod_loop_time(filled);
  return {
    type: 'input',
    block_id: blockOf('vod_loop_time', filled),
    label: plain(fields.vod_loop_time),
    ...hintOf('vod_loop_time', filled, words, form.loopHint),
    optional: initial === undefined,
    element: {
      type: 'plain_text_input',
      action_id,
      max_length: 20,
      ...given({ initial_value: initial }),
    },
  };
}

function startFileInput(filled: FilledForm, words: Words): InputBlock {
  const { fields, form } = words;
  const field = 'vod_start_video_index';
  const list = filled.list ?? filledList(filled);
  return {
    type: 'input',
    block_id: startFileBlock(list, filled),
    label: plain(fields[field]),
    ...hintOf(field, filled, words, form.startFileHint),
    optional: list.index === undefined,
    element: startFileElement(list),
  };
}

function secondsInput(filled: Filled, words: Words): InputBlock {
  const { fields, form } = words;
  const field = 'vod_start_video_time';
  const initial = SHOWN[field](filled);
  return {
    type: 'input',
    block_id: blockOf(field, filled),
    label: plain(fields[field]),
    ...hintOf(field, filled, words, form.secondsHint),
    optional: initial === undefined,
    element: {
      type: 'number_input',
      action_id,
      is_decimal_allowed: false,
      ...given({ initial_value: initial?.toString() }),
    },
  };
}

function timeInput(field: 'start_time' | 'end_time', filled: Filled, words: Words): InputBlock {
  const { fields, form } = words;
  const initial = pickedSeconds(filled, field);
  return {
    type: 'input',
    block_id: field,
    label: plain(fields[field]),
    optional: true,
    ...hintOf(field, filled, words, field === 'end_time' ? form.endHint : undefined),
    element: {
      type: 'datetimepicker',
      action_id,
      ...given({ initial_date_time: initial }),
    },
  };
}

function eventsInput(filled: Filled, words: Words): InputBlock {
  const { fields, events } = words;
  const options = CALLBACK_EVENTS.map((value) => ({
    ...option(value, value),
    description: plain(events[value]),
  }));
  const shown = SHOWN.callback_events(filled) ?? [];
  const initial = options.filter(({ value }) => shown.includes(value));
  return {
    type: 'input',
    block_id: blockOf('callback_events', filled),
    label: plain(fields.callback_events),
    // It must be possible to leave a list alone that has none of these events.
    optional: initial.length === 0,
    ...hintOf('callback_events', filled, words),
    element: {
      type: 'checkboxes',
      action_id,
      options,
      ...given({ initial_options: initial.length > 0 ? initial : undefined }),
    },
  };
}

/** A file to read the playlist from. */
export function fileInput(filesRead: number | undefined, { form }: Words): InputBlock {
  return {
    type: 'input',
    block_id: fileBlock(filesRead),
    optional: true,
    label: plain(form.file.label),
    hint: plain(form.file.hint),
    element: {
      type: 'file_input',
      action_id,
      filetypes: [...PLAYLIST_FILE_KINDS],
      max_files: 1,
    },
  };
}

/** When to run the change; the picker uses the person's time zone. */
export function applyAtInput(applyAtMs: number | undefined, { form }: Words): InputBlock {
  return {
    type: 'input',
    block_id: BLOCK.applyAt,
    optional: true,
    label: plain(form.applyAt),
    hint: plain(form.applyAtHint),
    element: {
      type: 'datetimepicker',
      action_id,
      ...given({ initial_date_time: applyAtMs && Math.floor(applyAtMs / 1000) }),
    },
  };
}

/** When to set the task back after the change. */
export function thenBackInput(thenBackMs: number | undefined, { form }: Words): InputBlock {
  return {
    type: 'input',
    block_id: BLOCK.thenBack,
    optional: true,
    label: plain(form.thenBack),
    hint: plain(form.thenBackHint),
    element: {
      type: 'datetimepicker',
      action_id,
      ...given({ initial_date_time: thenBackMs && Math.floor(thenBackMs / 1000) }),
    },
  };
}

/** Shown only to people who may break the glass; if ticked, no approval is needed. */
export function breakGlassInput(isTicked: boolean, { form }: Words): InputBlock {
  const { label, text, description } = form.breakGlass;
  const choice = { ...option(BREAK_GLASS, text), description: plain(description) };
  return {
    type: 'input',
    block_id: BLOCK.breakGlass,
    optional: true,
    label: plain(label),
    element: {
      type: 'checkboxes',
      action_id,
      options: [choice],
      ...given({ initial_options: isTicked ? [choice] : undefined }),
    },
  };
}

/** People whom one may have called. */
const CALLED_MAX = 5;

/** Whom the requester wants to be called; it gives nobody a right to decide. */
export function calledInput(called: readonly string[] | undefined, { form }: Words): InputBlock {
  return {
    type: 'input',
    block_id: BLOCK.called,
    optional: true,
    label: plain(form.called),
    hint: plain(form.calledHint),
    element: {
      type: 'multi_users_select',
      action_id,
      max_selected_items: CALLED_MAX,
      ...given({ initial_users: called?.length ? [...called] : undefined }),
    },
  };
}

function blockOf(field: ModifiableField, { filled }: Filled): string {
  return fieldBlock(field, filled?.fields[field]);
}

function option(value: string, text: string): PlainTextOption & { value: string } {
  return { value, text: plain(text) };
}
