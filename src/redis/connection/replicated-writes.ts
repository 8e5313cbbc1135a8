import { keys } from '#src/redis/keys.ts';
import type { Connection, Writes } from '#src/redis/script.ts';

/** How often writes are sent again after their connection was lost before the answer came. */
const ATTEMPTS_MAX = 3;

/**
 * How long a write may take with all its waiting, in milliseconds: a round that hangs holds up the next
 * one, and Slack gives a click three seconds.
 */
const WITHIN_MS = 2_500;

/** What the answer looks like when a connection, or the node of a Cluster, was no longer the right one. */
const MOVED_ON = /aborted|Connection is closed|^(MOVED|ASK|TRYAGAIN|CLUSTERDOWN|READONLY)\b/;

/**
 * Thrown when a write is on the master and not on enough replicas: it counts for now, and a failover
 * may lose it. Nobody may be told that it is kept.
 */
export class NotReplicatedError extends Error {
  override readonly name = 'NotReplicatedError';
}

interface Waiting {
  readonly command: readonly [name: string, ...values: (string | number)[]];
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** The caller was told that it took too long. */
  isLate: boolean;
}

/**
 * Writes that are answered once so many replicas have them. Those that come while others wait are
 * sent together, and one WAIT stands for all. It needs a connection of its own, because WAIT blocks.
 */
export function createReplicatedWrites(
  connection: Connection,
  settings: { readonly replicas: number; readonly timeoutMs: number },
): Writes {
  let gathered: Waiting[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    while (gathered.length > 0) {
      const round = gathered.filter(({ isLate }) => !isLate);
      gathered = [];
      if (round.length === 0) continue;
      await send(connection, settings, round).catch((error: unknown) => {
        for (const { reject } of round) reject(error);
      });
    }
    isRunning = false;
  }

  function call(name: string, ...values: (string | number)[]): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const waiting: Waiting = { command: [name, ...values], resolve, reject, isLate: false };
    const timer = setTimeout(() => {
      waiting.isLate = true;
      reject(new Error(`Command timed out: no answer within ${WITHIN_MS} ms`));
    }, WITHIN_MS);
    gathered.push(waiting);
    if (!isRunning) void run();
    return promise.finally(() => clearTimeout(timer));
  }

  return {
    call,
    evalsha: (sha1, ...values) => call('EVALSHA', sha1, ...values),
    eval: (text, ...values) => call('EVAL', text, ...values),
  };
}

/** Every write may be sent again: each of them knows its own work when it finds it done. */
async function send(
  connection: Connection,
  { replicas, timeoutMs }: { readonly replicas: number; readonly timeoutMs: number },
  round: readonly Waiting[],
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const pipeline = connection.pipeline();
    for (const { command } of round) pipeline.call(...command);
    // WAIT looks at what this connection wrote. A write that was found done already is not among
    // that, and this one comes after it.
    const results = await pipeline.set(keys.fence, '').wait(replicas, timeoutMs).exec();
    const [error, acknowledged] = results?.at(-1) ?? [];
    const problems = (results ?? []).map(([problem]) => problem?.message ?? '');
    if (problems.some((text) => MOVED_ON.test(text)) && attempt < ATTEMPTS_MAX) {
      // A plain command finds the way: to the node that has the keys now, or to the new master.
      await connection.exists(keys.fence).catch(() => 0);
      continue;
    }
    const unsafe =
      error ??
      (Number(acknowledged) < replicas
        ? new NotReplicatedError(`${String(acknowledged)} of ${replicas} replicas have it so far`)
        : undefined);
    for (const [index, { resolve, reject }] of round.entries()) {
      const [problem, reply] = results?.[index] ?? [];
      if (problem ?? unsafe) reject(problem ?? unsafe);
      else resolve(reply);
    }
    return;
  }
}
