import type { Progress } from '#src/ports/progress.ts';
import type { StoredEntry } from '#src/redis/work/outbox-entry.ts';
import type { Delivery, Outbox } from '#src/redis/work/outbox.ts';
import type { Log } from '#src/log.ts';

/** What to do with an entry of each kind. Throwing means: try again later. */
export type Handlers = Readonly<
  Record<StoredEntry['kind'], (delivery: Delivery) => Promise<Progress>>
>;

/** After this many failures an entry is dead-lettered: about an hour with the waits below. */
const FAILURES_MAX = 20;

/** Recurring entries are never dead-lettered: nothing would start them again. */
const ROUNDS: readonly StoredEntry['kind'][] = ['head', 'ending', 'forget'];

const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 5 * 60_000;

/** How often a replica renews its sign of life and checks for due timers. */
const BEAT_MS = 500;
/** How often it looks for the work of dead replicas. */
const TAKE_OVER_MS = 1_000;
/** How long it waits after a failure of Redis. */
const OUTAGE_MS = 500;

interface Deps {
  readonly outbox: Outbox;
  readonly handlers: Handlers;
  /** Wraps the work on each entry, to measure it. */
  readonly around: (entry: StoredEntry, work: () => Promise<Progress>) => Promise<Progress>;
  /** Whether an error only means that an outside service is unavailable, so it does not count against the entry. */
  readonly isOutage: (error: unknown) => boolean;
  /** Called before every heartbeat; it updates the clock that decides which timers are due. */
  readonly onBeat: () => Promise<unknown>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Log;
}

/**
 * Takes entries from the outbox and passes each to its handler; those of one request run one after another. An entry
 * leaves the outbox only when its handler is done.
 */
export function createDispatcher(deps: Deps) {
  const { outbox } = deps;
  const queues = new Map<string, Promise<void>>();
  const inHand = new Set<string>();
  let isStopping = false;
  let isOver = false;
  let taking: Promise<unknown> = Promise.resolve();
  let beating: Promise<unknown> = Promise.resolve();
  let turnedAtMs = deps.now();

  /** Queues behind work of the same kind for the same request. */
  function begin(delivery: Delivery): void {
    // A late reply may deliver an entry that has been taken meanwhile.
    if (inHand.has(delivery.id)) return;
    const queue = `${delivery.entry.kind}:${delivery.entry.request}`;
    const before = queues.get(queue) ?? Promise.resolve();
    inHand.add(delivery.id);
    const work = before
      .then(() =>
        isStopping ? handOver(deps, delivery) : handle(deps, delivery, () => isStopping),
      )
      .finally(() => {
        inHand.delete(delivery.id);
        if (queues.get(queue) === work) queues.delete(queue);
      });
    queues.set(queue, work);
  }

  async function beat(): Promise<void> {
    turnedAtMs = deps.now();
    await deps.onBeat();
    await outbox.beat();
  }

  return {
    async start(): Promise<void> {
      await outbox.prepare();
      taking = takeAll(deps, { begin, inHand, isEnough: () => isStopping });
      beating = repeat(deps, {
        what: 'heartbeat',
        step: beat,
        pauseMs: BEAT_MS,
        isEnough: () => isOver,
      });
    },

    /** When the heartbeat last turned, whether or not Redis replied. */
    turnedAtMs: () => turnedAtMs,

    /**
     * Takes nothing new, finishes running work and leaves the rest to other replicas. It stays alive for them until
     * then, so that they do not take over what it is still working on.
     */
    async stop(): Promise<void> {
      isStopping = true;
      await taking;
      await Promise.all(queues.values());
      isOver = true;
      await beating;
      await outbox.leave();
    },
  };
}

/** Takes new entries, and entries left behind by dead replicas or lost replies. */
function takeAll(
  deps: Pick<Deps, 'outbox' | 'sleep' | 'log'>,
  {
    begin,
    inHand,
    isEnough,
  }: {
    readonly begin: (delivery: Delivery) => void;
    readonly inHand: ReadonlySet<string>;
    readonly isEnough: () => boolean;
  },
): Promise<unknown> {
  const { outbox } = deps;
  const take = async () => (await outbox.take()).forEach(begin);
  const takeOver = async () => (await outbox.takeOver(inHand)).forEach(begin);
  return Promise.all([
    repeat(deps, { what: 'taking work', step: take, isEnough }),
    repeat(deps, { what: 'taking over', step: takeOver, pauseMs: TAKE_OVER_MS, isEnough }),
  ]);
}

/** Repeats a step, even after failures, until it should stop. */
async function repeat(
  { sleep, log }: Pick<Deps, 'sleep' | 'log'>,
  loop: {
    readonly what: string;
    readonly step: () => Promise<void>;
    readonly pauseMs?: number;
    readonly isEnough: () => boolean;
  },
): Promise<void> {
  while (!loop.isEnough()) {
    try {
      await loop.step();
      if (loop.pauseMs) await sleep(loop.pauseMs);
    } catch (error) {
      // A stop cuts off a waiting read, which is not a failure.
      if (loop.isEnough()) return;
      log.warn(`${loop.what} failed`, { error });
      await sleep(OUTAGE_MS);
    }
  }
}

/** Hands entries that were still queued at a stop to the other replicas at once. */
async function handOver(
  { outbox, now, log }: Deps,
  { id, entry, mayHaveBegun }: Delivery,
): Promise<void> {
  // Only a takeover tells the next replica that it may have been begun, so it stays pending until
  // this one leaves.
  if (mayHaveBegun) return;
  await outbox.putOff(id, entry, now()).catch((error: unknown) => {
    log.warn('outbox entry is left for another replica to take over', { ...entry, error });
  });
}

async function handle(deps: Deps, delivery: Delivery, isStopping: () => boolean): Promise<void> {
  const { id, entry } = delivery;
  try {
    const progress = await deps.around(entry, () => deps.handlers[entry.kind](delivery));
    await ('done' in progress
      ? deps.outbox.done(id)
      : deps.outbox.putOff(id, { ...entry, failures: 0 }, progress.againAtMs));
  } catch (error) {
    await afterFailure(deps, delivery, error).catch(async (outage: unknown) => {
      // Redis is unavailable, so the failure cannot be recorded. The entry is still ours.
      deps.log.warn('outbox entry waits for Redis', { ...entry, error: outage });
      if (isStopping()) return;
      await deps.sleep(OUTAGE_MS);
      // The next try first checks what has happened to the request meanwhile.
      return handle(deps, { id, entry, mayHaveBegun: true }, isStopping);
    });
  }
}

async function afterFailure(deps: Deps, { id, entry }: Delivery, error: unknown): Promise<void> {
  const failures = entry.failures + 1;
  const { kind, request } = entry;
  const isKept = ROUNDS.includes(kind) || deps.isOutage(error);
  if (failures < FAILURES_MAX || isKept) {
    const waitMs = Math.min(RETRY_FIRST_MS * 2 ** (failures - 1), RETRY_MAX_MS);
    deps.log.warn('outbox entry put off', { kind, request, failures, waitMs, error });
    const counted = isKept ? Math.min(failures, FAILURES_MAX - 1) : failures;
    await deps.outbox.putOff(id, { ...entry, failures: counted }, deps.now() + waitMs);
  } else {
    deps.log.error('outbox entry dead-lettered', { kind, request, failures, error });
    const message = error instanceof Error ? error.message : String(error);
    await deps.outbox.deadLetter(id, entry, message);
  }
}
