import { Redis } from 'ioredis';
import { keys } from '#src/redis/keys.ts';
import { showLease } from '#src/redis/work/leases.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import { createShownStore } from '#src/redis/stores/shown-store.ts';
import { startRedis } from '#sandbox/redis.ts';
import type { Bench } from '../bench.ts';
import { operator } from '../people.ts';
import { alone, type Row } from '../row.ts';
import { lifeOf } from '../sample.ts';
import { benchTask } from '../tasks.ts';

/** What a closed request with three sources takes of Redis's memory. */
export const memory = async ({ sizes }: Bench): Promise<Row> => {
  const server = await startRedis({ appendfsync: 'everysec' });
  const redis = new Redis(server.url);
  const store = createRequestStore(redis);
  const shown = createShownStore(redis, Date.now);
  const before = await usedBytes(redis);
  let jsonBytes = 0;
  for (let at = 0; at < sizes.remembered; at += 1) {
    const id = `R-${at + 1}`;
    const steps = await lifeOf({
      id,
      task: benchTask(at),
      userId: operator(at),
      nowMs: Date.now() + at,
    });
    for (const { next, effects } of steps) {
      await store.commit(next, { ...effects, outbox: [] });
    }
    const card = { channel: 'C0LEADS', ts: `17640${String(at).padStart(5, '0')}.000100` };
    await shown.begin(id, 'result 4');
    await redis.del(keys.lease(showLease(id)));
    const whole = { contentVersion: 1, count: 0 };
    await shown.save(id, { card, result: card, version: 5, lines: 2, told: 2, whole });
    jsonBytes += Buffer.byteLength(JSON.stringify(steps.at(-1)?.next));
  }
  const all = (await usedBytes(redis)) - before;
  const audit = Number(await redis.memory('USAGE', keys.audit, 'SAMPLES', 0));
  redis.disconnect();
  await server.stop();
  const each = (bytes: number): number => bytes / sizes.remembered;
  return {
    name: 'memory',
    title: 'Memory of one closed request with three sources',
    how: `${sizes.remembered} requests through their five commits and shown in Slack; the growth of Redis's \`used_memory\`, without the audit, over the bytes of the documents as JSON.`,
    lines: [
      {
        ...alone({ what: 'request, indexes, where it is shown', unit: 'bytes' }, [
          each(all - audit),
        ]),
        rival: { name: 'its JSON', figure: just(each(jsonBytes)) },
        ratio: just((all - audit) / jsonBytes),
        goal: { atMost: 1.5 },
      },
      alone({ what: 'beside: its five lines in the audit', unit: 'bytes' }, [each(audit)]),
    ],
  };
};

const just = (value: number) => ({ median: value, min: value, max: value });

const usedBytes = async (redis: Redis): Promise<number> =>
  Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
