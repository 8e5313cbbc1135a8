import { type Change, changedFields } from '#src/relay/change.ts';
import { isLiveNow } from '#src/relay/consequence.ts';
import type { ModifiableField, RelayTask } from '#src/relay/relay-task.ts';
import type { Approvers, PolicySnapshot } from './change-request.ts';

/** What a project asks of its changes, from the configuration. */
export interface ProjectPolicy {
  readonly quorum: number;
  readonly approvers: Approvers;
  readonly expiresAfterMs: number;
  readonly remindAfterMs?: number | undefined;
  readonly escalate?: { readonly afterMs: number; readonly to: Approvers } | undefined;
  readonly rules: readonly PolicyRule[];
  readonly freeze: readonly FreezeWindow[];
  /** Undefined: every full member of the workspace may ask. */
  readonly requesters?: Approvers | undefined;
}

/** A condition over the change, and what it asks for. Every part of `when` must hold. */
export interface PolicyRule {
  readonly when: {
    /** At least one of these fields is changed. */
    readonly fields?: readonly ModifiableField[] | undefined;
    /** And no other field is. */
    readonly only?: boolean | undefined;
    /** The change sets this status. */
    readonly status?: string | undefined;
    /** The task is on air, or it is not. */
    readonly live_now?: boolean | undefined;
    /** The task would end earlier than it does. */
    readonly ends_earlier?: boolean | undefined;
    /** A source is taken off the list. */
    readonly removes_sources?: boolean | undefined;
  };
  readonly quorum: number;
  /** Only these may approve; left out, the project's approvers may. */
  readonly approvers?: Approvers | undefined;
  readonly expiresAfterMs?: number | undefined;
}

/** A time in which nothing is changed. */
export interface FreezeWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: string;
}

/**
 * What a change to `base` needs at this moment. Every rule that matches counts, and of each demand
 * the strictest: the largest quorum, the shortest deadline, and every list of approvers. The
 * project's own quorum holds where no rule matches.
 */
export function requirementFor(input: {
  readonly policy: ProjectPolicy;
  readonly base: RelayTask;
  readonly change: Change;
  readonly nowMs: number;
}): PolicySnapshot & { readonly expiresAfterMs: number } {
  const { policy } = input;
  const matching = policy.rules.filter((rule) => matches(rule, input));
  const quorums = matching.map(({ quorum }) => quorum);
  const lists = matching.flatMap(({ approvers }) => (approvers ? [approvers] : []));
  const deadlines = matching.flatMap(({ expiresAfterMs }) => expiresAfterMs ?? []);
  return {
    quorum: matching.length === 0 ? policy.quorum : Math.max(...quorums),
    approverLists: lists.length === 0 ? [policy.approvers] : lists,
    rules: matching.map(ruleText),
    expiresAfterMs: Math.min(policy.expiresAfterMs, ...deadlines),
  };
}

/** The stricter of what was asked for at the submit and what would be asked for today. */
export function stricter(then: PolicySnapshot, today: PolicySnapshot): PolicySnapshot {
  return {
    quorum: Math.max(then.quorum, today.quorum),
    approverLists: [...then.approverLists, ...today.approverLists],
    rules: [...new Set([...then.rules, ...today.rules])],
  };
}

/** The freeze that holds at a moment, if any. Its end is not part of it. */
export function freezeAt(policy: ProjectPolicy, atMs: number): FreezeWindow | undefined {
  return policy.freeze.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
}

function matches(
  { when }: PolicyRule,
  input: { readonly base: RelayTask; readonly change: Change; readonly nowMs: number },
): boolean {
  const { base, change, nowMs } = input;
  const fields = changedFields(change);
  const listed = when.fields ?? fields;
  return [
    when.fields === undefined || fields.some((field) => listed.includes(field)),
    when.only !== true || fields.every((field) => listed.includes(field)),
    when.status === undefined || change.status === when.status,
    when.live_now === undefined || isLiveNow(base, nowMs) === when.live_now,
    when.ends_earlier === undefined || endsEarlier(base, change) === when.ends_earlier,
    when.removes_sources === undefined || removesSources(base, change) === when.removes_sources,
  ].every(Boolean);
}

function endsEarlier(base: RelayTask, { end_time: end }: Change): boolean {
  // A task without an end that gets one ends earlier than it would have.
  return end !== undefined && (!base.end_time || Date.parse(end) < Date.parse(base.end_time));
}

function removesSources(base: RelayTask, { source_urls: urls }: Change): boolean {
  return urls !== undefined && (base.source_urls ?? []).some((url) => !urls.includes(url));
}

/** A rule as it stands in the configuration, for the record and for people. */
function ruleText({ when, quorum }: PolicyRule): string {
  const conditions = Object.entries(when)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`);
  return `${conditions.join('; ') || 'always'} → quorum ${quorum}`;
}
