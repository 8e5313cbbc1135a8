import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** Waits until the bot has no work left but what comes later, so that the time of that is set. */
export const untilQuiet = async (url: string): Promise<void> => {
  const client = new Redis(url);
  while ((await client.xlen('{relaydesk}:outbox')) > 0) await sleep(20);
  client.disconnect();
};
