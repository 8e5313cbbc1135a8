import type { ChangeRequest } from '#src/approval/change-request.ts';
import { fromLine, type StoredEntry, toLine } from './outbox-entry.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, script } from '#src/redis/script.ts';

const takeDueScript = script('take-due');
const forgetConsumerScript = script('forget-consumer');
const letGoScript = script('let-go');

/** The consumer group of the outbox. */
export const GROUP = 'dispatchers';
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
/** What a version does not know it leaves alone for so long, in milliseconds; another may take it then. */
const UNKNOWN_AGAIN_MS = 5_000;

export interface Delivery {
  readonly id: string;
  readonly entry: StoredEntry;
  /** Whether somebody may have done part of it before: a dead replica, or a try that failed. */
  readonly mayHaveBegun: boolean;
  /** The request as the commit behind this entry claimed it. */
  readonly claimed?: ChangeRequest | undefined;
}

interface Options {
  readonly redis: Connection;
  /** A connection of its own, because reads on it block. */
  readonly reader: Connection;
  readonly replica: string;
  readonly now: () => number;
  /** Hears of every entry that a newer version wrote and this one does not know. */
  readonly onUnknown: (line: string) => void;
}

/**
 * The outbox as one replica sees it: a stream with a consumer group, and a sorted set of entries
 * that become due. An entry stays pending in the stream until it is done or put off.
 */
export function createOutbox(options: Options) {
  const { redis, reader, replica, now } = options;

  return {
    /** The name of this replica in the group. */
    consumer: replica,

    async prepare(): Promise<void> {
      await createGroup(redis);
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
      const reply = await readNew(reader, replica).catch(async (error: unknown) => {
        // A store that was emptied or put back while this process ran has no group any more.
        if (!isReply(error, 'NOGROUP')) throw error;
        await createGroup(redis);
        return [];
      });
      return deliveries(options, streamEntries(reply), false);
    },

    /** Entries that a commit handed over in its own answer, `claimed` to the one that runs it. */
    async handed(reply: unknown, claimed: ChangeRequest): Promise<Delivery[]> {
      const found = await deliveries(options, streamEntries(reply), false);
      return found.map((each) =>
        each.entry.kind === 'execute' && each.entry.request === claimed.id
          ? { ...each, claimed }
          : each,
      );
    },

    /**
     * Entries that a dead replica had taken, and those that were handed to this one in an answer that
     * never came: `inHand` are the ids that it knows of.
     */
    takeOver: (inHand: ReadonlySet<string>) => takeOver(options, inHand),

    done: (id: string) => letGo(options, id, 'done'),

    /** Puts an entry off: it leaves the stream and comes back when it is due. */
    putOff: (id: string, entry: StoredEntry, dueMs: number) =>
      letGo(options, id, 'later', toLine(entry), dueMs),

    /** Puts an entry that keeps failing among the dead letters, so that it stops nothing else. */
    deadLetter: (id: string, entry: StoredEntry, error: string) =>
      letGo(options, id, 'aside', toLine(entry), error),

    /** Leaves the group; what is still pending here is taken over by the others at once. */
    async leave(): Promise<void> {
      await redis.del(keys.replica(replica));
    },
  };
}

export type Outbox = ReturnType<typeof createOutbox>;

/** The group of all replicas, from the first entry on, unless it is there. */
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
    // What is in hand is among the pending ones, and must not hide what was lost.
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

/** Put among the timers, where a newer replica takes it and it holds up nothing. */
async function leaveToNewer(options: Options, id: string, line: string): Promise<void> {
  options.onUnknown(line);
  // What cannot be put off now is still pending, and comes back to this replica.
  await letGo(options, id, 'later', line, options.now() + UNKNOWN_AGAIN_MS).catch(() => undefined);
}
