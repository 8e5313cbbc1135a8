import { keys } from './keys.ts';
import { type Connection, script } from './script.ts';

const releaseLaneScript = script('release-lane');

/** A lane is held while one request is shown; longer means that its holder is gone. */
const LANE_TTL_MS = 20_000;

/** Lets one replica at a time work on a thing. Only for work that may safely happen twice. */
export function createLanes(redis: Connection, replica: string) {
  return {
    async enter(name: string): Promise<boolean> {
      return (await redis.set(keys.lane(name), replica, 'PX', LANE_TTL_MS, 'NX')) === 'OK';
    },

    async leave(name: string): Promise<void> {
      await releaseLaneScript(redis, [keys.lane(name)], [replica]);
    },
  };
}
