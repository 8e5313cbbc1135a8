import { groupsOf } from '#src/basics/groups-of.ts';
import { fromLine, type StoredEntry, toLine } from './outbox-entry.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, script } from '#src/redis/script.ts';

const takeDueScript = script('take-due');
const forgetConsumerScript = script('forget-consumer');
const letGoScript = script('let-go');

export const GROUP = 'dispatchers';
/** Entries taken in one read; they then wait for this replica. */
const BATCH = 16;
/** How long a read waits for work, and thus how late an idle replica may notice a timer. */
const BLOCK_MS = 500;
/** A replica without a sign of life for this long is dead, and its work is taken over. */
export const REPLICA_TTL_MS = 3_000;
/** Several replicas may notice a death; the idle time gives each entry to the first of them. */
const TAKE_OVER_IDLE_MS = 500;
/** A reply that has not come after this long was lost with its connection, in milliseconds. */
const LOST_IDLE_MS = 2_000;
/**
 * Entries that this version does not know are put off for this long, in milliseconds, so that another may take them.
 */
const UNKNOWN_AGAIN_MS = 5_000;

export interface Delivery {
  readonly id: string;
  readonly entry: StoredEntry;
  /** Whether part of it may have been done before, by a dead replica or a failed try. */
  readonly mayHaveBegun: boolean;
}

interface Options {
  readonly redis: Connection;
  /** A separate connection, because reads on it block. */
  readonly reader: Connection;
  readonly replica: string;
  readonly now: () => number;
  /** Called for every entry of a newer version that this one does not know. */
  readonly onUnknown: (line: string) => void;
}

/**
 * The outbox for one replica: a stream with a consumer group, and a sorted set of entries that become due later. An
 * entry stays pending in the stream until it is done or put off.
 */
export function createOutbox(options: Options) {
  const { redis, reader, replica, now } = options;

  return {
    async prepare(): Promise<void> {
      await createGroup(redis);
      await redis.set(keys.replica(replica), now(), 'PX', REPLICA_TTL_MS);
    },

    /** Renews this replica's sign of life and moves due entries into the stream. */
    async beat(): Promise<void> {
      await Promise.all([
        redis.set(keys.replica(replica), now(), 'PX', REPLICA_TTL_MS),
        takeDueScript(redis, [keys.timers, keys.outbox], [now(), 100]),
      ]);
    },

    /** Waits a moment for new entries. */
    async take(): Promise<Delivery[]> {
      const reply = await readNew(reader, replica).catch(async (error: unknown) => {
        // The group is missing if the store was emptied or restored while this process ran.
        if (!isReply(error, 'NOGROUP')) throw error;
        await createGroup(redis);
        return [];
      });
      return deliveries(options, streamEntries(reply), false);
    },

    /**
     * Takes over entries of dead replicas, and own entries whose reply was lost. `inHand`: ids of the entries that
     * this replica is working on.
     */
    takeOver: (inHand: ReadonlySet<string>) => takeOver(options, inHand),

    done: (id: string) => letGo(options, id, 'done'),

    /** Puts an entry off: it leaves the stream and comes back when it is due. */
    putOff: (id: string, entry: StoredEntry, dueMs: number) =>
      letGo(options, id, 'later', toLine(entry), dueMs),

    /** Moves an entry that keeps failing to the dead letters, so that it does not delay other work. */
    deadLetter: (id: string, entry: StoredEntry, error: string) =>
      letGo(options, id, 'aside', toLine(entry), error),

    /** Leaves the group; others take over its pending entries at once. */
    async leave(): Promise<void> {
      await redis.del(keys.replica(replica));
    },
  };
}

export type Outbox = ReturnType<typeof createOutbox>;

/** Creates the group, reading from the first entry, unless it exists. */
async function createGroup(redis: Connection): Promise<void> {
  await redis.xgroup('CREATE', keys.outbox, GROUP, '0', 'MKSTREAM').catch((error: unknown) => {
    if (!isReply(error, 'BUSYGROUP')) throw error;
  });
}

function isReply(error: unknown, code: string): boolean {
  return error instanceof Error && error.message.startsWith(code);
}

function readNew(reader: Connection, replica: string): Promise<unknown> {
  return reader.xreadgroup(
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
}

/** Ends an entry for this replica, unless another one has taken it over. */
async function letGo(
  { redis, replica }: Options,
  id: string,
  ...how:
    | readonly ['done']
    | readonly ['later', string, number]
    | readonly ['aside', string, string]
): Promise<void> {
  const names = [keys.outbox, keys.timers, keys.deadLetters];
  await letGoScript(redis, names, [GROUP, replica, id, ...how]);
}

async function takeOver(options: Options, inHand: ReadonlySet<string>): Promise<Delivery[]> {
  const { redis, replica } = options;
  const taken: Delivery[] = [];
  for (const { name: other, pending: count } of await consumers(redis)) {
    const isOwn = other === replica;
    if (!isOwn && (await redis.exists(keys.replica(other))) === 1) continue;
    if (count === 0) {
      if (!isOwn) {
        await forgetConsumerScript(redis, [keys.outbox, keys.replica(other)], [GROUP, other]);
      }
      continue;
    }
    // Entries in hand are pending too, and must not hide lost ones.
    const most = isOwn ? BATCH + inHand.size : BATCH;
    const pending = await redis.xpending(keys.outbox, GROUP, '-', '+', most, other);
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
    taken.push(...(await deliveries(options, claimed, true)));
  }
  return taken;
}

async function consumers(redis: Connection): Promise<{ name: string; pending: number }[]> {
  const found = await redis.xinfo('CONSUMERS', keys.outbox, GROUP);
  if (!Array.isArray(found)) return [];
  return found.map((fields: unknown) => {
    const { name, pending } = fieldsOf(fields);
    return { name: String(name), pending: Number(pending) };
  });
}

/** Redis returns maps as flat lists of names and values. */
function fieldsOf(reply: unknown): Record<string, unknown> {
  return Array.isArray(reply) ? Object.fromEntries(groupsOf(reply, 2)) : {};
}

function streamEntries(reply: unknown): unknown[] {
  if (!Array.isArray(reply)) return [];
  return reply.flatMap((stream: unknown) => (Array.isArray(stream) ? stream[1] : []));
}

async function deliveries(
  options: Options,
  entries: unknown,
  isTakenOver: boolean,
): Promise<Delivery[]> {
  if (!Array.isArray(entries)) return [];
  const known: Delivery[] = [];
  for (const item of entries) {
    const [id, fields] = Array.isArray(item) ? item.map((part: unknown) => part) : [];
    const found = fieldsOf(fields)['entry'];
    const line = typeof found === 'string' ? found : '';
    const entry = fromLine(line);
    if (entry) {
      known.push({ id: String(id), entry, mayHaveBegun: isTakenOver || entry.failures > 0 });
    } else await leaveToNewer(options, String(id), line);
  }
  return known;
}

/** Postpones an unknown entry: a newer replica takes it, and it does not delay other work. */
async function leaveToNewer(options: Options, id: string, line: string): Promise<void> {
  options.onUnknown(line);
  // If this fails, the entry is still pending and comes back to this replica.
  await letGo(options, id, 'later', line, options.now() + UNKNOWN_AGAIN_MS).catch(() => undefined);
}
