import type { InputBlock, PlainTextOption } from '@slack/types';
import { CALLBACK_EVENTS, REFRESH_TYPES, type RelayTask, STATUSES } from '#src/relay/relay-task.ts';
import { plain } from './blocks.ts';
import { ACTION, BLOCK, urlBlock } from './ids.ts';
import { EVENT_WORDS, FIELD_WORDS, REFRESH_WORDS, STATUS_WORDS } from './words.ts';

/** One input block for each modifiable field, filled with what the task holds. Block ids are field names. */

/** A `plain_text_input` takes this many characters, its initial value included (Block Kit). */
const INPUT_MAX = 3_000;

/** With less room than this in the last box, another URL may not fit, so there is one more box. */
const ROOM_FOR_ONE_MORE = 600;

const action_id = ACTION.value;

export function statusInput(task: RelayTask): InputBlock {
  const options = STATUSES.map((value) => option(value, STATUS_WORDS[value] ?? value));
  const initial = options.find(({ value }) => value === task.status);
  return {
    type: 'input',
    block_id: 'status',
    label: plain(FIELD_WORDS.status),
    // A status word that nobody documented cannot be chosen; leaving it alone must be possible.
    optional: initial === undefined,
    element: { type: 'radio_buttons', action_id, options, ...initialOption(initial) },
    ...(initial || !task.status ? {} : { hint: plain(`The task says "${task.status}".`) }),
  };
}

/** How many boxes the URLs of a task need, with some room. */
export function urlBoxesFor(task: RelayTask): number {
  const boxes = splitOverBoxes(task.source_urls ?? []);
  const last = boxes.at(-1) ?? '';
  const isFull = INPUT_MAX - last.length < ROOM_FOR_ONE_MORE;
  return Math.max(1, boxes.length + (isFull ? 1 : 0));
}

export function urlInputs(task: RelayTask, boxCount: number): InputBlock[] {
  const texts = splitOverBoxes(task.source_urls ?? []);
  const canShow = urlsFit(task);
  return Array.from({ length: boxCount }, (_box, index) => {
    const initial = canShow ? (texts[index] ?? '') : '';
    const isFirst = index === 0;
    return {
      type: 'input',
      block_id: urlBlock(index),
      label: plain(isFirst ? FIELD_WORDS.source_urls : `Source URLs, continued (${index + 1})`),
      optional: !isFirst || !canShow,
      element: {
        type: 'plain_text_input',
        action_id,
        multiline: true,
        max_length: INPUT_MAX,
        ...(initial ? { initial_value: initial } : {}),
      },
      ...(isFirst && boxCount > 1
        ? { hint: plain(`The list goes on in the next box; each holds ${INPUT_MAX} characters.`) }
        : {}),
      ...(isFirst && !canShow
        ? { hint: plain('A URL of this task is too long to be shown here. Empty: the list stays.') }
        : {}),
    };
  });
}

/** Whether every URL that a task holds can be shown in a box; if not, the list cannot be edited here. */
export function urlsFit(task: RelayTask): boolean {
  return (task.source_urls ?? []).every((url) => url.length <= INPUT_MAX);
}

function splitOverBoxes(urls: readonly string[]): string[] {
  const boxes: string[] = [];
  for (const url of urls) {
    const last = boxes.at(-1);
    if (last === undefined || last.length + url.length + 1 > INPUT_MAX) boxes.push(url);
    else boxes[boxes.length - 1] = `${last}\n${url}`;
  }
  return boxes;
}

export function refreshInput(task: RelayTask): InputBlock {
  const options = REFRESH_TYPES.map((value) => ({
    ...option(value, REFRESH_WORDS[value]?.text ?? value),
    description: plain(REFRESH_WORDS[value]?.description ?? value),
  }));
  const held = options.find(({ value }) => value === task.vod_refresh_type);
  return {
    type: 'input',
    block_id: 'vod_refresh_type',
    label: plain(FIELD_WORDS.vod_refresh_type),
    element: { type: 'radio_buttons', action_id, options, ...initialOption(held ?? options[0]) },
  };
}

export function loopInput(task: RelayTask): InputBlock {
  return {
    type: 'input',
    block_id: 'vod_loop_time',
    label: plain(FIELD_WORDS.vod_loop_time),
    hint: plain('-1: again and again until the end. 3: three rounds, then it stops.'),
    element: {
      type: 'plain_text_input',
      action_id,
      max_length: 20,
      initial_value: task.vod_loop_time || '-1',
    },
  };
}

export function numberInput(
  field: 'vod_start_video_index' | 'vod_start_video_time',
  task: RelayTask,
): InputBlock {
  const hint =
    field === 'vod_start_video_index' ? 'Counted from 0: 0 is the first URL.' : 'Inside that file.';
  return {
    type: 'input',
    block_id: field,
    label: plain(FIELD_WORDS[field]),
    hint: plain(hint),
    element: {
      type: 'number_input',
      action_id,
      is_decimal_allowed: false,
      initial_value: String(task[field] ?? 0),
    },
  };
}

export function timeInput(field: 'start_time' | 'end_time', task: RelayTask): InputBlock {
  const seconds = Math.floor(Date.parse(task[field] ?? '') / 1000);
  // The picker takes ten digits: from September 2001 on.
  const isShown = seconds >= 1_000_000_000 && seconds <= 9_999_999_999;
  return {
    type: 'input',
    block_id: field,
    label: plain(FIELD_WORDS[field]),
    optional: true,
    ...(field === 'end_time'
      ? { hint: plain('Less than 7 days after the start. Times are in your own time zone.') }
      : {}),
    element: {
      type: 'datetimepicker',
      action_id,
      ...(isShown ? { initial_date_time: seconds } : {}),
    },
  };
}

export function eventsInput(task: RelayTask): InputBlock {
  const options = CALLBACK_EVENTS.map((value) => ({
    ...option(value, value),
    description: plain(EVENT_WORDS[value] ?? value),
  }));
  const held = task.callback_events ?? CALLBACK_EVENTS;
  const initial = options.filter(({ value }) => held.some((event) => event === value));
  return {
    type: 'input',
    block_id: 'callback_events',
    label: plain(FIELD_WORDS.callback_events),
    element: {
      type: 'checkboxes',
      action_id,
      options,
      ...(initial.length > 0 ? { initial_options: initial } : {}),
    },
  };
}

/** When to run it, in the person's own zone; the picker knows it. */
export function applyAtInput(applyAtMs: number | undefined): InputBlock {
  return {
    type: 'input',
    block_id: BLOCK.applyAt,
    optional: true,
    label: plain('Apply at'),
    hint: plain('Empty: as soon as it is approved. It must be approved before this time.'),
    element: {
      type: 'datetimepicker',
      action_id,
      ...(applyAtMs === undefined ? {} : { initial_date_time: Math.floor(applyAtMs / 1000) }),
    },
  };
}

export function reasonInput(reason = ''): InputBlock {
  return {
    type: 'input',
    block_id: BLOCK.reason,
    label: plain('Why'),
    hint: plain('The approver reads it, and it stays in the audit.'),
    element: {
      type: 'plain_text_input',
      action_id,
      multiline: true,
      max_length: 1_000,
      ...(reason ? { initial_value: reason } : {}),
    },
  };
}

function option(value: string, text: string): PlainTextOption & { value: string } {
  return { value, text: plain(text) };
}

function initialOption(initial: PlainTextOption | undefined) {
  return initial ? { initial_option: initial } : {};
}
