import { given } from '#src/basics/given.ts';
import { fieldOf, rawOf } from '#src/relay/field.ts';
import type { ModifiableField } from '#src/relay/relay-task.ts';
import { plain } from '#src/slack/kit/blocks.ts';
import { valueText } from '#src/slack/kit/field-value.ts';
import type { Words } from '#src/slack/words/index.ts';
import { type Filled, shownTask } from './shown-fields.ts';

/** The hint of an input: it names an opaque value, which stays unless the input is changed. */
export function hintOf(field: ModifiableField, filled: Filled, words: Words, usual?: string) {
  const task = shownTask(filled);
  const isOpaque = fieldOf(task, field).kind === 'opaque';
  const held = isOpaque ? words.form.holds(valueText(field, rawOf(task, field), words)) : undefined;
  const text = [held, usual].filter((part) => part !== undefined).join(' ');
  return given({ hint: text ? plain(text) : undefined });
}
