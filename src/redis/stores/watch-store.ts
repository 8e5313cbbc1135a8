import { TooManyEventsError, type WatchStore } from '#src/watch/ports.ts';
import type { Subscription } from '#src/watch/subscription.ts';
import { toLine } from '#src/redis/work/outbox-entry.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, jsonAt, script, type Writes } from '#src/redis/script.ts';
import { createKeptEvents, keptArguments } from './kept-events.ts';
import { createSharedDocuments } from './shared-documents.ts';

const takeEventScript = script('keep-event', 'take-event');

/** How long an equal body counts as the same event: senders like this retry for some minutes. */
const REPEAT_MS = 10 * 60_000;
/** An event waits here for the dispatcher, even through the longest outage of the Live API. */
const EVENT_TTL_MS = 60 * 60_000;
/** Longer than any group of events stays open. */
const GROUP_TTL_MS = 60 * 60_000;
const NOTED_TTL_MS = 60 * 60_000;
/** Longer than anybody guards a change. */
const GUARD_TTL_MS = 24 * 60 * 60_000;

/**
 * Events taken in a minute, of all tasks (own limit): thousands of tasks with files of a minute report fewer, and what
 * is remembered of so many stays below 20 MB. Who sends more is told to try again.
 */
const EVENTS_PER_MINUTE = 12_000;

/** The subscriptions of channels, and the events on their way to them. */
export function createWatchStore(
  redis: Connection,
  /** How long events are kept for the as-run log, in milliseconds. */
  keepMs: number,
  writes: Writes = redis,
  perMinute = EVENTS_PER_MINUTE,
): WatchStore {
  return {
    ...createCounted(redis),
    ...createKeptEvents(redis, keepMs),

    async subscriptions() {
      const found = await redis.hvals(keys.watches);
      return found.map((document): Subscription => JSON.parse(document));
    },

    async subscribe(subscription) {
      await redis.hset(keys.watches, subscription.id, JSON.stringify(subscription));
    },

    async unsubscribe(id) {
      await redis.hdel(keys.watches, id);
    },

    async take(taken) {
      const { id } = taken;
      const kept = keptArguments(taken, keepMs);
      const reply = await takeEventScript(
        writes,
        [keys.eventSeen(id), keys.event(id), keys.outbox, ...kept.keys, keys.eventRate],
        [
          JSON.stringify(taken),
          REPEAT_MS,
          EVENT_TTL_MS,
          toLine({ kind: 'event', request: id }),
          ...kept.values,
          perMinute,
        ],
      );
      if (reply === -1) throw new TooManyEventsError();
      return reply === 1;
    },

    load: (id) => jsonAt(redis, keys.event(id)),

    async drop(id) {
      await redis.del(keys.event(id));
    },

    async claimNote(requestId) {
      return (await redis.set(keys.resetNoted(requestId), '1', 'PX', NOTED_TTL_MS, 'NX')) === 'OK';
    },

    async releaseNote(requestId) {
      await redis.del(keys.resetNoted(requestId));
    },
  };
}

/** What is counted of events: for the message of a channel, and for the thread of a request. */
function createCounted(
  redis: Connection,
): Pick<WatchStore, 'group' | 'changeGroup' | 'guardLine' | 'changeGuardLine'> {
  const change = createSharedDocuments(redis);
  return {
    group: (key) => jsonAt(redis, keys.eventGroup(key)),
    changeGroup: (key, step) =>
      change(keys.eventGroup(key), step, {
        ttlMs: GROUP_TTL_MS,
        entry: { kind: 'tell', request: key },
      }),
    guardLine: (id) => jsonAt(redis, keys.guardLine(id)),
    changeGuardLine: (id, step, then) =>
      change(keys.guardLine(id), step, {
        ttlMs: GUARD_TTL_MS,
        entry: { kind: then === 'look' ? 'guard' : 'show', request: id },
      }),
  };
}
