import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { keys } from '#src/redis/keys.ts';
import type { Contestant, Stage } from './stage.ts';
import { until } from './submissions.ts';

/** How long nothing has to happen to count as quiet, in milliseconds. */
const STILL_MS = 30;
const SOON_MS = 10 * 60_000;

/** Entries that are due soon. Later checks recur for minutes and do not count. */
const soonDue = async (reader: Redis): Promise<number> => {
  const due = await reader.zrangebyscore(keys.timers, '-inf', Date.now() + SOON_MS);
  // Parts without a batch are closed a while after they were written, and a day ends at midnight.
  return due.filter((entry) => !/^(?:look|batch|head) /.test(entry)).length;
};

/**
 * Waits until a rival has finished all work: an empty outbox, if it has one, and no more calls. Leftovers must not
 * slow down the next one.
 */
export const isQuiet = async (
  { outside }: Stage,
  { name, redis }: Pick<Contestant, 'name' | 'redis'>,
): Promise<void> => {
  const reader = new Redis(redis.url);
  if (name === 'careful') {
    await until('an empty outbox', async () => (await reader.zcard('careful:outbox')) === 0);
  }
  if (name === 'relaydesk') {
    await until('an empty outbox', async () => {
      const left = await Promise.all([
        reader.xlen(keys.outbox),
        // Entries put off briefly count as work; deadlines and reminders are further away.
        soonDue(reader),
      ]);
      return left.every((count) => count === 0);
    });
  }
  const calls = async (): Promise<number> =>
    Object.values(await outside.ask('slackCalls')).reduce((sum, count) => sum + count, 0) +
    (await outside.ask('liveCallCount'));
  let before = await calls();
  for (;;) {
    await sleep(STILL_MS);
    const now = await calls();
    if (now === before) break;
    before = now;
  }
  reader.disconnect();
};
