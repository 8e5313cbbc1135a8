import type { ApprovalProject } from '#src/approval/approval-context.ts';
import { auditLine } from '#src/approval/audit/audit-line.ts';
import { type ChangeRequest, isNotHeld, type Person } from '#src/approval/record/change-request.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { changedFields } from '#src/relay/change.ts';
import {
  isPresetName,
  type OnFailure,
  type Preset,
  presetChangeOf,
  presetProblems,
} from '#src/relay/preset.ts';
import type { Problem } from '#src/relay/rules.ts';
import type { SourcePolicy } from '#src/relay/source-url.ts';

/** Presets of a project: those of its configuration, and those that approvers saved from applied requests. */

export interface StoredPreset extends Preset {
  readonly by: Person;
  readonly atMs: number;
  /** The request whose change it has. */
  readonly from: string;
}

/** A preset as it is offered and listed. */
export interface ListedPreset extends Preset {
  /** Undefined: it is in the configuration. */
  readonly stored?: Pick<StoredPreset, 'by' | 'atMs' | 'from'> | undefined;
  /** The configuration has a preset of this name, and that one is offered. */
  readonly isHidden: boolean;
  /** Why today's rules forbid it; it cannot be used then. */
  readonly problems: readonly Problem[];
}

export const STORED_PRESETS_MAX = 50;

/** Where presets are kept, by project of the cloud. A change is written together with its audit line, or not at all. */
export interface PresetStore {
  readonly all: (cloud: string) => Promise<readonly StoredPreset[]>;
  /** `gone`: there is no `remove`. `taken`: another one has the name of `put`. `full`: the limit is reached. */
  readonly write: (
    cloud: string,
    step: { readonly remove?: string | undefined; readonly put?: StoredPreset | undefined },
    line: string,
  ) => Promise<'written' | 'gone' | 'taken' | 'full'>;
}

export interface PresetProject extends Pick<ApprovalProject, 'name' | 'cloud' | 'policy' | 'send'> {
  readonly sources: SourcePolicy;
  /** Those of the configuration. */
  readonly presets: readonly Preset[];
}

export type PresetRefusal =
  | { readonly reason: 'not_allowed'; readonly refusal: Refusal }
  | { readonly reason: 'name_malformed' | 'in_file' | 'taken' | 'full' | 'gone' }
  /** Only an applied change can be saved. */
  | { readonly reason: 'not_applied' }
  /** The request changed only times, and a preset has none. */
  | { readonly reason: 'only_times' }
  | { readonly reason: 'forbidden'; readonly problems: readonly Problem[] };

export type PresetResult =
  | { readonly ok: true; readonly preset: StoredPreset }
  | { readonly ok: false; readonly refusal: PresetRefusal };

interface Deps {
  readonly store: PresetStore;
  readonly whyNoApprover: (
    project: ApprovalProject,
    person: Person,
  ) => Promise<Refusal | undefined>;
  readonly now: () => number;
}

export type Presets = ReturnType<typeof createPresets>;

export function createPresets(deps: Deps) {
  return {
    /** All presets of a project, those of the configuration first, each group by name. */
    of: (project: PresetProject) => presetsOf(deps.store, project),

    /** Why this person may not save, rename or remove presets, or undefined. */
    whyNot: (project: PresetProject, person: Person) => whyNot(deps, project, person),

    /** Saves the change of an applied request, without its times, under a new name. */
    async save(
      project: PresetProject,
      {
        name,
        request,
        person,
        onFailure,
      }: {
        readonly name: string;
        readonly request: ChangeRequest;
        readonly person: Person;
        readonly onFailure?: OnFailure | undefined;
      },
    ): Promise<PresetResult> {
      const refusal =
        (await whyNot(deps, project, person)) ??
        whyNotSavable(request, project) ??
        whyNotNamed(name, project);
      if (refusal) return { ok: false, refusal };
      const change = presetChangeOf(request.change);
      const put = { name, change, onFailure, by: person, atMs: deps.now(), from: request.id };
      return write(deps, project, { name: 'preset_save', person, put, preset: put });
    },

    async rename(
      project: PresetProject,
      { name, to, person }: { readonly name: string; readonly to: string; readonly person: Person },
    ): Promise<PresetResult> {
      const refusal = (await whyNot(deps, project, person)) ?? whyNotNamed(to, project);
      if (refusal) return { ok: false, refusal };
      const held = await storedNamed(deps, project, name);
      if (!held) return { ok: false, refusal: goneOrInFile(name, project) };
      const put = { ...held, name: to };
      const step = { name: 'preset_rename', person, remove: name, put, preset: put } as const;
      return write(deps, project, step);
    },

    /** Removes a saved preset; requests that were made from it stay as they are. */
    async remove(
      project: PresetProject,
      { name, person }: { readonly name: string; readonly person: Person },
    ): Promise<PresetResult> {
      const refusal = await whyNot(deps, project, person);
      if (refusal) return { ok: false, refusal };
      const held = await storedNamed(deps, project, name);
      if (!held) return { ok: false, refusal: goneOrInFile(name, project) };
      return write(deps, project, { name: 'preset_remove', person, remove: name, preset: held });
    },
  };
}

