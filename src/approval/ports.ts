import type { Membership } from './policy/policy.ts';
import type { Approvers, ChangeRequest, Person } from './record/change-request.ts';
import type { SlotPerson } from './record/slots.ts';
import type { Effects } from './states/effects.ts';
import type { ScheduledRun } from './states/scheduled-runs.ts';

/**
 * Where requests are kept. `commit` writes the next version with all its effects in one atomic step, or nothing.
 * `stale` returns the version that won; `locked`: another request is running on the same relay task; `taken`: the
 * person has another one open for it; `many`: they have reached their limit; `crowded`: the
 * task has another open request than when a link was checked. `following` is written together with it:
 * both, or neither.
 */
export interface RequestStore {
  /** Ids of the open requests for a relay task, the oldest first. */
  readonly openOn: (project: string, taskId: string) => Promise<readonly string[]>;
  readonly load: (id: string) => Promise<ChangeRequest | undefined>;
  /** Requests that match a query: open ones by urgency, all others newest first. */
  readonly page: (query: RequestQuery) => Promise<RequestPage>;
  /** What is to run at a time, the earliest first. */
  readonly schedule: (query: ScheduleQuery) => Promise<SchedulePage>;
  readonly commit: (next: ChangeRequest, effects: Effects, following?: Step) => Promise<Commit>;
}

/** The next version of a request, and what has to be written together with it. */
export interface Step {
  readonly next: ChangeRequest;
  readonly effects: Effects;
}

/** `open` includes the pending ones. `unreviewed`: closed, run without approval, and not signed off by anybody else. */
export type Scope = 'open' | 'pending' | 'closed' | 'unreviewed' | 'all';

interface Query {
  /** Names of projects; what is found in them is put in one order. */
  readonly projects: readonly string[];
  /** `next` of the page before; undefined for the first page. */
  readonly before?: string | undefined;
  /** The most to return; 0 only counts. */
  readonly limit: number;
}

interface Page {
  /** How many there are on all pages; of a schedule, at all times. */
  readonly total: number;
  /** Where the next page begins; undefined on the last one. At most 40 characters. */
  readonly next?: string | undefined;
}

export interface RequestQuery extends Query {
  readonly scope: Scope;
  /** Only those that one person requested, or those for one relay task. */
  readonly of?: { readonly requester: Person } | { readonly taskId: string } | undefined;
}

export interface RequestPage extends Page {
  /**
   * Open and pending ones by urgency, closed ones by when they were closed, others by when they were made. Each is as
   * it is now, so its state may differ from the one that was asked for.
   */
  readonly requests: readonly ChangeRequest[];
}

export interface ScheduleQuery extends Query {
  /** Only the runs of one relay task. */
  readonly taskId?: string | undefined;
  /** Only runs from a moment on and before another, in Unix milliseconds. */
  readonly span?: { readonly fromMs: number; readonly untilMs: number } | undefined;
}

export interface SchedulePage extends Page {
  readonly runs: readonly ScheduledRun[];
}

export type Commit =
  | { readonly kind: 'written' }
  | { readonly kind: 'stale'; readonly current: ChangeRequest | undefined }
  | { readonly kind: 'locked' | 'taken' | 'crowded'; readonly by: string }
  | { readonly kind: 'many'; readonly open: number };

/** Who people are. Throws if the look-up fails: the decision must then be refused, never let through. */
export interface Directory {
  readonly membership: (person: Person, usergroups: readonly string[]) => Promise<Membership>;
  /**
   * Full members on the lists, until there are as many as needed; undefined if unknown. Never throws; no decision
   * uses it.
   */
  readonly activeOn: (
    lists: readonly Approvers[],
    until: {
      readonly isNeeded: (found: readonly SlotPerson[], person: SlotPerson) => boolean;
      readonly isEnough: (found: readonly SlotPerson[]) => boolean;
    },
  ) => Promise<readonly SlotPerson[] | undefined>;
}
