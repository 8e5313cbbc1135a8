import { fieldsOf, listOf, type Fields } from '../json.ts';
import {
  confirm,
  conversationFilter,
  dispatchConfig,
  formattedOption,
  isSameOption,
  option,
  optionGroup,
  optionsOf,
  plainText,
} from './composition.ts';
import { LIMITS } from './limits.ts';
import {
  boolean,
  integer,
  list,
  literal,
  shape,
  string,
  type Check,
  type Report,
} from './shape.ts';

export type Rule = (fields: Fields, pointer: string, report: Report) => void;
export type Checks = Readonly<Record<string, Check>>;

export const element = (type: string, required: Checks, optional: Checks, rule?: Rule): Check =>
  shape({
    required: { type: literal(type), ...required },
    optional: { action_id: string(LIMITS.action_id), ...optional },
    ...(rule === undefined ? {} : { rule }),
  });

const placeholder = plainText(LIMITS['select.placeholder']);
export const focusable = { focus_on_load: boolean };
export const picker = { ...focusable, placeholder, confirm };
export const typed = { ...focusable, placeholder, dispatch_action_config: dispatchConfig };
const many = { ...picker, max_selected_items: integer({ min: 1, max: 100 }) };
export const id = string({ of: 'characters', min: 1, max: 255 });

const isAmongOptions: Rule = (fields, pointer, report) => {
  const options = optionsOf(fields);
  const initial = fields['initial_option'];
  const chosen = [
    ...(initial === undefined ? [] : [[`${pointer}/initial_option`, fieldsOf(initial)] as const]),
    ...listOf(fields['initial_options']).map(
      (entry, index) => [`${pointer}/initial_options/${index}`, entry] as const,
    ),
  ];
  for (const [at, entry] of chosen) {
    if (!options.some((candidate) => isSameOption(candidate, entry))) {
      report(at, 'initial option must match one of the provided options');
    }
  }
};

const hasOptionsOrGroups: Rule = (fields, pointer, report) => {
  const given = ['options', 'option_groups'].filter((key) => fields[key] !== undefined);
  if (given.length === 0) report(pointer, 'missing required field: options');
  if (given.length === 2) report(pointer, 'only one of options and option_groups is allowed');
  isAmongOptions(fields, pointer, report);
};

const staticOptions = {
  options: list(option, LIMITS['select.options']),
  option_groups: list(optionGroup, LIMITS['select.option_groups']),
};
const queryLength = { min_query_length: integer({ min: 0, max: 3000 }) };

export const selects: Checks = {
  static_select: element(
    'static_select',
    {},
    { ...picker, ...staticOptions, initial_option: option },
    hasOptionsOrGroups,
  ),
  external_select: element(
    'external_select',
    {},
    { ...picker, ...queryLength, initial_option: option },
  ),
  users_select: element('users_select', {}, { ...picker, initial_user: id }),
  conversations_select: element(
    'conversations_select',
    {},
    {
      ...picker,
      initial_conversation: id,
      default_to_current_conversation: boolean,
      response_url_enabled: boolean,
      filter: conversationFilter,
    },
  ),
  channels_select: element(
    'channels_select',
    {},
    { ...picker, initial_channel: id, response_url_enabled: boolean },
  ),
};

export const multiSelects: Checks = {
  multi_static_select: element(
    'multi_static_select',
    {},
    { ...many, ...staticOptions, initial_options: list(option) },
    hasOptionsOrGroups,
  ),
  multi_external_select: element(
    'multi_external_select',
    {},
    { ...many, ...queryLength, initial_options: list(option) },
  ),
  multi_users_select: element('multi_users_select', {}, { ...many, initial_users: list(id) }),
  multi_conversations_select: element(
    'multi_conversations_select',
    {},
    {
      ...many,
      initial_conversations: list(id),
      default_to_current_conversation: boolean,
      filter: conversationFilter,
    },
  ),
  multi_channels_select: element(
    'multi_channels_select',
    {},
    { ...many, initial_channels: list(id) },
  ),
};

export const choices: Checks = {
  checkboxes: element(
    'checkboxes',
    { options: list(formattedOption, LIMITS['checkboxes.options']) },
    {
      ...focusable,
      confirm,
      initial_options: list(formattedOption, { of: 'items', min: 1, max: 10 }),
    },
    isAmongOptions,
  ),
  radio_buttons: element(
    'radio_buttons',
    { options: list(formattedOption, LIMITS['radio_buttons.options']) },
    {
      ...focusable,
      confirm,
      initial_option: formattedOption,
    },
    isAmongOptions,
  ),
};
