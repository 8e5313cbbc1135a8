import type { ChangeRequest, Person } from '#src/approval/change-request.ts';
import { fromDocument, toDocument } from './request-document.ts';
import { RedisUnfitError } from '#src/redis/connection/server-requirements.ts';
import { filingsOf } from './indexes.ts';
import { keys } from '#src/redis/keys.ts';
import type { createLeases } from '#src/redis/work/leases.ts';
import { filedUnder, type ProjectNames } from './project-names.ts';
import { find, type Place } from './index-cursor.ts';
import { type Connection, script } from '#src/redis/script.ts';

const refileScript = script('refile');

/**
 * How the store is laid out. 1: version 0.1.0. 2: version 0.2.0, requests are found by the indexes of `indexes.ts`,
 * and closed ones are packed. 4: indexes and locks go by the project of the cloud and not by its name, and what
 * somebody asked for is found by their user id alone. A commit names the layout that it knows, so that what is older
 * than the store writes nothing. 3 was never released.
 */
export const SCHEMA = 4;

/** Requests that are moved in one step; a step keeps Redis busy for milliseconds. */
const BATCH = 100;
/** Another replica is moving them; it is looked at again after this long, in milliseconds. */
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
 * Brings the store to the layout of this version before anything is done with it, and refuses one that
 * is newer. One replica moves it and the others wait; what a dead one has moved stays moved. Requests
 * that are filed under a name, because the configuration did not know their project when the layout
 * changed, are moved as soon as it does.
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

/** Tells why this version is too old for the store, if somebody has moved that while this runs. */
export function tellIfOutdated(layout: number, tell: (why: string) => void): void {
  if (layout > SCHEMA) tell(tooNew(layout));
}

function tooNew(schema: number): string {
  return `the store was written by a newer relaydesk (layout ${schema}, this one knows ${SCHEMA}); start that version, or a newer one`;
}

/** The layout that writers are held to, and whether everything has been moved to it. */
async function layoutOf(redis: Connection): Promise<{ schema: number; isMoved: boolean }> {
  const [[schema, lastId], isMoving] = await Promise.all([
    redis.mget(keys.schema, keys.lastId),
    redis.exists(keys.migration),
  ]);
  if (schema) return { schema: Number(schema), isMoved: Number(schema) >= SCHEMA && !isMoving };
  // The first version did not note it down; a store without a request id ever given is a new one.
  if (lastId) return { schema: 1, isMoved: false };
  await redis.set(keys.schema, SCHEMA, 'NX');
  return { schema: SCHEMA, isMoved: true };
}

/** The indexes whose requests are to be moved. */
async function toMove({ redis, names }: Deps): Promise<string[]> {
  const { isMoved } = await layoutOf(redis);
  // The closed ones last: a request that is closed meanwhile is met there.
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
    // From here on nobody writes who knows only the old layout.
    await redis.multi().hsetnx(keys.migration, 'from', schema).set(keys.schema, SCHEMA).exec();
  }
  info('the store is brought to a new layout', { from: schema, to: SCHEMA, indexes });
  let moved = 0;
  for (const index of indexes) {
    let place = await noted(redis, index);
    for (;;) {
      const { places } = await find(redis, index, place, BATCH);
      await Promise.all(places.map(({ id }) => refile(deps, index, id)));
      moved += places.length;
      place = places.at(-1);
      if (!place) break;
      if (!isMoved) await redis.hset(keys.migration, index, `${place.score}:${place.id}`);
      // The lease runs out by itself, so it is taken once more.
      await leases.take(LEASE);
    }
  }
  await redis.del(keys.migration);
  info('the store has its new layout', { requests: moved });
}

/** How far the replica that began this came. */
async function noted(redis: Connection, index: string): Promise<Place | undefined> {
  const [, score, id] = /^(\d+):(.+)$/.exec((await redis.hget(keys.migration, index)) ?? '') ?? [];
  return id === undefined ? undefined : { id, score: Number(score) };
}

/** Files a request under its project of the cloud and its requester, with the lock that it may hold. */
async function refile({ redis, names }: Deps, foundIn: string, id: string): Promise<void> {
  for (;;) {
    const [version, document] = await redis.hmget(keys.request(id), 'version', 'document');
    if (!version || !document) {
      // Filed, and not there: nobody could ever move it away from here.
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
    // An older process, which knows its project only by name, has moved it on meanwhile.
  }
}

/** The request as layouts 1 and 2 filed it: by team and user id, which documents of theirs still hold. */
function byTeam(request: ChangeRequest): ChangeRequest[] {
  const { teamId, userId }: Person & { readonly teamId?: string } = request.requester;
  return teamId ? [{ ...request, requester: { userId: `${teamId}:${userId}` } }] : [];
}

function cloudNow(names: ProjectNames, project: string): string | undefined {
  return names.all.includes(project) ? names.cloudOf(project) : undefined;
}
