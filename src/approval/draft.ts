import type { RelayTask } from '#src/relay/relay-task.ts';
import type { Person } from './change-request.ts';

/** A form that is open in front of somebody, and what it was filled from. */
export interface Draft {
  readonly person: Person;
  /** The project's name; undefined until it is chosen. */
  readonly project?: string | undefined;
  /** The task as it was read for the form: the base of the change. Undefined until it is chosen. */
  readonly base?: RelayTask | undefined;
  /** How many boxes for source URLs the form has. */
  readonly urlBoxes: number;
}

export interface DraftStore {
  readonly save: (id: string, draft: Draft) => Promise<void>;
  readonly load: (id: string) => Promise<Draft | undefined>;
}
