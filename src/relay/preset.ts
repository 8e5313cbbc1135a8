import type { Change } from './change.ts';
import { MODIFIABLE_FIELDS, type ModifiableField, type ModifiableFields } from './relay-task.ts';
import { type Problem, problemsOf } from './rules.ts';
import type { SourcePolicy } from './source-url.ts';

/** What becomes of the other tasks of a batch when one is not applied: they run all the same, or people are asked first. */
export const ON_FAILURE = ['go_on', 'stop'] as const;

export type OnFailure = (typeof ON_FAILURE)[number];

/** A named set of changes that fits any task. */
export interface Preset {
  readonly name: string;
  /** Never empty, and without times: a moment is right for one task on one day. */
  readonly change: Change;
  /** Undefined: as the project says. */
  readonly onFailure?: OnFailure | undefined;
}

/** The fields that a preset may set, in reading order. */
export const PRESET_FIELDS = MODIFIABLE_FIELDS.filter(
  (field): field is PresetField => field !== 'start_time' && field !== 'end_time',
);

export type PresetField = Exclude<ModifiableField, 'start_time' | 'end_time'>;

/** Characters of a name, so that an option of a select shows it whole. */
export const PRESET_NAME_MAX = 40;

const NAME = /^[a-z0-9][a-z0-9_-]*$/;

/** Words that mean something else after `/relay presets`. */
const RESERVED = ['rename', 'remove'];

/** Whether a preset may have this name: people type it in a command. */
export function isPresetName(name: string): boolean {
  return NAME.test(name) && name.length <= PRESET_NAME_MAX && !RESERVED.includes(name);
}

/** What a preset keeps of a change: everything but its times. */
export function presetChangeOf(change: ModifiableFields): Change {
  return Object.fromEntries(
    PRESET_FIELDS.flatMap((field) => (change[field] === undefined ? [] : [[field, change[field]]])),
  );
}

/** Everything that is wrong with a preset, whatever task it is for. The same rules as for a change. */
export function presetProblems(change: Change, sources: SourcePolicy): Problem[] {
  return problemsOf({ base: { task_id: '' }, change, sources, nowMs: 0 });
}
