import type { Progress } from '#src/execution/execute.ts';
import type { StoredEntry } from '#src/redis/entry.ts';
import type { Delivery, Outbox } from '#src/redis/outbox.ts';
import type { Log } from './log.ts';

/** What to do with an entry of each kind. Throwing means: try again later. */
export type Handlers = Readonly<
  Record<StoredEntry['kind'], (delivery: Delivery) => Promise<Progress>>
>;

/** After so many failures an entry goes aside: about an hour with the waits below. */
const FAILURES_MAX = 20;

const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 5 * 60_000;

/** How often a replica says that it lives, and looks for timers that are due. */
const BEAT_MS = 500;
/** How often it looks for the work of dead replicas. */
const TAKE_OVER_MS = 1_000;
/** How long it waits after Redis did not answer. */
const OUTAGE_MS = 500;

interface Dependencies {
  readonly outbox: Outbox;
  readonly handlers: Handlers;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Log;
}

/**
 * Takes entries from the outbox and hands each to its handler, those of one request one after
 * another. An entry leaves the outbox only when its handler is through.
 */
export function createDispatcher(room: Dependencies) {
  const { outbox, log } = room;
  const lanes = new Map<string, Promise<void>>();
  const inHand = new Set<string>();
  const stopping = new AbortController();
  let loops: Promise<unknown> = Promise.resolve();

  /** Queues behind what this replica already does for the same request in the same way. */
  function begin(delivery: Delivery): void {
    const lane = `${delivery.entry.kind}:${delivery.entry.request}`;
    const before = lanes.get(lane) ?? Promise.resolve();
    inHand.add(delivery.id);
    const work = before
      .then(() => handle(room, delivery))
      .finally(() => {
        inHand.delete(delivery.id);
        if (lanes.get(lane) === work) lanes.delete(lane);
      });
    lanes.set(lane, work);
  }

  async function repeat(what: string, pauseMs: number, step: () => Promise<void>): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await step();
        if (pauseMs > 0) await room.sleep(pauseMs);
      } catch (error) {
        log.warn(`${what} failed`, { error });
        await room.sleep(OUTAGE_MS);
      }
    }
  }

  return {
    async start(): Promise<void> {
      await outbox.prepare();
      loops = Promise.all([
        repeat('heartbeat', BEAT_MS, () => outbox.beat()),
        repeat('taking work', 0, async () => (await outbox.take()).forEach(begin)),
        repeat('taking over', TAKE_OVER_MS, async () =>
          (await outbox.takeOver(inHand)).forEach(begin),
        ),
      ]);
    },

    /** Takes nothing new, finishes what runs, and leaves the rest to the other replicas. */
    async stop(): Promise<void> {
      stopping.abort();
      await loops;
      await Promise.all(lanes.values());
      await outbox.leave();
    },
  };
}

async function handle(room: Dependencies, delivery: Delivery): Promise<void> {
  const { id, entry } = delivery;
  try {
    const progress = await room.handlers[entry.kind](delivery);
    await ('done' in progress
      ? room.outbox.done(id)
      : room.outbox.putOff(id, { ...entry, failures: 0 }, progress.againAtMs));
  } catch (error) {
    await afterFailure(room, delivery, error).catch(async (outage: unknown) => {
      // Redis is away, and with it the place to note this down. The entry is still ours.
      room.log.warn('outbox entry waits for Redis', { ...entry, error: outage });
      await room.sleep(OUTAGE_MS);
      return handle(room, { ...delivery, mayHaveBegun: true });
    });
  }
}

async function afterFailure(
  room: Dependencies,
  { id, entry }: Delivery,
  error: unknown,
): Promise<void> {
  const failures = entry.failures + 1;
  const { kind, request } = entry;
  if (failures < FAILURES_MAX) {
    const waitMs = Math.min(RETRY_FIRST_MS * 2 ** (failures - 1), RETRY_MAX_MS);
    room.log.warn('outbox entry put off', { kind, request, failures, waitMs, error });
    await room.outbox.putOff(id, { ...entry, failures }, room.now() + waitMs);
  } else {
    room.log.error('outbox entry laid aside', { kind, request, failures, error });
    const message = error instanceof Error ? error.message : String(error);
    await room.outbox.layAside(id, entry, message);
  }
}
