import type { Foretold } from '#src/approval/links/predecessor.ts';
import type { Person } from '#src/approval/record/change-request.ts';
import type { BatchSubmission, BatchTask } from '#src/approval/submit/submit-batch.ts';
import type { ModifiableField, ModifiableFields, RelayTask } from '#src/relay/relay-task.ts';
import type { PassedStart } from '#src/relay/revert.ts';

/** How long an open form is kept, in hours; sentences about expired forms mention it. */
export const DRAFT_TTL_HOURS = 24;

export type Purpose = 'pause' | 'resume' | 'extend';

/** An open form, and what it was filled from. */
export interface Draft {
  readonly person: Person;
  /** The project's name; undefined until it is chosen. */
  readonly project?: string | undefined;
  /** The task as read for the form, which is the base of the change. Undefined until it is chosen. */
  readonly base?: RelayTask | undefined;
  /** What the form shows instead of the task's values: an edit, a repetition or a revert of a request. */
  readonly prefill?: ModifiableFields | undefined;
  readonly purpose?: Purpose | undefined;
  /** The request that is being edited. */
  readonly edits?: string | undefined;
  /** Whether its way back is a request of its own already, which the form leaves alone. */
  readonly hasParted?: boolean | undefined;
  /** The content version that the form was filled from. */
  readonly editsContent?: number | undefined;
  /** The request that is being reverted. */
  readonly reverts?: string | undefined;
  /** Fields of that request whose previous values cannot be requested. */
  readonly notAskable?: readonly ModifiableField[] | undefined;
  /** The start before that request, if it has passed. */
  readonly passedStart?: PassedStart | undefined;
  /** The request that is requested again. */
  readonly repeats?: string | undefined;
  /** Its times that have passed, which the form does not hold, in Unix milliseconds. */
  readonly passedTimes?:
    | { readonly applyAtMs?: number | undefined; readonly thenBackMs?: number | undefined }
    | undefined;
  /** The request that this follows, when that runs and from when on this can, in Unix milliseconds. */
  readonly follows?: Pick<Foretold, 'id' | 'atMs' | 'fromMs'> | undefined;
  readonly reason?: string | undefined;
  /** User ids of people to ping, in addition to those of the configuration. */
  readonly called?: readonly string[] | undefined;
  readonly applyAtMs?: number | undefined;
  /** When the change is to be undone, in Unix milliseconds. */
  readonly thenBackMs?: number | undefined;
  /** The choice of many tasks, and of what to change on them. */
  readonly pick?: PickDraft | undefined;
  /** A form for many tasks, each with what it would change there. */
  readonly batch?: BatchDraft | undefined;
  readonly urlBoxes: number;
  /** How many times a file or a preset has filled them. */
  readonly filesRead?: number | undefined;
  /** The presets that have filled fields of the form. */
  readonly filled?: FilledByPresets | undefined;
}

export interface PickDraft {
  /** `label` is what the option of the task says. */
  readonly tasks: readonly { readonly id: string; readonly label: string }[];
  readonly preset?: string | undefined;
  /** What was typed; it counts for more than the preset. */
  readonly change: ModifiableFields;
}

export interface BatchDraft extends Pick<
  BatchSubmission,
  'preset' | 'reverts' | 'onFailure' | 'left'
> {
  readonly tasks: readonly BatchDraftTask[];
}

export interface BatchDraftTask extends BatchTask {
  /** Fields of that request whose previous values cannot be requested. */
  readonly notAskable?: readonly ModifiableField[] | undefined;
}

/** How many presets have filled a form, and for each field that one did, which of them was the last. */
export interface FilledByPresets {
  readonly count: number;
  readonly fields: { readonly [Field in ModifiableField]?: number };
}

export interface DraftStore {
  readonly save: (id: string, draft: Draft) => Promise<void>;
  readonly load: (id: string) => Promise<Draft | undefined>;
  /** The draft and its request id, the same one each time it is submitted; with a way back, that has an id too. */
  readonly submit: (
    id: string,
    hasWayBack?: boolean,
  ) => Promise<
    | { readonly draft: Draft; readonly id: string; readonly wayBackId?: string | undefined }
    | undefined
  >;
}