async function presetsOf(store: PresetStore, project: PresetProject): Promise<ListedPreset[]> {
  const { sources, presets, cloud } = project;
  const stored = await store.all(cloud);
  const listed = (preset: Preset): ListedPreset => {
    return { ...preset, isHidden: false, problems: presetProblems(preset.change, sources) };
  };
  return [
    ...presets.toSorted(byName).map(listed),
    ...stored.toSorted(byName).map(({ by, atMs, from, ...preset }) => ({
      ...listed(preset),
      isHidden: isInFile(preset.name, project),
      stored: { by, atMs, from },
    })),
  ];
}

function byName(one: Preset, other: Preset): number {
  return one.name < other.name ? -1 : 1;
}

async function whyNot(
  { whyNoApprover }: Deps,
  project: PresetProject,
  person: Person,
): Promise<PresetRefusal | undefined> {
  const refusal = await whyNoApprover(project, person);
  return refusal && { reason: 'not_allowed', refusal };
}

/** Why the change of a request cannot become a preset, or undefined. */
export function whyNotSavable(
  request: ChangeRequest,
  { sources }: Pick<PresetProject, 'sources'>,
): PresetRefusal | undefined {
  if (request.state !== 'applied' || request.batch || isNotHeld(request))
    return { reason: 'not_applied' };
  const change = presetChangeOf(request.change);
  if (changedFields(change).length === 0) return { reason: 'only_times' };
  const problems = presetProblems(change, sources);
  return problems.length > 0 ? { reason: 'forbidden', problems } : undefined;
}

function whyNotNamed(name: string, project: PresetProject): PresetRefusal | undefined {
  if (!isPresetName(name)) return { reason: 'name_malformed' };
  return isInFile(name, project) ? { reason: 'in_file' } : undefined;
}

function isInFile(name: string, { presets }: PresetProject): boolean {
  return presets.some((preset) => preset.name === name);
}

function goneOrInFile(name: string, project: PresetProject): PresetRefusal {
  return { reason: isInFile(name, project) ? 'in_file' : 'gone' };
}

async function storedNamed(
  { store }: Deps,
  { cloud }: PresetProject,
  name: string,
): Promise<StoredPreset | undefined> {
  return (await store.all(cloud)).find((preset) => preset.name === name);
}

async function write(
  { store, now }: Deps,
  project: PresetProject,
  step: {
    readonly name: 'preset_save' | 'preset_rename' | 'preset_remove';
    readonly person: Person;
    readonly remove?: string | undefined;
    readonly put?: StoredPreset | undefined;
    readonly preset: StoredPreset;
  },
): Promise<PresetResult> {
  const { name: event, person, remove, put, preset } = step;
  const line = auditLine({
    at: new Date(now()).toISOString(),
    event,
    project: project.name,
    cloud: project.cloud,
    person,
    note: [remove, put?.name].filter((name) => name !== undefined).join(' → '),
    change: preset.change,
    on_failure: preset.onFailure,
    from: preset.from,
  });
  const kind = await store.write(project.cloud, { remove, put }, line);
  return kind === 'written' ? { ok: true, preset } : { ok: false, refusal: { reason: kind } };
}
