import { rawOf, sameValue } from './field.ts';
import {
  MODIFIABLE_FIELDS,
  type ModifiableField,
  type ModifiableFields,
  type RelayTask,
} from './relay-task.ts';

/** What somebody asks for: only the fields that should differ from the task as it was shown. */
export type Change = ModifiableFields;

/** The fields of `wanted` whose value differs from `base`. */
export function changeFrom(base: RelayTask, wanted: ModifiableFields): Change {
  const differing = MODIFIABLE_FIELDS.filter(
    (field) => wanted[field] !== undefined && !sameValue(field, rawOf(base, field), wanted[field]),
  );
  return Object.fromEntries(differing.map((field) => [field, wanted[field]]));
}

/** The fields a change touches, in the order people read them. */
export function changedFields(change: Change): ModifiableField[] {
  return MODIFIABLE_FIELDS.filter((field) => change[field] !== undefined);
}
