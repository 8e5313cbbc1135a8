import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Cluster, type Redis } from 'ioredis';

export type Connection = Redis | Cluster;

/** The one place that tells a Cluster from a server. */
export function isCluster(redis: Connection): redis is Cluster {
  return redis instanceof Cluster;
}

/** Whether the user of this connection may not run the command. */
export function isForbidden(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOPERM');
}

/** A value that was stored as JSON; undefined: there is none. */
export async function jsonAt<Value>(redis: Connection, key: string): Promise<Value | undefined> {
  const text = await redis.get(key);
  return text ? JSON.parse(text) : undefined;
}

/** What writes go through: a connection, or one that also waits for replicas (`replicated-writes.ts`). */
export interface Writes {
  readonly evalsha: (sha1: string, ...values: (string | number)[]) => Promise<unknown>;
  readonly eval: (text: string, ...values: (string | number)[]) => Promise<unknown>;
  readonly call: (command: string, ...values: (string | number)[]) => Promise<unknown>;
}

export type RunScript = (
  redis: Writes,
  keys: readonly string[],
  values: readonly (string | number)[],
) => Promise<unknown>;

/** A Lua script from `lua/`, run by its digest; the text is sent only if Redis does not know it. */
export function script(...names: readonly string[]): RunScript {
  const text = names
    .map((name) => readFileSync(new URL(`lua/${name}.lua`, import.meta.url), 'utf8'))
    .join('\n');
  const sha1 = createHash('sha1').update(text).digest('hex');
  return async (redis, keys, values) => {
    try {
      return await redis.evalsha(sha1, keys.length, ...keys, ...values);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return redis.eval(text, keys.length, ...keys, ...values);
    }
  };
}
