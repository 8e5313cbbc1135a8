import { fromDocument, toDocument } from './request-document.ts';
import { RedisUnfitError } from '#src/redis/connection/server-requirements.ts';
import { filingsOf } from './indexes.ts';
import { keys } from '#src/redis/keys.ts';
import type { createLanes } from '#src/redis/work/leases.ts';
import { find, type Place } from './index-cursor.ts';
import { type Connection, script } from '#src/redis/script.ts';

const refileScript = script('refile');

/**
 * How the store is laid out. 2: requests are found by the indexes of `indexes.ts`, and closed ones are
 * packed. A commit names the layout that it knows, so that what is older than the store writes nothing.
 */
export const SCHEMA = 2;

/** Requests that are moved in one step; a step keeps Redis busy for milliseconds. */
const BATCH = 100;
/** Another replica is moving them; it is looked at again after this long, in milliseconds. */
const AGAIN_MS = 250;
const LANE = 'migrate';

interface Room {
  readonly redis: Connection;
  readonly lanes: Pick<ReturnType<typeof createLanes>, 'enter' | 'leave'>;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly info: (message: string, fields: object) => void;
}

/**
 * Brings the store to the layout of this version before anything is done with it, and refuses one that
 * is newer. One replica moves it and the others wait; what a dead one has moved stays moved.
 */
export async function migrate(room: Room): Promise<void> {
  const { redis, lanes, sleep } = room;
  for (;;) {
    const schema = await schemaOf(redis);
    if (schema > SCHEMA) throw new RedisUnfitError(`REDIS_URL: ${tooNew(schema)}`);
    if (schema === SCHEMA) return;
    if (!(await lanes.enter(LANE))) {
      await sleep(AGAIN_MS);
      continue;
    }
    try {
      // Whoever was in the lane before may have finished.
      if ((await schemaOf(redis)) < SCHEMA) await moveAll(room);
    } finally {
      await lanes.leave(LANE);
    }
  }
}

/** Tells why this version is too old for the store, if somebody has moved that while this runs. */
export async function tellIfOutdated(
  redis: Connection,
  tell: (why: string) => void,
): Promise<void> {
  const schema = Number(await redis.get(keys.schema));
  if (schema > SCHEMA) tell(tooNew(schema));
}

function tooNew(schema: number): string {
  return `the store was written by a newer relaydesk (layout ${schema}, this one knows ${SCHEMA}); start that version, or a newer one`;
}

/** The first version did not note it down; a store without a request id ever given is a new one. */
async function schemaOf(redis: Connection): Promise<number> {
  const [schema, lastId] = await redis.mget(keys.schema, keys.lastId);
  if (schema) return Number(schema);
  if (lastId) return 1;
  await redis.set(keys.schema, SCHEMA, 'NX');
  return SCHEMA;
}

async function moveAll({ redis, lanes, info }: Room): Promise<void> {
  info('the store is brought to a new layout', { from: 1, to: SCHEMA });
  let moved = 0;
  // The closed ones last: a request that is closed meanwhile is met there.
  for (const index of [keys.open, keys.closed]) {
    let place = await noted(redis, index);
    for (;;) {
      const { places } = await find(redis, index, place, BATCH);
      await Promise.all(places.map(({ id }) => refile(redis, id)));
      moved += places.length;
      place = places.at(-1);
      if (!place) break;
      await redis.hset(keys.migration, index, `${place.score}:${place.id}`);
      // The lane runs out by itself; being in it already is no hindrance.
      await lanes.enter(LANE);
    }
  }
  await redis.multi().set(keys.schema, SCHEMA).del(keys.migration).exec();
  info('the store has its new layout', { requests: moved });
}

/** Where whoever began this had come to. */
async function noted(redis: Connection, index: string): Promise<Place | undefined> {
  const [, score, id] = /^(\d+):(.+)$/.exec((await redis.hget(keys.migration, index)) ?? '') ?? [];
  return id === undefined ? undefined : { id, score: Number(score) };
}

async function refile(redis: Connection, id: string): Promise<void> {
  const [version, document] = await redis.hmget(keys.request(id), 'version', 'document');
  if (!version || !document) return;
  const request = fromDocument(document);
  const filings = filingsOf(request);
  const scores = filings.map(({ score }) => score ?? '-').join('\n');
  await refileScript(
    redis,
    [keys.request(id), ...filings.map(({ index }) => index)],
    [version, toDocument(request), id, scores],
  );
}
