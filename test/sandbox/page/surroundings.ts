import type { Clock } from '../clock.ts';
import type { SimulatedLive } from '../live/simulated-live.ts';
import type { SimulatedSlack } from '../slack/index.ts';
import type { StoredRequest } from '../stored-requests.ts';

export type BotSwitch = {
  /** How many replicas run. */
  running(): number;
  /** One, or one more. */
  start(): Promise<void>;
  /** The one that was started last, with -9. */
  kill(): Promise<void>;
  /** All of them in good order, then one. */
  restart(): Promise<void>;
};

/** Redis may be stopped in its tracks: connections stay open and nothing answers. */
export type RedisSwitch = {
  isFrozen(): boolean;
  freeze(): void;
  thaw(): void;
};

export type World = {
  /** What Redis holds for the newest change requests. */
  requests(): Promise<readonly StoredRequest[]>;
  readonly bot: BotSwitch;
  readonly redis?: RedisSwitch;
  /** The clock of the sandbox, where it can be moved. */
  readonly clock?: Clock;
};

/** What stands in for the bot's real surroundings, and what one may do to them. */
export type Surroundings = {
  readonly slack: SimulatedSlack;
  readonly live: SimulatedLive;
  readonly world: World;
};

/** What time it is in the sandbox; `isMovable` where the page may change that. */
export const clockState = ({ clock }: World) => ({
  nowMs: clock?.now() ?? Date.now(),
  /** How far it is ahead of real time. */
  aheadMs: clock === undefined ? 0 : clock.now() - Date.now(),
  isFrozen: clock?.isFrozen() ?? false,
  isMovable: clock !== undefined,
});
