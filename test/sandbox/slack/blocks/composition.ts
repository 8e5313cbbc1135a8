import { characters, isFields, listOf, type Fields } from '../json.ts';
import { storedMrkdwn, storedPlainText } from './escape.ts';
import { LIMITS, type Limit } from './limits.ts';
import { boolean, byType, list, literal, shape, string, url, type Check } from './shape.ts';

/** A text object is never empty, wherever it stands. */
const filled = (limit: Limit): Limit => ({ ...limit, min: Math.max(1, limit.min) });

export const plainText = (limit: Limit): Check =>
  shape({
    required: { type: literal('plain_text'), text: string(filled(limit), storedPlainText) },
    optional: { emoji: boolean },
  });

export const mrkdwn = (limit: Limit): Check =>
  shape({
    required: { type: literal('mrkdwn'), text: string(filled(limit), storedMrkdwn) },
    optional: { verbatim: boolean },
  });

export const anyText = (limit: Limit): Check =>
  byType({ plain_text: plainText(limit), mrkdwn: mrkdwn(limit) });

export const confirm: Check = shape({
  required: { text: anyText(LIMITS['confirmation.text']) },
  optional: {
    title: plainText(LIMITS['confirmation.title']),
    confirm: plainText(LIMITS['confirmation.confirm']),
    deny: plainText(LIMITS['confirmation.deny']),
    style: literal('primary', 'danger'),
  },
});

const optionOf = (text: Check, description: Check, extra: Readonly<Record<string, Check>> = {}) =>
  shape({
    required: { text, value: string(LIMITS['option.value']) },
    optional: { description, ...extra },
  });

const plainOptionText = plainText(LIMITS['option.text']);
const plainDescription = plainText(LIMITS['option.description']);

export const option: Check = optionOf(plainOptionText, plainDescription);
/** Only checkboxes and radio buttons may format their options. */
export const formattedOption: Check = optionOf(
  anyText(LIMITS['option.text']),
  anyText(LIMITS['option.description']),
);
export const overflowOption: Check = optionOf(plainOptionText, plainDescription, {
  url: url(LIMITS['option.url']),
});

export const optionGroup: Check = shape({
  required: {
    label: plainText(LIMITS['option_group.label']),
    options: list(option, LIMITS['option_group.options']),
  },
});

export const dispatchConfig: Check = shape({
  required: {
    trigger_actions_on: list(literal('on_enter_pressed', 'on_character_entered'), {
      of: 'items',
      min: 1,
      max: 2,
    }),
  },
});

export const conversationFilter: Check = shape({
  optional: {
    include: list(literal('im', 'mpim', 'private', 'public'), { of: 'items', min: 1, max: 4 }),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
  rule: (filter, pointer, report) => {
    if (Object.keys(filter).length === 0) report(pointer, 'must provide at least one filter');
  },
});

/** Every option of an element, those in groups included. */
export const optionsOf = (element: Fields): Fields[] => [
  ...listOf(element['options']),
  ...listOf(element['option_groups']).flatMap((group) => listOf(group['options'])),
];

const textOf = (entry: Fields): unknown =>
  isFields(entry['text']) ? entry['text']['text'] : undefined;

export const isSameOption = (one: Fields, other: Fields): boolean =>
  one['value'] === other['value'] && textOf(one) === textOf(other);

export const isLongerThan = (value: unknown, max: unknown): boolean =>
  typeof value === 'string' && typeof max === 'number' && characters(value) > max;
