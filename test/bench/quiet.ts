import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { keys } from '#src/redis/keys.ts';
import type { Contestant, Stage } from './stage.ts';
import { until } from './submissions.ts';

/** How long nothing may happen before it is called quiet, in milliseconds. */
const STILL_MS = 30;
const SOON_MS = 10 * 60_000;

/** Entries that are due soon. What is looked at later is no work that is left: it comes again for minutes. */
const soonDue = async (reader: Redis): Promise<number> => {
  const due = await reader.zrangebyscore(keys.timers, '-inf', Date.now() + SOON_MS);
  return due.filter((entry) => !entry.startsWith('look ')).length;
};

/**
 * Waits until a rival has done everything that it was asked: nothing left in its outbox, if it has
 * one, and no calls any more. What one leaves undone must not slow down the next.
 */
export const isQuiet = async (
  { outside }: Stage,
  { name, redis }: Pick<Contestant, 'name' | 'redis'>,
): Promise<void> => {
  const reader = new Redis(redis.url);
  if (name === 'relaydesk') {
    await until('an empty outbox', async () => {
      const left = await Promise.all([
        reader.xlen(keys.outbox),
        // Put off for a moment is not done; deadlines and reminders are further away.
        soonDue(reader),
      ]);
      return left.every((count) => count === 0);
    });
  }
  const calls = async (): Promise<number> =>
    Object.values(await outside.ask('slackCalls')).reduce((sum, count) => sum + count, 0) +
    (await outside.ask('liveCalls')).length;
  let before = await calls();
  for (;;) {
    await sleep(STILL_MS);
    const now = await calls();
    if (now === before) break;
    before = now;
  }
  reader.disconnect();
};
