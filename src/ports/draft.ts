import type { Person } from '#src/approval/change-request.ts';
import type { ModifiableField, ModifiableFields, RelayTask } from '#src/relay/relay-task.ts';
import type { PassedStart } from '#src/relay/revert.ts';

/** How long an open form is kept, in hours; the sentences about an expired form say it too. */
export const DRAFT_TTL_HOURS = 24;

/** What a form is opened for, when it is not just any change. */
export type Purpose = 'pause' | 'resume' | 'extend';

/** A form that is open in front of somebody, and what it was filled from. */
export interface Draft {
  readonly person: Person;
  /** The project's name; undefined until it is chosen. */
  readonly project?: string | undefined;
  /** The task as it was read for the form: the base of the change. Undefined until it is chosen. */
  readonly base?: RelayTask | undefined;
  /** What the form shows where that differs from the task: a request being edited or asked for again, or a revert. */
  readonly prefill?: ModifiableFields | undefined;
  /** What the form was opened for; the task may turn out to be so already. */
  readonly purpose?: Purpose | undefined;
  /** The request that is being edited. */
  readonly edits?: string | undefined;
  /** Which content of that request the form was filled from. */
  readonly editsContent?: number | undefined;
  /** The request that is being reverted. */
  readonly reverts?: string | undefined;
  /** Fields that it changed and that held something which cannot be asked for. */
  readonly notAskable?: readonly ModifiableField[] | undefined;
  /** The start before that request, where it has passed. */
  readonly passedStart?: PassedStart | undefined;
  /** The request that is asked for again. */
  readonly repeats?: string | undefined;
  readonly reason?: string | undefined;
  readonly applyAtMs?: number | undefined;
  /** How many boxes for source URLs the form has. */
  readonly urlBoxes: number;
  /** How many files have filled them. */
  readonly filesRead?: number | undefined;
}

export interface DraftStore {
  readonly save: (id: string, draft: Draft) => Promise<void>;
  readonly load: (id: string) => Promise<Draft | undefined>;
  /** The draft, and the request id that belongs to it: the same one however often it is submitted. */
  readonly submit: (
    id: string,
  ) => Promise<{ readonly draft: Draft; readonly id: string } | undefined>;
}
