import type { ApprovalContext, ApprovalProject } from './approval-context.ts';
import { type ProjectPolicy, withVersion } from './requirement.ts';

/**
 * Replicas see a changed relaydesk.yml at different moments. Until each of them has taken it, a decision is held to the
 * policies of all: what became stricter counts at once, what became laxer once nobody holds the stricter any more.
 */
export interface PolicyRecord {
  /** Counts the policies that came into force. */
  readonly sequence: number;
  /** Version of the one that came last, and when, in Unix milliseconds. */
  readonly newest: string;
  readonly sinceMs: number;
  /** When the latest versions came last, as numbers of the sequence. */
  readonly taken: Readonly<Record<string, number>>;
  /** The version that each replica decides by. */
  readonly holders: Readonly<Record<string, string>>;
  /** Those that are held, and the newest, by version. */
  readonly policies: Readonly<Record<string, ProjectPolicy>>;
}

/** A policy of a project with its version. */
export type VersionedPolicy = ProjectPolicy & { readonly version: string };

/** What a replica does with a policy. */
export interface Holding {
  readonly replica: string;
  readonly policy: VersionedPolicy;
  /** Number of the policy that this one takes the place of in this replica; undefined: it started with it, or has it already. */
  readonly after?: number | undefined;
  /** Whether another replica is alive. */
  readonly isAlive: (replica: string) => boolean;
  readonly nowMs: number;
}

/** So many versions are remembered, to tell a replica that comes late from one that went back to an older file. */
const TAKEN_MAX = 50;

/**
 * The record once a replica holds a policy. It comes into force unless the replica only comes late: the newest one is
 * held by another replica, and this one came before it.
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

/** Without policies that nobody holds, and numbers from long ago. */
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

/** The policies that decisions are held to: the newest, and those of replicas that are alive. */
export function policiesHeld(
  { newest, holders, policies }: PolicyRecord,
  isAlive: (replica: string) => boolean,
): ProjectPolicy[] {
  const alive = Object.keys(holders).filter(isAlive);
  const versions = new Set([newest, ...alive.map((replica) => holders[replica])]);
  return [...versions].flatMap((version) => policies[version ?? ''] ?? []);
}

const NOBODY = { users: [], usergroups: [] };

/** Held for a project that a replica has no longer: nobody can ask for or approve anything. */
export const REMOVED = withVersion({
  quorum: 1,
  approvers: NOBODY,
  requesters: NOBODY,
  expiresAfterMs: 0,
  rules: [],
  freeze: [],
});

/** Every policy that a project is held to. Its own is the last. */
export function policiesOf(
  { inForce }: Pick<ApprovalContext, 'inForce'>,
  { cloud, policy: own }: Pick<ApprovalProject, 'cloud' | 'policy'>,
): readonly ProjectPolicy[] {
  return [...inForce(cloud).filter(({ version }) => version !== own.version), own];
}
