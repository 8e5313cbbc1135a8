import { sha256 } from '#src/basics/sha256.ts';
import { policyLine } from '#src/approval/audit/audit-line.ts';
import {
  policiesHeld,
  type PolicyRecord,
  REMOVED,
  type VersionedPolicy,
  withHolding,
} from '#src/approval/policies-in-force.ts';
import type { ProjectPolicy } from '#src/approval/policy/requirement.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, jsonAt, script } from '#src/redis/script.ts';

const holdScript = script('sha256', 'append-audit', 'hold-policy');

/** Every loss is the progress of another replica. */
const ATTEMPTS_MAX = 1_000;
/** For so long replicas may differ without a word, in milliseconds: files arrive at different moments. */
const DIFFER_MS = 60_000;

/** A project of the configuration with the policy that it has there. */
export interface PolicyOfProject {
  readonly name: string;
  readonly cloud: string;
  readonly policy: VersionedPolicy;
}

/** Where the replicas are not of one mind, by the names of projects. */
export interface PolicyDifferences {
  /** This replica does not have the newest policy. */
  readonly own: readonly string[];
  /** Some replica that is alive has not had the newest one for a minute. */
  readonly lasting: readonly string[];
}

interface Deps {
  readonly redis: Connection;
  readonly replica: string;
  readonly now: () => number;
}

interface Known extends Deps {
  /** The policy that this replica holds in each project of the cloud, with its number at that time. */
  readonly mine: Map<string, PolicyOfProject & { readonly number: number }>;
  readonly records: Map<string, PolicyRecord | undefined>;
  /** The value of `keys.policiesVersion` at which the records were read. */
  heard: string | null;
  dead: ReadonlySet<string>;
}

export type PolicyStore = ReturnType<typeof createPolicyStore>;

/** The policies by which the replicas decide, one record for each project of the cloud. */
export function createPolicyStore(deps: Deps) {
  const known: Known = {
    ...deps,
    mine: new Map(),
    records: new Map(),
    heard: null,
    dead: new Set(),
  };
  return {
    /** The policies that decisions in a project are held to, as far as was heard. */
    inForce: (cloud: string): readonly ProjectPolicy[] => {
      const record = known.records.get(cloud);
      return record ? policiesHeld(record, aliveIn(known)) : [];
    },

    /** Called with the value of `keys.policiesVersion` by whatever a decision begins with. */
    hear: (told: string | null): Promise<void> => hear(known, told),

    /**
     * Holds the policies of a configuration: at a start, and before another one is in force here. A project that is not in
     * it any more is held closed, for replicas that still have it.
     */
    take: (projects: readonly PolicyOfProject[]): Promise<void> => take(known, projects),

    /**
     * Makes sure that the store knows the policies of this replica, those of `projects`, and returns where replicas
     * differ. Never while a file is being taken.
     */
    async look(projects: readonly PolicyOfProject[]): Promise<PolicyDifferences> {
      const { redis, mine } = known;
      // What could not be taken as a whole is given up with the file.
      const isOther = projects.some(
        ({ cloud, policy }) => mine.get(cloud)?.policy.version !== policy.version,
      );
      if (isOther) await take(known, projects);
      await hear(known, await redis.get(keys.policiesVersion));
      await findDead(known);
      for (const project of mine.values()) {
        if (isToHold(known, project)) await hold(known, project);
      }
      return differencesIn(known);
    },
  };
}

function aliveIn({ replica, dead }: Known): (other: string) => boolean {
  return (other) => other === replica || !dead.has(other);
}

/** Reads the records again if they are others by now. */
async function hear(known: Known, told: string | null): Promise<void> {
  if (told === known.heard) return;
  await readAll(known, [...known.mine.keys()]);
  known.heard = told;
}

async function readAll({ redis, records }: Known, clouds: readonly string[]): Promise<void> {
  const found = await Promise.all(
    clouds.map((cloud) => jsonAt<PolicyRecord>(redis, keys.policies(cloud))),
  );
  clouds.forEach((cloud, nth) => records.set(cloud, found[nth]));
}

async function take(known: Known, projects: readonly PolicyOfProject[]): Promise<void> {
  const { mine } = known;
  const clouds = new Set(projects.map(({ cloud }) => cloud));
  const gone = [...mine.values()]
    .filter(({ cloud }) => !clouds.has(cloud))
    .map(({ name, cloud }) => ({ name, cloud, policy: REMOVED }));
  const all = [...projects, ...gone];
  await readAll(
    known,
    all.map(({ cloud }) => cloud),
  );
  await findDead(known);
  for (const project of all) {
    const held = mine.get(project.cloud);
    const isSame = held?.policy.version === project.policy.version;
    await hold(known, project, isSame ? undefined : held?.number);
  }
}

/** The store has lost it, or nobody who is alive has the newest one. */
function isToHold(known: Known, { cloud, policy }: PolicyOfProject): boolean {
  const record = known.records.get(cloud);
  if (record?.holders[known.replica] !== policy.version) return true;
  const isAlive = aliveIn(known);
  return !Object.entries(record.holders).some(
    ([other, version]) => isAlive(other) && version === record.newest,
  );
}

function differencesIn(known: Known): PolicyDifferences {
  const isAlive = aliveIn(known);
  const nowMs = known.now();
  const isLasting = ({ holders, newest, sinceMs }: PolicyRecord): boolean =>
    nowMs - sinceMs > DIFFER_MS &&
    Object.entries(holders).some(([other, version]) => isAlive(other) && version !== newest);
  const found = [...known.mine.values()].flatMap(({ name, cloud, policy }) => {
    const record = known.records.get(cloud);
    return record
      ? [{ name, isOwn: record.newest !== policy.version, lasts: isLasting(record) }]
      : [];
  });
  return {
    own: found.filter(({ isOwn }) => isOwn).map(({ name }) => name),
    lasting: found.filter(({ lasts }) => lasts).map(({ name }) => name),
  };
}

/** Finds out which of the other replicas that hold a policy are gone. */
async function findDead(known: Known): Promise<void> {
  const { redis, replica, records } = known;
  const holders = [...records.values()].flatMap((record) => Object.keys(record?.holders ?? {}));
  const others = [...new Set(holders)].filter((other) => other !== replica);
  const there = await Promise.all(others.map((other) => redis.exists(keys.replica(other))));
  known.dead = new Set(others.filter((_other, nth) => there[nth] === 0));
}

/** Writes that this replica holds a policy. `after`: the number of the one that it held before. */
async function hold(known: Known, project: PolicyOfProject, after?: number): Promise<void> {
  const { redis, replica, now } = known;
  const { name, cloud, policy } = project;
  const key = keys.policies(cloud);
  const names = [key, keys.policiesVersion, keys.audit, keys.auditHead, keys.auditNoted];
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = (await redis.get(key)) ?? '';
    const nowMs = now();
    const how = { replica, policy, nowMs, after, isAlive: aliveIn(known) };
    const record = withHolding(before === '' ? undefined : JSON.parse(before), how);
    const inForce = record.newest === policy.version ? policy.version : '';
    const line = policyLine(project, nowMs);
    const values = [before, JSON.stringify(record), `policy ${name}`, inForce, line, sha256(line)];
    if ((await holdScript(redis, names, values)) === 1) {
      known.records.set(cloud, record);
      known.mine.set(cloud, { ...project, number: record.taken[policy.version] ?? 0 });
      return;
    }
  }
  throw new Error(`the policy of ${name} is being changed by too many at once`);
}
