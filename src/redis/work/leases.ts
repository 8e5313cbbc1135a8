import { keys } from '#src/redis/keys.ts';
import { REPLICA_TTL_MS } from './outbox.ts';
import { type Connection, script, type Writes } from '#src/redis/script.ts';

const takeLeaseScript = script('take-lease');
const releaseLeaseScript = script('release-lease');

/** How long a lease is held unless it is renewed, in milliseconds. */
export const LEASE_TTL_MS = 20_000;

export const showLease = (request: string): string => `show:${request}`;

/** The lease for what ends soon in a project of the cloud. */
export const endingLease = (cloud: string): string => `ending:${cloud}`;

/** Lets one replica at a time do a job. Only for work that may safely happen twice. */
export function createLeases(redis: Connection, replica: string, writes: Writes = redis) {
  return {
    async take(name: string): Promise<boolean> {
      const reply = await takeLeaseScript(
        writes,
        [keys.lease(name), keys.replica(replica)],
        [replica, LEASE_TTL_MS, REPLICA_TTL_MS, keys.replica('')],
      );
      return reply === 1;
    },

    async release(name: string): Promise<void> {
      await releaseLeaseScript(redis, [keys.lease(name)], [replica]);
    },
  };
}
