import { fieldOf, rawOf } from '#src/relay/field.ts';
import type { ModifiableField } from '#src/relay/relay-task.ts';
import { valueText } from '#src/slack/kit/field-value.ts';
import type { Words } from '#src/slack/words/index.ts';
import { type Filled, shownTask } from './shown-fields.ts';

/** The hint of an input: it names an opaque value, which stays unless the input is changed. */
export function hintOf(
  field: ModifiableField,
  filled: Filled,
  words: Words,
  usual?: string,
): string | undefined {
  const task = shownTask(filled);
  const isOpaque = fieldOf(task, field).kind === 'opaque';
  const held = isOpaque ? words.form.holds(valueText(field, rawOf(task, field), words)) : undefined;
  return [held, usual].filter((part) => part !== undefined).join(' ') || undefined;
}
