import { keys } from '#src/redis/keys.ts';
import type { Connection, Writes } from '#src/redis/script.ts';

/** How often writes are sent if their connection is lost before the reply comes. */
const ATTEMPTS_MAX = 3;

/**
 * How long a write may take including all waiting, in milliseconds: a hanging round holds up the next one, and Slack
 * gives a click three seconds.
 */
const WITHIN_MS = 2_500;

/** Replies that mean that the connection is gone or leads to the wrong node. */
const MOVED_ON = /aborted|Connection is closed|^(MOVED|ASK|TRYAGAIN|CLUSTERDOWN|READONLY)\b/;

/**
 * Thrown when a write is on the master but not on enough replicas: it is in effect, but a failover may lose it.
 * Nobody may be told that it is saved.
 */
export class NotReplicatedError extends Error {
  override readonly name = 'NotReplicatedError';
}

interface Waiting {
  readonly command: readonly [name: string, ...values: (string | number)[]];
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** The caller has been told that it timed out. */
  isLate: boolean;
}

/**
 * Writes that are answered once enough replicas have them. Writes that arrive meanwhile are sent together with one
 * WAIT. It needs its own connection, because WAIT blocks.
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

/** Every write may be sent again: each recognises its own earlier work. */
async function send(
  connection: Connection,
  { replicas, timeoutMs }: { readonly replicas: number; readonly timeoutMs: number },
  round: readonly Waiting[],
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const pipeline = connection.pipeline();
    for (const { command } of round) pipeline.call(...command);
    // WAIT covers only what this connection wrote. A write that was already done is not part of
    // that, but this later one is.
    const results = await pipeline.set(keys.fence, '').wait(replicas, timeoutMs).exec();
    const [error, acknowledged] = results?.at(-1) ?? [];
    const problems = (results ?? []).map(([problem]) => problem?.message ?? '');
    if (problems.some((text) => MOVED_ON.test(text)) && attempt < ATTEMPTS_MAX) {
      // A plain command is redirected to the node that has the keys now, or to the new master.
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
