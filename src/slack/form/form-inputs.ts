import type { InputBlock, PlainTextOption } from '@slack/types';
import { CALLBACK_EVENTS, REFRESH_TYPES, type RelayTask, STATUSES } from '#src/relay/relay-task.ts';
import { plain } from '#src/slack/kit/blocks.ts';
import { ACTION, BLOCK, BREAK_GLASS, urlBlock } from '#src/slack/kit/ids.ts';
import { cut, visible } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** One input block for each modifiable field, filled with what the task holds. Block ids are field names. */

/** A `plain_text_input` takes this many characters, its initial value included (Block Kit). */
const INPUT_MAX = 3_000;

/** With less room than this in the last box, another URL may not fit, so there is one more box. */
const ROOM_FOR_ONE_MORE = 600;

const action_id = ACTION.value;

export function statusInput(task: RelayTask, { fields, statuses, form }: Words): InputBlock {
  const options = STATUSES.map((value) => option(value, statuses[value]));
  const initial = options.find(({ value }) => value === task.status);
  return {
    type: 'input',
    block_id: 'status',
    label: plain(fields.status),
    // A status word that nobody documented cannot be chosen; leaving it alone must be possible.
    optional: initial === undefined,
    element: { type: 'radio_buttons', action_id, options, ...initialOption(initial) },
    ...(initial || !task.status
      ? {}
      : { hint: plain(form.statusHint(cut(visible(task.status), 100))) }),
  };
}

/** How many boxes the URLs of a task need, with some room. */
export function urlBoxesFor(task: RelayTask): number {
  const boxes = splitOverBoxes(task.source_urls ?? []);
  const last = boxes.at(-1) ?? '';
  const isFull = INPUT_MAX - last.length < ROOM_FOR_ONE_MORE;
  return Math.max(1, boxes.length + (isFull ? 1 : 0));
}

export function urlInputs(
  task: RelayTask,
  boxCount: number,
  { fields, form }: Words,
): InputBlock[] {
  const texts = splitOverBoxes(task.source_urls ?? []);
  const canShow = urlsFit(task);
  return Array.from({ length: boxCount }, (_box, index) => {
    const initial = canShow ? (texts[index] ?? '') : '';
    const isFirst = index === 0;
    return {
      type: 'input',
      block_id: urlBlock(index),
      label: plain(isFirst ? fields.source_urls : form.urlsContinued(index + 1)),
      optional: !isFirst || !canShow,
      element: {
        type: 'plain_text_input',
        action_id,
        multiline: true,
        max_length: INPUT_MAX,
        ...(initial ? { initial_value: initial } : {}),
      },
      ...(isFirst && boxCount > 1 ? { hint: plain(form.urlsHint(INPUT_MAX)) } : {}),
      ...(isFirst && !canShow ? { hint: plain(form.urlsTooLong) } : {}),
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

/** `isAsked`: nothing is chosen beforehand, so that whoever submits has chosen it on purpose. */
export function refreshInput(
  task: RelayTask,
  isAsked: boolean,
  { fields, refreshTypes, form }: Words,
): InputBlock {
  const options = REFRESH_TYPES.map((value) => ({
    ...option(value, refreshTypes[value].text),
    description: plain(refreshTypes[value].description),
  }));
  const held = options.find(({ value }) => value === task.vod_refresh_type);
  return {
    type: 'input',
    block_id: 'vod_refresh_type',
    label: plain(isAsked ? form.howItGoesOn : fields.vod_refresh_type),
    ...(isAsked ? { hint: plain(form.howItGoesOnHint) } : {}),
    element: {
      type: 'radio_buttons',
      action_id,
      options,
      ...initialOption(isAsked ? undefined : (held ?? options[0])),
    },
  };
}

export function loopInput(task: RelayTask, { fields, form }: Words): InputBlock {
  return {
    type: 'input',
    block_id: 'vod_loop_time',
    label: plain(fields.vod_loop_time),
    hint: plain(form.loopHint),
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
  { fields, form }: Words,
): InputBlock {
  const hint = field === 'vod_start_video_index' ? form.indexHint : form.secondsHint;
  return {
    type: 'input',
    block_id: field,
    label: plain(fields[field]),
    hint: plain(hint),
    element: {
      type: 'number_input',
      action_id,
      is_decimal_allowed: false,
      initial_value: String(task[field] ?? 0),
    },
  };
}

export function timeInput(
  field: 'start_time' | 'end_time',
  task: RelayTask,
  { fields, form }: Words,
): InputBlock {
  const seconds = Math.floor(Date.parse(task[field] ?? '') / 1000);
  // The picker takes ten digits: from September 2001 on.
  const isShown = seconds >= 1_000_000_000 && seconds <= 9_999_999_999;
  return {
    type: 'input',
    block_id: field,
    label: plain(fields[field]),
    optional: true,
    ...(field === 'end_time' ? { hint: plain(form.endHint) } : {}),
    element: {
      type: 'datetimepicker',
      action_id,
      ...(isShown ? { initial_date_time: seconds } : {}),
    },
  };
}

export function eventsInput(task: RelayTask, { fields, events }: Words): InputBlock {
  const options = CALLBACK_EVENTS.map((value) => ({
    ...option(value, value),
    description: plain(events[value]),
  }));
  const held = task.callback_events ?? CALLBACK_EVENTS;
  const initial = options.filter(({ value }) => held.some((event) => event === value));
  return {
    type: 'input',
    block_id: 'callback_events',
    label: plain(fields.callback_events),
    element: {
      type: 'checkboxes',
      action_id,
      options,
      ...(initial.length > 0 ? { initial_options: initial } : {}),
    },
  };
}

/** When to run it, in the person's own zone; the picker knows it. */
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
      ...(applyAtMs === undefined ? {} : { initial_date_time: Math.floor(applyAtMs / 1000) }),
    },
  };
}

/** For the few who may; ticked, nobody is asked. */
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
      ...(isTicked ? { initial_options: [choice] } : {}),
    },
  };
}

export function reasonInput(reason: string | undefined, { form }: Words): InputBlock {
  return {
    type: 'input',
    block_id: BLOCK.reason,
    label: plain(form.reason),
    hint: plain(form.reasonHint),
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
