import { keys } from './keys.ts';
import { REPLICA_TTL_MS } from './outbox.ts';
import { type Connection, script, type Writes } from './script.ts';

const releaseLaneScript = script('release-lane');

/** A lane is held while one request is shown; longer means that its holder is gone. */
const LANE_TTL_MS = 20_000;

/** Lets one replica at a time work on a thing. Only for work that may safely happen twice. */
export function createLanes(redis: Connection, replica: string, writes: Writes = redis) {
  return {
    async enter(name: string): Promise<boolean> {
      const lane = keys.lane(name);
      // A lane belongs to a replica that lives, so whoever comes says first that it does.
      await redis.set(keys.replica(replica), 'in a lane', 'PX', REPLICA_TTL_MS);
      const take = async (): Promise<boolean> =>
        (await writes.call('SET', lane, replica, 'PX', LANE_TTL_MS, 'NX')) === 'OK';
      if (await take()) return true;
      const holder = await redis.get(lane);
      // Ours already, from an answer that was lost; within a replica the dispatcher keeps the order.
      if (holder === replica) return true;
      if (holder !== null && (await redis.exists(keys.replica(holder))) === 1) return false;
      // Its holder was killed: nobody should wait until the lane runs out by itself.
      if (holder !== null) await releaseLaneScript(redis, [lane], [holder]);
      return take();
    },

    async leave(name: string): Promise<void> {
      await releaseLaneScript(redis, [keys.lane(name)], [replica]);
    },
  };
}
