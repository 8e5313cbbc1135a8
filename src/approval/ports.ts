import type { ChangeRequest, Person } from './change-request.ts';
import type { Standing } from './policy.ts';
import type { Effects } from './effects.ts';

/**
 * Where requests are kept. `commit` writes the next version with all its effects in one atomic
 * step, or nothing: `stale` hands back the record that won, `locked` says that another request is
 * running on the same relay task.
 */
export interface RequestStore {
  /** The request id that belongs to a draft: the same one however often its form is submitted. */
  readonly idFor: (draftId: string) => Promise<string>;
  /** Ids of the open requests for a relay task, the oldest first. */
  readonly openOn: (project: string, taskId: string) => Promise<readonly string[]>;
  readonly load: (id: string) => Promise<ChangeRequest | undefined>;
  readonly commit: (next: ChangeRequest, effects: Effects) => Promise<Commit>;
}

export type Commit =
  | { readonly kind: 'written' }
  | { readonly kind: 'stale'; readonly current: ChangeRequest | undefined }
  | { readonly kind: 'locked'; readonly by: string };

/** Who people are. Throws when the look-up fails: a decision must then be refused, never widened. */
export interface Directory {
  readonly standing: (person: Person, usergroups: readonly string[]) => Promise<Standing>;
}
