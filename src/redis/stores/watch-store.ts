import type { ChangeRequest } from '#src/approval/change-request.ts';
import type { EventGroup } from '#src/watch/group.ts';
import type { TakenEvent, WatchStore } from '#src/watch/ports.ts';
import type { Subscription } from '#src/watch/subscription.ts';
import { toLine } from '#src/redis/work/outbox-entry.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, script, type Writes } from '#src/redis/script.ts';
import { createKeptEvents, keptArguments } from './kept-events.ts';

const takeEventScript = script('keep-event', 'take-event');
const commitGroupScript = script('commit-group');

/** How long an equal body counts as the same event: senders like this retry for some minutes. */
const REPEAT_MS = 10 * 60_000;
/** An event waits here for the dispatcher, even through the longest outage of the Live API. */
const EVENT_TTL_MS = 60 * 60_000;
/** Longer than any group of events stays open. */
const GROUP_TTL_MS = 60 * 60_000;
const NOTED_TTL_MS = 60 * 60_000;
/**
 * How many closed requests are searched for the one that an event belongs to; more are not closed within some
 * minutes.
 */
const CLOSED_MAX = 100;

/** The subscriptions of channels, and the events on their way to them. */
export function createWatchStore(
  redis: Connection,
  loadRequest: (id: string) => Promise<ChangeRequest | undefined>,
  /** How long events are kept for the as-run log, in milliseconds. */
  keepMs: number,
  writes: Writes = redis,
): WatchStore {
  return {
    ...createGroupStore(redis),
    ...createKeptEvents(redis, keepMs),

    async subscriptions() {
      const documents = await redis.hvals(keys.watches);
      return documents.map((document): Subscription => JSON.parse(document));
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
        [keys.eventSeen(id), keys.event(id), keys.outbox, ...kept.keys],
        [
          JSON.stringify(taken),
          REPEAT_MS,
          EVENT_TTL_MS,
          toLine({ kind: 'event', request: id }),
          ...kept.values,
        ],
      );
      return reply === 1;
    },

    async load(id) {
      const document = await redis.get(keys.event(id));
      if (document === null) return undefined;
      const taken: TakenEvent = JSON.parse(document);
      return taken;
    },

    async closedSince(atMs) {
      const ids = await redis.zrevrangebyscore(keys.closed, '+inf', atMs, 'LIMIT', 0, CLOSED_MAX);
      const requests = await Promise.all(ids.map(loadRequest));
      return requests.filter((request) => request !== undefined);
    },

    async claimNote(requestId) {
      return (await redis.set(keys.resetNoted(requestId), '1', 'PX', NOTED_TTL_MS, 'NX')) === 'OK';
    },

    async releaseNote(requestId) {
      await redis.del(keys.resetNoted(requestId));
    },
  };
}

function createGroupStore(redis: Connection): Pick<WatchStore, 'group' | 'commitGroup'> {
  return {
    async group(key) {
      const document = await redis.get(keys.eventGroup(key));
      if (document === null) return undefined;
      const group: EventGroup = JSON.parse(document);
      return group;
    },

    async commitGroup(key, before, next, showAtMs) {
      const reply = await commitGroupScript(
        redis,
        [keys.eventGroup(key), keys.timers],
        [
          // Equal to the stored text, since JSON keeps the order of fields.
          before ? JSON.stringify(before) : '',
          JSON.stringify(next),
          GROUP_TTL_MS,
          showAtMs ?? '',
          toLine({ kind: 'tell', request: key }),
        ],
      );
      return reply === 1;
    },
  };
}
