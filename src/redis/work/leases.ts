import { keys } from '#src/redis/keys.ts';
import { REPLICA_TTL_MS } from './outbox.ts';
import { type Connection, script, type Writes } from '#src/redis/script.ts';

const enterLaneScript = script('enter-lane');
const releaseLaneScript = script('release-lane');

/** A lane is held while one request is shown; longer means that its holder is gone. */
export const LANE_TTL_MS = 20_000;

/** The lane in which a request is shown. */
export const laneOf = (request: string): string => `show:${request}`;

/** Lets one replica at a time work on a thing. Only for work that may safely happen twice. */
export function createLanes(redis: Connection, replica: string, writes: Writes = redis) {
  return {
    async enter(name: string): Promise<boolean> {
      const reply = await enterLaneScript(
        writes,
        [keys.lane(name), keys.replica(replica)],
        [replica, LANE_TTL_MS, REPLICA_TTL_MS, keys.replica('')],
      );
      return reply === 1;
    },

    async leave(name: string): Promise<void> {
      await releaseLaneScript(redis, [keys.lane(name)], [replica]);
    },
  };
}
