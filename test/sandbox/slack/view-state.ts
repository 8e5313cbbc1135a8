import { stringOf, type Fields } from './json.ts';

type ValueKey = { readonly key: string; readonly initial: string; readonly empty: unknown };

const one = (key: string, initial: string): ValueKey => ({ key, initial, empty: null });
const several = (key: string, initial: string): ValueKey => ({ key, initial, empty: [] });

const valueKeys: Readonly<Record<string, ValueKey>> = {
  plain_text_input: one('value', 'initial_value'),
  number_input: one('value', 'initial_value'),
  email_text_input: one('value', 'initial_value'),
  url_text_input: one('value', 'initial_value'),
  rich_text_input: one('rich_text_value', 'initial_value'),
  static_select: one('selected_option', 'initial_option'),
  external_select: one('selected_option', 'initial_option'),
  radio_buttons: one('selected_option', 'initial_option'),
  overflow: one('selected_option', 'initial_option'),
  users_select: one('selected_user', 'initial_user'),
  conversations_select: one('selected_conversation', 'initial_conversation'),
  channels_select: one('selected_channel', 'initial_channel'),
  datepicker: one('selected_date', 'initial_date'),
  timepicker: one('selected_time', 'initial_time'),
  datetimepicker: one('selected_date_time', 'initial_date_time'),
  checkboxes: several('selected_options', 'initial_options'),
  multi_static_select: several('selected_options', 'initial_options'),
  multi_external_select: several('selected_options', 'initial_options'),
  multi_users_select: several('selected_users', 'initial_users'),
  multi_conversations_select: several('selected_conversations', 'initial_conversations'),
  multi_channels_select: several('selected_channels', 'initial_channels'),
  file_input: several('files', 'initial_files'),
};

export const valueKeyOf = (element: Fields): ValueKey | undefined =>
  valueKeys[stringOf(element['type'])];

/** The state of an untouched element; undefined for one that holds no value, such as a button. */
export const initialState = (element: Fields): Fields | undefined => {
  const found = valueKeyOf(element);
  if (found === undefined || element['type'] === 'overflow') return undefined;
  const initial = element[found.initial];
  const value =
    typeof initial === 'string' && initial === '' ? found.empty : (initial ?? found.empty);
  return { type: element['type'], [found.key]: value };
};

export const isEmptyState = (element: Fields, state: Fields | undefined): boolean => {
  const value = state?.[valueKeyOf(element)?.key ?? ''];
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || value === '';
};
