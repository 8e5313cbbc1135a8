import { stringOf } from '../json.ts';
import { confirm, isLongerThan, overflowOption, plainText } from './composition.ts';
import { LIMITS } from './limits.ts';
import { richText } from './rich-text.ts';
import {
  choices,
  element,
  focusable,
  id,
  multiSelects,
  picker,
  selects,
  typed,
  type Checks,
  type Rule,
} from './selects.ts';
import {
  boolean,
  integer,
  list,
  literal,
  pattern,
  shape,
  string,
  url,
  type Check,
} from './shape.ts';

const number = pattern(/^-?\d+(\.\d+)?$/, 'must be a number in a string');

const isWholeWhereAsked: Rule = (fields, pointer, report) => {
  for (const key of ['initial_value', 'min_value', 'max_value']) {
    if (fields['is_decimal_allowed'] === false && stringOf(fields[key]).includes('.')) {
      report(`${pointer}/${key}`, 'must not be a decimal');
    }
  }
  const [min, max, initial] = ['min_value', 'max_value', 'initial_value'].map((key) =>
    fields[key] === undefined ? undefined : Number(fields[key]),
  );
  if (min !== undefined && max !== undefined && min > max) {
    report(`${pointer}/min_value`, 'must be less than max_value');
  }
  if (initial !== undefined && (initial < (min ?? -Infinity) || initial > (max ?? Infinity))) {
    report(`${pointer}/initial_value`, 'must be between min_value and max_value');
  }
};

const fitsItsLength: Rule = (fields, pointer, report) => {
  if (isLongerThan(fields['initial_value'], fields['max_length'])) {
    report(`${pointer}/initial_value`, 'must not be longer than max_length');
  }
  const [min, max] = [fields['min_length'], fields['max_length']];
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    report(`${pointer}/min_length`, 'must be less than max_length');
  }
};

const button = element(
  'button',
  { text: plainText(LIMITS['button.text']) },
  {
    value: string(LIMITS['button.value']),
    url: url(LIMITS['button.url']),
    style: literal('primary', 'danger'),
    accessibility_label: string(LIMITS['button.accessibility_label']),
    confirm,
  },
);

const workflow = shape({
  required: {
    trigger: shape({
      required: { url: url(LIMITS['button.url']) },
      optional: {
        customizable_input_parameters: list(shape({ required: { name: id, value: string() } })),
      },
    }),
  },
});

export const imageElement: Check = shape({
  required: { type: literal('image'), alt_text: string(LIMITS['image.alt_text']) },
  optional: {
    image_url: url(LIMITS['image.image_url']),
    slack_file: shape({ optional: { id, url: id } }),
  },
  rule: (fields, pointer, report) => {
    if ((fields['image_url'] === undefined) === (fields['slack_file'] === undefined)) {
      report(pointer, 'must have exactly one of image_url and slack_file');
    }
  },
});

const pickers: Checks = {
  datepicker: element(
    'datepicker',
    {},
    { ...picker, initial_date: pattern(/^\d{4}-\d{2}-\d{2}$/, 'must be YYYY-MM-DD') },
  ),
  timepicker: element(
    'timepicker',
    {},
    {
      ...picker,
      initial_time: pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:mm'),
      timezone: id,
    },
  ),
};

const dateTime: Checks = {
  // Slack takes exactly ten digits: seconds, never milliseconds.
  datetimepicker: element(
    'datetimepicker',
    {},
    {
      ...focusable,
      confirm,
      initial_date_time: integer({ min: 1_000_000_000, max: 9_999_999_999 }),
    },
  ),
};

const richTextInput: Checks = {
  rich_text_input: element(
    'rich_text_input',
    {},
    {
      ...typed,
      initial_value: richText,
      min_lines: integer({ min: 1, max: 100 }),
      max_lines: integer({ min: 1, max: 100 }),
    },
  ),
};

const buttons: Checks = {
  button,
  overflow: element(
    'overflow',
    { options: list(overflowOption, LIMITS['overflow.options']) },
    { confirm },
  ),
  workflow_button: element(
    'workflow_button',
    { text: plainText(LIMITS['button.text']), workflow },
    {
      style: literal('primary', 'danger'),
      accessibility_label: string(LIMITS['button.accessibility_label']),
      confirm,
    },
  ),
};

const feedbackButton = shape({
  required: {
    text: plainText(LIMITS['feedback_button.text']),
    value: string(LIMITS['feedback_button.value']),
  },
  optional: { accessibility_label: string(LIMITS['feedback_button.accessibility_label']) },
});

/** Which element may stand in which block. */
export const actionsElements: Checks = {
  ...buttons,
  ...selects,
  ...multiSelects,
  ...choices,
  ...pickers,
  ...dateTime,
  ...richTextInput,
};
export const accessoryElements: Checks = {
  ...buttons,
  ...selects,
  ...multiSelects,
  ...choices,
  ...pickers,
  image: imageElement,
};
export const cardElements: Checks = { button };
export const inputElements: Checks = {
  ...selects,
  ...multiSelects,
  ...choices,
  ...pickers,
  ...dateTime,
  ...richTextInput,
  plain_text_input: element(
    'plain_text_input',
    {},
    {
      ...typed,
      initial_value: string(LIMITS['plain_text_input.initial_value']),
      multiline: boolean,
      min_length: integer({ min: 0, max: 3000 }),
      max_length: integer(LIMITS['plain_text_input.max_length']),
    },
    fitsItsLength,
  ),
  number_input: element(
    'number_input',
    { is_decimal_allowed: boolean },
    {
      ...typed,
      initial_value: number,
      min_value: number,
      max_value: number,
    },
    isWholeWhereAsked,
  ),
  email_text_input: element('email_text_input', {}, { ...typed, initial_value: string() }),
  url_text_input: element('url_text_input', {}, { ...typed, initial_value: string() }),
  file_input: element(
    'file_input',
    {},
    { filetypes: list(id), max_files: integer(LIMITS['file_input.max_files']) },
  ),
};
export const contextActionsElements: Checks = {
  feedback_buttons: element(
    'feedback_buttons',
    { positive_button: feedbackButton, negative_button: feedbackButton },
    {},
  ),
  icon_button: element(
    'icon_button',
    { icon: literal('trash'), text: plainText(LIMITS['button.text']) },
    {
      value: string(LIMITS['button.value']),
      accessibility_label: string(LIMITS['button.accessibility_label']),
      visible_to_user_ids: list(id, LIMITS['icon_button.visible_to_user_ids']),
      confirm,
    },
  ),
};
