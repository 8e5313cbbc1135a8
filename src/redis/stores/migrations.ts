import type { ChangeRequest, Person } from '#src/approval/record/change-request.ts';
import { fromDocument, toDocument } from './request-document.ts';
import { RedisUnfitError } from '#src/redis/connection/server-requirements.ts';
import { filingsOf } from './indexes.ts';
import { keys } from '#src/redis/keys.ts';
import type { createLeases } from '#src/redis/work/leases.ts';
import { filedUnder, type ProjectNames } from './project-names.ts';
import { find, placeOf, toCursor } from './index-cursor.ts';
import { type Connection, script } from '#src/redis/script.ts';

const refileScript = script('refile');

/**
 * The store's layout. 1: version 0.1.0. 2: version 0.2.0, indexes as in `indexes.ts` and compressed closed requests.
 * 5: indexes and locks use the project of the cloud instead of its name, indexes of people use the user id alone, and
 * there are indexes of what is scheduled. 3 and 4 were never released. Every commit names the layout it knows, so that an older version cannot write.
 */
export const SCHEMA = 5;

/** Requests moved in one step, which keeps Redis busy for milliseconds. */
const BATCH = 100;
/** How often to check whether another replica has finished, in milliseconds. */
const AGAIN_MS = 250;
const LEASE = 'migrate';

interface Deps {
  readonly redis: Connection;
  readonly leases: Pick<ReturnType<typeof createLeases>, 'take' | 'release'>;
  readonly names: ProjectNames;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly info: (message: string, fields: object) => void;
}

/**
 * Migrates the store to the layout of this version before it is used, and refuses a newer layout. One replica
 * migrates and the others wait; if it dies, another continues. Requests whose project was not configured at the time
 * are still filed under its name; they are moved as soon as it is configured.
 */
export async function migrate(deps: Deps): Promise<void> {
  const { redis, leases, sleep } = deps;
  for (;;) {
    const { schema } = await layoutOf(redis);
    if (schema > SCHEMA) throw new RedisUnfitError(`REDIS_URL: ${tooNew(schema)}`);
    if ((await toMove(deps)).length === 0) return;
    if (!(await leases.take(LEASE))) {
      await sleep(AGAIN_MS);
      continue;
    }
    try {
      await moveAll(deps);
    } finally {
      await leases.release(LEASE);
    }
  }
}

/** Reports that this version is too old if the store has been migrated meanwhile. */
export function tellIfOutdated(layout: number, tell: (why: string) => void): void {
  if (layout > SCHEMA) tell(tooNew(layout));
}

function tooNew(schema: number): string {
  return `the store was written by a newer relaydesk (layout ${schema}, this one knows ${SCHEMA}); start that version, or a newer one`;
}

/** The current layout, and whether everything has been moved to it. */
async function layoutOf(redis: Connection): Promise<{ schema: number; isMoved: boolean }> {
  const [[schema, lastId], isMoving] = await Promise.all([
    redis.mget(keys.schema, keys.lastId),
    redis.exists(keys.migration),
  ]);
  if (schema) return { schema: Number(schema), isMoved: Number(schema) >= SCHEMA && !isMoving };
  // The first version did not store a layout. A store that never gave out a request id is new.
  if (lastId) return { schema: 1, isMoved: false };
  await redis.set(keys.schema, SCHEMA, 'NX');
  return { schema: SCHEMA, isMoved: true };
}

/** The indexes whose requests still have to be moved. */
async function toMove({ redis, names }: Deps): Promise<string[]> {
  const { isMoved } = await layoutOf(redis);
  // Closed requests come last, so that one that is closed meanwhile is not missed.
  if (!isMoved) return [keys.open, keys.closed];
  const named = names.all.map((name) => keys.requestsOf('all', name));
  const counts = await Promise.all(named.map((index) => redis.zcard(index)));
  return named.filter((_index, nth) => counts[nth] !== 0);
}

async function moveAll(deps: Deps): Promise<void> {
  const { redis, leases, info } = deps;
  const { schema, isMoved } = await layoutOf(redis);
  const indexes = await toMove(deps);
  if (indexes.length === 0) return;
  if (!isMoved) {
    // From here on, older versions cannot write.
    await redis.multi().hsetnx(keys.migration, 'from', schema).set(keys.schema, SCHEMA).exec();
  }
  info('migrating the store to a new layout', { from: schema, to: SCHEMA, indexes });
  let moved = 0;
  for (const index of indexes) {
    // How far an earlier replica came.
    const reached = await redis.hget(keys.migration, index);
    let place = reached === null ? undefined : placeOf(reached);
    for (;;) {
      const { places } = await find(redis, index, place, BATCH);
      await Promise.all(places.map(({ id }) => refile(deps, index, id)));
      moved += places.length;
      place = places.at(-1);
      if (!place) break;
      if (!isMoved) await redis.hset(keys.migration, index, toCursor(place));
      // Renews the lease before it expires.
      await leases.take(LEASE);
    }
  }
  await redis.del(keys.migration);
  info('the store has been migrated', { requests: moved });
}

/** Files a request, and the lock that it may hold, as the current layout does. */
async function refile({ redis, names }: Deps, foundIn: string, id: string): Promise<void> {
  for (;;) {
    const [version, document] = await redis.hmget(keys.request(id), 'version', 'document');
    if (!version || !document) {
      // Filed but deleted: it could never be moved.
      await redis.zrem(foundIn, id);
      return;
    }
    const found = fromDocument(document);
    const before = { ...found, cloud: undefined };
    const cloud = found.cloud ?? cloudNow(names, found.project);
    const request = cloud === undefined ? found : { ...found, cloud };
    const filings = filingsOf(request);
    const kept = new Set(filings.map(({ index }) => index));
    const earlier = [before, ...byTeam(before)].flatMap(filingsOf);
    const left = [...new Set(earlier.map(({ index }) => index))].filter((each) => !kept.has(each));
    const indexes = [...left, ...filings.map(({ index }) => index)];
    const scores = [...left.map(() => '-'), ...filings.map(({ score }) => score ?? '-')];
    const locks = [before, request].map((each) =>
      keys.taskLock(filedUnder(each), each.base.task_id),
    );
    const reply = await refileScript(
      redis,
      [keys.request(id), ...locks, ...indexes],
      [version, toDocument(request), id, scores.join('\n')],
    );
    if (reply === 1) return;
    // An older process has changed it meanwhile: try again.
  }
}

/** The request as layouts 1 and 2 filed it, by team and user id; their documents still hold the team. */
function byTeam(request: ChangeRequest): ChangeRequest[] {
  const { teamId, userId }: Person & { readonly teamId?: string } = request.requester;
  return teamId ? [{ ...request, requester: { userId: `${teamId}:${userId}` } }] : [];
}

function cloudNow(names: ProjectNames, project: string): string | undefined {
  return names.all.includes(project) ? names.cloudOf(project) : undefined;
}
