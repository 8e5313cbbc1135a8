import type { Clock } from '../clock.ts';
import type { SimulatedLive } from '../live/simulated-live.ts';
import type { SimulatedSlack } from '../slack/index.ts';
import type { StoredRequest } from '../stored-requests.ts';

export type BotSwitch = {
  /** How many replicas run. */
  running(): number;
  /** Starts one more. */
  start(): Promise<void>;
  /** Kills the last one with -9. */
  kill(): Promise<void>;
  /** Stops all cleanly, then starts one. */
  restart(): Promise<void>;
};

/** Redis may be frozen: connections stay open and nothing answers. */
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

/** The simulated surroundings of the bot, and what can be done to them. */
export type Surroundings = {
  readonly slack: SimulatedSlack;
  readonly live: SimulatedLive;
  readonly world: World;
};

/** The time in the sandbox; `isMovable`: the page may change it. */
export const clockState = ({ clock }: World) => ({
  nowMs: clock?.now() ?? Date.now(),
  /** How far it is ahead of real time. */
  aheadMs: clock === undefined ? 0 : clock.now() - Date.now(),
  isFrozen: clock?.isFrozen() ?? false,
  isMovable: clock !== undefined,
});
