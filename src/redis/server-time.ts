import { type Connection, isForbidden } from './script.ts';

/** The time of Redis in Unix milliseconds; undefined: its user may not ask for it. */
export async function timeOf(redis: Connection): Promise<number | undefined> {
  try {
    return timeFrom(await redis.time());
  } catch (error) {
    if (isForbidden(error)) return undefined;
    throw error;
  }
}

/** The time in a reply to `TIME`, seconds and microseconds, in Unix milliseconds. */
export function timeFrom([seconds, microseconds]: readonly unknown[]): number {
  return Number(seconds) * 1_000 + Number(microseconds) / 1_000;
}

/** When an entry was added to a stream, in Unix milliseconds by the clock of Redis. */
export function addedAtMs(streamId: string): number {
  return Number(streamId.split('-')[0]);
}
