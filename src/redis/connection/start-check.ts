import { readFacts } from './server-info.ts';
import { fitnessOf, RedisUnfitError } from './server-requirements.ts';
import { type Connection, isCluster, isForbidden } from '#src/redis/script.ts';

/** Between two tries to reach Redis at the start, in milliseconds. */
const AGAIN_MS = 2_000;

/** Checks Redis before anything is stored. Waits while it is unavailable, since the bot can do nothing without it. */
export async function checkRedis(deps: {
  readonly redis: Connection;
  readonly waitReplicas: number;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly warn: (message: string, fields: object) => void;
}): Promise<void> {
  const { redis, waitReplicas, warn } = deps;
  const facts = await factsWhenThere(deps);
  const findings = fitnessOf(facts, { isCluster: isCluster(redis), waitReplicas });
  for (const { level, node, text } of findings) {
    if (level === 'warn') warn('Redis should be configured differently', { node, why: text });
  }
  const failures = findings.filter(({ level }) => level === 'fail');
  if (failures.length === 0) return;
  throw new RedisUnfitError(
    failures.map(({ node, text }) => `REDIS_URL: ${node}: ${text}`).join('\n'),
  );
}

async function factsWhenThere(deps: Parameters<typeof checkRedis>[0]) {
  for (;;) {
    try {
      return await readFacts(deps.redis);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (/^(NOAUTH|WRONGPASS)/.test(why)) {
        throw new RedisUnfitError(
          `REDIS_URL: Redis does not accept the user and password (${why})`,
        );
      }
      if (isForbidden(error)) {
        deps.warn('Redis cannot be checked', { why: `allow INFO, then it is checked: ${why}` });
        return [];
      }
      deps.warn('Redis cannot be reached yet', { why });
      await deps.sleep(AGAIN_MS);
    }
  }
}
