import type { InputBlock } from '@slack/types';
import { given } from '#src/basics/given.ts';
import type { Draft } from '#src/ports/draft.ts';
import { PLAYLIST_FILE_KINDS } from '#src/relay/playlist-file.ts';
import {
  CALLBACK_EVENTS,
  type ModifiableField,
  REFRESH_TYPES,
  STATUSES,
} from '#src/relay/relay-task.ts';
import { ACTION, BLOCK, BREAK_GLASS, marked } from '#src/slack/kit/ids.ts';
import {
  checkboxElement,
  input,
  numberElement,
  option,
  radioElement,
  textElement,
  timeElement,
} from '#src/slack/kit/inputs.ts';
import type { Words } from '#src/slack/words/index.ts';
import { type Filled, hintOf, pickedMsOf, SHOWN } from './shown-fields.ts';
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
  readonly [Field in ModifiableField]: (
    filled: FilledForm,
    words: Words,
  ) => InputBlock | InputBlock[];
} = {
  status(filled, words) {
    const options = STATUSES.map((value) => option(value, words.statuses[value]));
    const initial = options.find(({ value }) => value === SHOWN.status(filled));
    // An undocumented status is no option, so it must be possible to leave it alone.
    return fieldInput('status', filled, words, radioElement(options, initial), !initial);
  },

  source_urls: urlInputs,

  vod_refresh_type(filled, words) {
    const { refreshTypes, form } = words;
    const isAsked = filled.purpose === 'resume';
    const options = REFRESH_TYPES.map((value) =>
      option(value, refreshTypes[value].text, refreshTypes[value].description),
    );
    const initial = options.find(({ value }) => value === SHOWN.vod_refresh_type(filled));
    const said = isAsked ? { label: form.howItGoesOn, hint: form.howItGoesOnHint } : {};
    const element = radioElement(options, initial);
    return fieldInput('vod_refresh_type', filled, words, element, !initial && !isAsked, said);
  },

  vod_loop_time(filled, words) {
    const initial = SHOWN.vod_loop_time(filled);
    const said = { hint: words.form.loopHint };
    const element = textElement(20, initial);
    return fieldInput('vod_loop_time', filled, words, element, initial === undefined, said);
  },

  vod_start_video_index(filled, words) {
    const list = filled.list ?? filledList(filled);
    const said = saidOf('vod_start_video_index', filled, words, { hint: words.form.startFileHint });
    const element = startFileElement(list);
    return input(startFileBlock(list, filled), said, element, list.index === undefined);
  },

  vod_start_video_time(filled, words) {
    const initial = SHOWN.vod_start_video_time(filled);
    const said = { hint: words.form.secondsHint };
    const element = numberElement(initial);
    return fieldInput('vod_start_video_time', filled, words, element, initial === undefined, said);
  },

  start_time: (filled, words) => timeInput('start_time', filled, words),
  end_time: (filled, words) => timeInput('end_time', filled, words, words.form.endHint),

  callback_events(filled, words) {
    const options = CALLBACK_EVENTS.map((value) => option(value, value, words.events[value]));
    const shown = SHOWN.callback_events(filled) ?? [];
    const initial = options.filter(({ value }) => shown.includes(value));
    const element = checkboxElement(options, initial);
    // It must be possible to leave a list alone that has none of these events.
    return fieldInput('callback_events', filled, words, element, initial.length === 0);
  },
};

function timeInput(
  field: 'start_time' | 'end_time',
  filled: Filled,
  words: Words,
  hint?: string,
): InputBlock {
  const said = saidOf(field, filled, words, { hint });
  return input(field, said, timeElement(pickedMsOf(filled, field)), true);
}

/** The label of a field and its hint, which also names a value that relaydesk does not know. */
function saidOf(
  field: ModifiableField,
  filled: Filled,
  words: Words,
  { label, hint }: { readonly label?: string; readonly hint?: string | undefined } = {},
) {
  return { label: label ?? words.fields[field], hint: hintOf(field, filled, words, hint) };
}

function fieldInput(
  field: ModifiableField,
  filled: Filled,
  words: Words,
  element: InputBlock['element'],
  isOptional: boolean,
  said?: { readonly label?: string; readonly hint?: string },
): InputBlock {
  const block = marked(field, filled.filled?.fields[field]);
  return input(block, saidOf(field, filled, words, said), element, isOptional);
}

/** A file to read the playlist from. */
export function fileInput(filesRead: number | undefined, { form }: Words): InputBlock {
  const filetypes = [...PLAYLIST_FILE_KINDS];
  const element = { type: 'file_input', action_id, filetypes, max_files: 1 } as const;
  return input(marked('source_file', filesRead), form.file, element, true);
}

/** When to run the change, */
export function applyAtInput(applyAtMs: number | undefined, { form }: Words): InputBlock {
  const said = { label: form.applyAt, hint: form.applyAtHint };
  return input(BLOCK.applyAt, said, timeElement(applyAtMs), true);
}

/** and when to undo it. */
export function thenBackInput(thenBackMs: number | undefined, { form }: Words): InputBlock {
  const said = { label: form.thenBack, hint: form.thenBackHint };
  return input(BLOCK.thenBack, said, timeElement(thenBackMs), true);
}

/** Shown only to people who may break the glass; if ticked, no approval is needed. */
export function breakGlassInput(isTicked: boolean, { form }: Words): InputBlock {
  const { label, text, description } = form.breakGlass;
  const choice = option(BREAK_GLASS, text, description);
  const element = checkboxElement([choice], isTicked ? [choice] : []);
  return input(BLOCK.breakGlass, { label }, element, true);
}

/** The most people whom a requester may ping. */
const CALLED_MAX = 5;

/** Whom the requester wants to ping; it does not let them decide. */
export function calledInput(called: readonly string[] | undefined, { form }: Words): InputBlock {
  const element = {
    type: 'multi_users_select',
    action_id,
    max_selected_items: CALLED_MAX,
    ...given({ initial_users: called?.length ? [...called] : undefined }),
  } as const;
  return input(BLOCK.called, { label: form.called, hint: form.calledHint }, element, true);
}
