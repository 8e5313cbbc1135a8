import { optionsOf } from '../blocks/composition.ts';
import { characters, fieldsOf, stringOf, type Fields } from '../json.ts';
import { valueKeyOf } from '../view-state.ts';
import type { Workspace } from '../workspace.ts';

export type TypedValue = string | number | readonly string[] | null;

const refuseTyping = (why: string): never => {
  throw new Error(`a person could not do that: ${why}`);
};

const asText = (value: TypedValue, element: Fields): string | null => {
  if (value === null || value === '') return null;
  if (typeof value === 'string') return value;
  return refuseTyping(`${stringOf(element['type'])} takes a text`);
};

const text = (value: TypedValue, element: Fields): string | null => {
  const typed = asText(value, element);
  const max = Number(element['max_length'] ?? 3000);
  if (typed !== null && characters(typed) > max) refuseTyping(`the field takes ${max} characters`);
  if (typed !== null && /[\r\n]/.test(typed) && element['multiline'] !== true) {
    refuseTyping('the field has one line');
  }
  return typed;
};

const number = (value: TypedValue, element: Fields): string | null => {
  const typed = asText(value, element);
  if (typed === null) return null;
  const isDecimalAllowed = element['is_decimal_allowed'] === true;
  const allowed = isDecimalAllowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!allowed.test(typed))
    refuseTyping(`"${typed}" is not a ${isDecimalAllowed ? '' : 'whole '}number`);
  return typed;
};

const matching = (value: TypedValue, expression: RegExp): string | null => {
  if (value === null || value === '') return null;
  if (typeof value !== 'string' || !expression.test(value))
    refuseTyping(`"${String(value)}" does not fit the picker`);
  return value as string;
};

/** Chosen by its value, or by what a person reads. */
const optionFor = (value: string, options: readonly Fields[]): Fields =>
  options.find((entry) => entry['value'] === value) ??
  options.find((entry) => fieldsOf(entry['text'])['text'] === value) ??
  refuseTyping(
    `"${value}" is not among ${options.map((entry) => stringOf(entry['value'])).join(', ')}`,
  );

const several = (value: TypedValue): readonly string[] => {
  if (value === null) return [];
  return Array.isArray(value)
    ? (value as readonly string[])
    : refuseTyping('the field takes a list of values');
};

const known = (value: string, all: ReadonlyMap<string, unknown>): string =>
  all.has(value) ? value : refuseTyping(`"${value}" does not exist in this workspace`);

const existing = (value: TypedValue, all: ReadonlyMap<string, unknown>): string | null => {
  const chosen = single(value);
  return chosen === null ? null : known(chosen, all);
};

const limited = <T>(values: readonly T[], element: Fields): readonly T[] => {
  const max = Number(element['max_selected_items'] ?? Infinity);
  return values.length > max ? refuseTyping(`the field takes ${max} items`) : values;
};

const single = (value: TypedValue): string | null =>
  value === null || typeof value === 'string' ? value : refuseTyping('the field takes one value');

const choose = (value: TypedValue, options: readonly Fields[]): Fields | null => {
  const chosen = single(value);
  return chosen === null ? null : optionFor(chosen, options);
};

/** What the element holds after this was typed; throws where Slack's client would not let it. */
export const typedState = (
  workspace: Workspace,
  element: Fields,
  value: TypedValue,
  found: readonly Fields[],
): Fields => {
  const type = stringOf(element['type']);
  const options = type.endsWith('external_select') ? found : optionsOf(element);
  const chosen = (): unknown => {
    switch (type) {
      case 'plain_text_input':
        return text(value, element);
      case 'email_text_input':
      case 'url_text_input':
        return asText(value, element);
      case 'number_input':
        return number(value, element);
      case 'datepicker':
        return matching(value, /^\d{4}-\d{2}-\d{2}$/);
      case 'timepicker':
        return matching(value, /^\d{2}:\d{2}$/);
      case 'datetimepicker': {
        if (value === null) return null;
        if (typeof value === 'number' && /^\d{10}$/.test(String(value))) return value;
        return refuseTyping('a datetimepicker gives Unix seconds');
      }
      case 'static_select':
      case 'external_select':
      case 'radio_buttons':
      case 'overflow':
        return choose(value, options);
      case 'checkboxes':
      case 'multi_static_select':
      case 'multi_external_select':
        return limited(
          several(value).map((entry) => optionFor(entry, options)),
          element,
        );
      case 'users_select':
        return existing(value, workspace.people);
      case 'channels_select':
      case 'conversations_select':
        return existing(value, workspace.channels);
      case 'multi_users_select':
        return limited(
          several(value).map((entry) => known(entry, workspace.people)),
          element,
        );
      case 'multi_channels_select':
      case 'multi_conversations_select':
        return limited(
          several(value).map((entry) => known(entry, workspace.channels)),
          element,
        );
      default:
        return refuseTyping(`nothing can be typed into ${type}`);
    }
  };
  return { type, [valueKeyOf(element)?.key ?? 'value']: chosen() };
};

/** What Slack's client says under a field before it asks the bot. */
export const clientError = (element: Fields, state: Fields): string | undefined => {
  const value = stringOf(state['value']);
  if (value === '') return undefined;
  const minLength = Number(element['min_length'] ?? 0);
  if (characters(value) < minLength) return `Must be at least ${minLength} characters long.`;
  switch (element['type']) {
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)
        ? undefined
        : 'Please enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(value) ? undefined : 'Please enter a valid URL.';
    case 'number_input': {
      const min = Number(element['min_value'] ?? -Infinity);
      const max = Number(element['max_value'] ?? Infinity);
      if (Number(value) < min) return `Please enter a number that is at least ${min}.`;
      return Number(value) > max ? `Please enter a number that is at most ${max}.` : undefined;
    }
    default:
      return undefined;
  }
};
