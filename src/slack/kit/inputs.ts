import type { ViewOutput } from '@slack/bolt';
import type {
  InputBlock,
  KnownBlock,
  PlainTextInput,
  PlainTextOption,
  StaticSelect,
} from '@slack/types';
import { given } from '#src/basics/given.ts';
import { ON_FAILURE, type OnFailure } from '#src/relay/preset.ts';
import type { Words } from '#src/slack/words/index.ts';
import { actions, plain } from './blocks.ts';
import { ACTION, BLOCK } from './ids.ts';

/** Fields of modals, and what people type or choose in them. */

const action_id = ACTION.value;

type Element = InputBlock['element'];

export function input(
  block_id: string,
  { label, hint }: { readonly label: string; readonly hint?: string | undefined },
  element: Element,
  optional = false,
): InputBlock {
  const hinted = given({ hint: hint === undefined ? undefined : plain(hint) });
  return { type: 'input', block_id, label: plain(label), ...hinted, optional, element };
}

export function textElement(max_length: number, initial?: string): PlainTextInput {
  return {
    type: 'plain_text_input',
    action_id,
    max_length,
    ...given({ initial_value: initial || undefined }),
  };
}

/** A text of several lines. */
export function linesElement(max_length: number, initial?: string): Element {
  return { ...textElement(max_length, initial), multiline: true };
}

/** A whole number. */
export function numberElement(initial: number | undefined): Element {
  return {
    type: 'number_input',
    action_id,
    is_decimal_allowed: false,
    ...given({ initial_value: initial?.toString() }),
  };
}

/** A time; the picker uses the person's time zone. */
export function timeElement(atMs: number | undefined): Element {
  return {
    type: 'datetimepicker',
    action_id,
    ...given({ initial_date_time: atMs === undefined ? undefined : Math.floor(atMs / 1000) }),
  };
}

export function radioElement(
  options: PlainTextOption[],
  chosen: PlainTextOption | undefined,
): Element {
  return { type: 'radio_buttons', action_id, options, ...given({ initial_option: chosen }) };
}

export function checkboxElement(options: PlainTextOption[], chosen: PlainTextOption[]): Element {
  const initial_options = chosen.length > 0 ? chosen : undefined;
  return { type: 'checkboxes', action_id, options, ...given({ initial_options }) };
}

/** A menu; `action`: where choosing does something at once. */
export function selectElement(
  options: PlainTextOption[],
  chosen: string | undefined,
  placeholder: string,
  action: string = action_id,
): StaticSelect {
  const initial_option = options.find(({ value }) => value === chosen);
  const filled = given({ initial_option });
  return {
    type: 'static_select',
    action_id: action,
    placeholder: plain(placeholder),
    options,
    ...filled,
  };
}

/** One choice, with a second line if it has a description. */
export function option(value: string, text: string, description?: string) {
  const described = given({
    description: description === undefined ? undefined : plain(description),
  });
  return { value, text: plain(text), ...described };
}

/** Why a change is requested: the field of every form that makes a request. */
export function reasonInput(reason: string | undefined, { form }: Words): InputBlock {
  const said = { label: form.reason, hint: form.reasonHint };
  return input(BLOCK.reason, said, linesElement(1_000, reason));
}

/** Options of a select (Block Kit). */
const OPTIONS_MAX = 100;

/** Names as options, as many as a select takes. */
export function nameOptions(names: readonly string[]): PlainTextOption[] {
  return names.slice(0, OPTIONS_MAX).map((name) => option(name, name));
}

/** The choice of a project, which leads to its tasks at once; nothing if there is only one. */
export function projectSelect(
  projects: readonly string[],
  chosen: string | undefined,
  action: string,
  { choose }: Words,
): KnownBlock[] {
  if (projects.length < 2) return [];
  const element = selectElement(nameOptions(projects), chosen, choose.project, action);
  return [{ ...actions([element]), block_id: BLOCK.project }];
}

type Values = ViewOutput['state']['values'];

/** What was typed into a text input of a form; empty if the form has none. */
export function typedIn(values: Values, block: string): string {
  return values[block]?.[ACTION.value]?.value?.trim() ?? '';
}

/** What was chosen of some options. */
export function chosenIn(values: Values, block: string): string | undefined {
  return values[block]?.[ACTION.value]?.selected_option?.value;
}

/** What becomes of the other tasks of a batch when one is not applied. */
export function onFailureInput(chosen: OnFailure, { batches: { onFailure } }: Words): InputBlock {
  const options = ON_FAILURE.map((value) => option(value, onFailure[value]));
  const initial = options.find(({ value }) => value === chosen);
  return input(BLOCK.onFailure, onFailure, radioElement(options, initial));
}

/** What was chosen there; undefined in a form that does not ask. */
export function onFailureIn(values: Values): OnFailure | undefined {
  const chosen = chosenIn(values, BLOCK.onFailure);
  return ON_FAILURE.find((each) => each === chosen);
}
