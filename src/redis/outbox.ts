import { fromLine, type StoredEntry, toLine } from './entry.ts';
import { keys } from './keys.ts';
import { type Connection, script } from './script.ts';

const takeDueScript = script('take-due');

const GROUP = 'dispatchers';
/** Entries taken in one read; what is taken by a replica waits for that replica. */
const BATCH = 16;
/** How long a read waits for work; also how late a timer may be noticed by an idle replica. */
const BLOCK_MS = 500;
/** A replica that has not been heard of for so long is dead, and its work is taken over. */
export const REPLICA_TTL_MS = 3_000;
/** Several replicas may notice a death; the idle time lets only the first of them have an entry. */
const TAKE_OVER_IDLE_MS = 500;
/** An answer that has not come for so long, in milliseconds, went down with its connection. */
const LOST_IDLE_MS = 2_000;

export interface Delivery {
  readonly id: string;
  readonly entry: StoredEntry;
  /** Whether somebody may have done part of it before: a dead replica, or a try that failed. */
  readonly mayHaveBegun: boolean;
}

/**
 * The outbox as one replica sees it: a stream with a consumer group, and a sorted set of entries
 * that become due. An entry stays pending in the stream until it is done or put off.
 */
export function createOutbox(options: {
  readonly redis: Connection;
  /** A connection of its own, because reads on it block. */
  readonly reader: Connection;
  readonly replica: string;
  readonly now: () => number;
}) {
  const { redis, reader, replica, now } = options;

  return {
    async prepare(): Promise<void> {
      await redis.xgroup('CREATE', keys.outbox, GROUP, '0', 'MKSTREAM').catch((error: unknown) => {
        if (!(error instanceof Error) || !error.message.startsWith('BUSYGROUP')) throw error;
      });
      await redis.set(keys.replica(replica), now(), 'PX', REPLICA_TTL_MS);
    },

    /** Says that this replica is alive, and moves what is due into the stream. */
    async beat(): Promise<void> {
      await Promise.all([
        redis.set(keys.replica(replica), now(), 'PX', REPLICA_TTL_MS),
        takeDueScript(redis, [keys.timers, keys.outbox], [now(), 100]),
      ]);
    },

    /** Waits for new entries, a moment at the most. */
    async take(): Promise<Delivery[]> {
      const reply = await reader.xreadgroup(
        'GROUP',
        GROUP,
        replica,
        'COUNT',
        BATCH,
        'BLOCK',
        BLOCK_MS,
        'STREAMS',
        keys.outbox,
        '>',
      );
      return deliveries(streamEntries(reply), false);
    },

    /**
     * Entries that a dead replica had taken, and those that were handed to this one in an answer that
     * never came: `inHand` are the ids that it knows of.
     */
    takeOver: (inHand: ReadonlySet<string>) => takeOver(redis, replica, inHand),

    async done(id: string): Promise<void> {
      await redis.multi().xack(keys.outbox, GROUP, id).xdel(keys.outbox, id).exec();
    },

    /** Puts an entry off: it leaves the stream and comes back when it is due. */
    async putOff(id: string, entry: StoredEntry, dueMs: number): Promise<void> {
      await redis
        .multi()
        .zadd(keys.timers, dueMs, toLine(entry))
        .xack(keys.outbox, GROUP, id)
        .xdel(keys.outbox, id)
        .exec();
    },

    /** Lays an entry aside that keeps failing, so that it stops nothing else. */
    async layAside(id: string, entry: StoredEntry, error: string): Promise<void> {
      await redis
        .multi()
        .xadd(keys.outboxAside, '*', 'entry', toLine(entry), 'error', error)
        .xack(keys.outbox, GROUP, id)
        .xdel(keys.outbox, id)
        .exec();
    },

    /** Leaves the group; what is still pending here is taken over by the others at once. */
    async leave(): Promise<void> {
      await redis.del(keys.replica(replica));
    },
  };
}

export type Outbox = ReturnType<typeof createOutbox>;

async function takeOver(
  redis: Connection,
  replica: string,
  inHand: ReadonlySet<string>,
): Promise<Delivery[]> {
  const taken: Delivery[] = [];
  for (const other of await consumersWithWork(redis)) {
    const isOwn = other === replica;
    if (!isOwn && (await redis.exists(keys.replica(other))) === 1) continue;
    const pending = await redis.xpending(keys.outbox, GROUP, '-', '+', BATCH, other);
    const ids = pending.map((item) => (Array.isArray(item) ? String(item[0]) : ''));
    const lost = isOwn ? ids.filter((id) => !inHand.has(id)) : ids;
    if (lost.length === 0) continue;
    const claimed = await redis.call(
      'XCLAIM',
      keys.outbox,
      GROUP,
      replica,
      isOwn ? LOST_IDLE_MS : TAKE_OVER_IDLE_MS,
      ...lost,
    );
    taken.push(...deliveries(claimed, true));
  }
  return taken;
}

async function consumersWithWork(redis: Connection): Promise<string[]> {
  const consumers = await redis.xinfo('CONSUMERS', keys.outbox, GROUP);
  if (!Array.isArray(consumers)) return [];
  return consumers.flatMap((fields: unknown) => {
    const { name, pending } = fieldsOf(fields);
    return Number(pending) > 0 ? [String(name)] : [];
  });
}

/** Redis hands maps out as flat lists of names and values. */
function fieldsOf(reply: unknown): Record<string, unknown> {
  if (!Array.isArray(reply)) return {};
  const pairs: [string, unknown][] = [];
  for (let at = 0; at + 1 < reply.length; at += 2) pairs.push([String(reply[at]), reply[at + 1]]);
  return Object.fromEntries(pairs);
}

function streamEntries(reply: unknown): unknown[] {
  if (!Array.isArray(reply)) return [];
  return reply.flatMap((stream: unknown) => (Array.isArray(stream) ? stream[1] : []));
}

function deliveries(entries: unknown, isTakenOver: boolean): Delivery[] {
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((item: unknown) => {
    const [id, fields] = Array.isArray(item) ? item : [];
    const line = fieldsOf(fields)['entry'];
    const entry = typeof line === 'string' ? fromLine(line) : undefined;
    if (!entry) return [];
    return [{ id: String(id), entry, mayHaveBegun: isTakenOver || entry.failures > 0 }];
  });
}
