import type { ApprovalContext, ApprovalProject } from './approval-context.ts';
import { type ProjectPolicy, withVersion } from './policy/requirement.ts';

/**
 * Replicas see a changed relaydesk.yml at different moments. Until each of them has it, a decision has to satisfy the
 * policies of all: a stricter rule applies at once, a laxer one only when no replica holds the stricter one any more.
 */
export interface PolicyRecord {
  /** Counts the policies that came into force. */
  readonly sequence: number;
  /** Version of the latest policy, and when it came into force, in Unix milliseconds. */
  readonly newest: string;
  readonly sinceMs: number;
  /** When the latest versions came into force, as numbers of the sequence. */
  readonly taken: Readonly<Record<string, number>>;
  /** The version by which each replica decides. */
  readonly holders: Readonly<Record<string, string>>;
  /** The policies that are held, and the newest, by version. */
  readonly policies: Readonly<Record<string, ProjectPolicy>>;
}

export type VersionedPolicy = ProjectPolicy & { readonly version: string };

export interface Holding {
  readonly replica: string;
  readonly policy: VersionedPolicy;
  /**
   * Number of the policy that this one replaces in this replica; undefined: the replica started with it, or has it
   * already.
   */
  readonly after?: number | undefined;
  readonly isAlive: (replica: string) => boolean;
  readonly nowMs: number;
}

/** How many versions are remembered, to tell a replica that is late from one that went back to an older file. */
const TAKEN_MAX = 50;

/**
 * The record after a replica holds a policy. The policy comes into force unless the replica is only late: another
 * replica holds the newest one, and this one came before it.
 */
export function withHolding(record: PolicyRecord | undefined, holding: Holding): PolicyRecord {
  const { replica, policy, after, isAlive, nowMs } = holding;
  const { version } = policy;
  const others = Object.entries(record?.holders ?? {}).filter(
    ([other]) => other !== replica && isAlive(other),
  );
  const holders = { ...Object.fromEntries(others), [replica]: version };
  const number = record?.taken[version];
  const isNewestHeld = others.some(([, held]) => held === record?.newest);
  const isLate = number !== undefined && isNewestHeld && (after === undefined || number > after);
  const policies = { ...record?.policies, [version]: policy };
  if (record && (record.newest === version || isLate)) {
    return trimmed({ ...record, holders, policies });
  }
  const sequence = (record?.sequence ?? 0) + 1;
  const taken = { ...record?.taken, [version]: sequence };
  return trimmed({ sequence, newest: version, sinceMs: nowMs, taken, holders, policies });
}

/** Drops policies that nobody holds, and old numbers. */
function trimmed(record: PolicyRecord): PolicyRecord {
  const { sequence, newest, taken, holders, policies } = record;
  const held = [newest, ...Object.values(holders)];
  return {
    ...record,
    taken: only(taken, (_version, number) => number > sequence - TAKEN_MAX),
    policies: only(policies, (version) => held.includes(version)),
  };
}

function only<Value>(
  values: Readonly<Record<string, Value>>,
  isKept: (name: string, value: Value) => boolean,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => isKept(name, value)));
}

/** The policies that a decision has to satisfy: the newest, and those of running replicas. */
export function policiesHeld(
  { newest, holders, policies }: PolicyRecord,
  isAlive: (replica: string) => boolean,
): ProjectPolicy[] {
  const alive = Object.keys(holders).filter(isAlive);
  const versions = new Set([newest, ...alive.map((replica) => holders[replica])]);
  return [...versions].flatMap((version) => policies[version ?? ''] ?? []);
}

const NOBODY = { users: [], usergroups: [] };

/** Used for a project that a replica no longer has: nobody can request or approve anything. */
export const REMOVED = withVersion({
  quorum: 1,
  approvers: NOBODY,
  requesters: NOBODY,
  expiresAfterMs: 0,
  rules: [],
  freeze: [],
});

/** All policies that apply to a project. Its own is the last. */
export function policiesOf(
  { inForce }: Pick<ApprovalContext, 'inForce'>,
  { cloud, policy: own }: Pick<ApprovalProject, 'cloud' | 'policy'>,
): readonly ProjectPolicy[] {
  return [...inForce(cloud).filter(({ version }) => version !== own.version), own];
}
