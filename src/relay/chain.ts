import { given } from '../basics/given.ts';
import { type Change, changeFrom } from './change.ts';
import { differencesAfter, type FieldDifference } from './drift.ts';
import type { Payload } from './payload.ts';
import type { ModifiableField, ModifiableFields, RelayTask } from './relay-task.ts';
import { beforeState } from './revert.ts';

/** The task as a payload will leave it: what later changes in a chain are built on. */
export function taskAfter(base: RelayTask, payload: Payload): RelayTask {
  return { ...base, ...payload };
}

/** What undoes a change later, and which of its fields cannot be undone. */
export interface SettingBack {
  /** The task as the change will leave it. */
  readonly base: RelayTask;
  readonly change: Change;
  readonly notAskable: readonly ModifiableField[];
}

/**
 * The change that sets a task back at a moment, in Unix milliseconds. A playlist goes back in the way in which the
 * change put it on: the refresh type belongs to a change and is not set back.
 */
export function settingBack(
  first: { readonly base: RelayTask; readonly change: Change; readonly payload: Payload },
  atMs: number,
): SettingBack {
  const base = taskAfter(first.base, first.payload);
  const { prefill, notAskable } = beforeState(first, base, atMs);
  const { vod_refresh_type: refresh, ...others } = prefill;
  const wanted: ModifiableFields = first.change.source_urls
    ? others
    : { ...others, ...given({ vod_refresh_type: refresh }) };
  const change = changeFrom(base, wanted);
  return { base, change, notAskable };
}

/**
 * Fields that a payload carries and in which a task is not as it was foretold. The payload would set them to what
 * nobody decided on.
 */
export function differsFromForetold(
  { base, payload }: { readonly base: RelayTask; readonly payload: Payload },
  found: RelayTask,
): FieldDifference[] {
  return differencesAfter(base, {}, found).filter(({ field }) => payload[field] !== undefined);
}
