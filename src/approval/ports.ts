import type { Approvers, ChangeRequest, Person } from './change-request.ts';
import type { Effects } from './effects.ts';
import type { Membership } from './policy.ts';
import type { SlotPerson } from './slots.ts';

/**
 * Where requests are kept. `commit` writes the next version with all its effects in one atomic
 * step, or nothing: `stale` hands back the record that won, `locked` says that another request is
 * running on the same relay task, `taken` that somebody has another one open for it, `many` that
 * they have as many open as they may. What is `following` is written with it: both, or nothing.
 */
export interface RequestStore {
  /** Ids of the open requests for a relay task, the oldest first. */
  readonly openOn: (project: string, taskId: string) => Promise<readonly string[]>;
  readonly load: (id: string) => Promise<ChangeRequest | undefined>;
  /** Requests that a query finds: open ones by urgency, all others the newest first. */
  readonly page: (query: RequestQuery) => Promise<RequestPage>;
  readonly commit: (next: ChangeRequest, effects: Effects, following?: Step) => Promise<Commit>;
}

/** The next version of a request, and what has to be written beside it. */
export interface Step {
  readonly next: ChangeRequest;
  readonly effects: Effects;
}

/**
 * `open` holds the pending ones too. `unreviewed`: closed, run without approval, and nobody else has
 * reviewed it yet.
 */
export type Scope = 'open' | 'pending' | 'closed' | 'unreviewed' | 'all';

export interface RequestQuery {
  /** Names of projects; what is found in them is put in one order. */
  readonly projects: readonly string[];
  readonly scope: Scope;
  /** Only those that one person asked for, or those for one relay task. */
  readonly of?: { readonly requester: Person } | { readonly taskId: string } | undefined;
  /** `next` of the page before; undefined for the first page. */
  readonly before?: string | undefined;
  /** At most how many; 0 only counts. */
  readonly limit: number;
}

export interface RequestPage {
  /**
   * Open and pending ones by urgency, closed ones by the time at which they were closed, all by that at which they were made. Each is
   * as it stands now: one that moved on in the meantime may be in another state than was asked for.
   */
  readonly requests: readonly ChangeRequest[];
  /** How many there are on all pages. */
  readonly total: number;
  /** Where the next page begins; undefined on the last one. At most 40 characters. */
  readonly next?: string | undefined;
}

export type Commit =
  | { readonly kind: 'written' }
  | { readonly kind: 'stale'; readonly current: ChangeRequest | undefined }
  | { readonly kind: 'locked' | 'taken'; readonly by: string }
  | { readonly kind: 'many'; readonly open: number };

/** Who people are. Throws when the look-up fails: a decision must then be refused, never widened. */
export interface Directory {
  readonly membership: (person: Person, usergroups: readonly string[]) => Promise<Membership>;
  /**
   * Full members who are on the lists, until there are enough of those who are needed; undefined where that is not
   * known. Never throws; nobody decides by it.
   */
  readonly activeOn: (
    lists: readonly Approvers[],
    until: {
      readonly isNeeded: (found: readonly SlotPerson[], person: SlotPerson) => boolean;
      readonly isEnough: (found: readonly SlotPerson[]) => boolean;
    },
  ) => Promise<readonly SlotPerson[] | undefined>;
}
