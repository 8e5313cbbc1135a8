/** The state of a clock, as a value that can be sent to another process. */
export interface ClockState {
  /** How far it is ahead of real time, in milliseconds. */
  readonly aheadMs: number;
  /** The time at which it stands still; null while it runs. */
  readonly frozenAtMs: number | null;
}

/** What a clock in this state shows, in Unix milliseconds. */
export const timeOf = ({ aheadMs, frozenAtMs }: ClockState, realMs: number): number =>
  frozenAtMs ?? realMs + aheadMs;

/** Another process that takes over each state; resolves when it has. */
export type Follower = (state: ClockState) => Promise<void>;

export interface Clock {
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly state: () => ClockState;
  readonly isFrozen: () => boolean;
  readonly freeze: () => Promise<void>;
  /** It goes on from where it stood. */
  readonly thaw: () => Promise<void>;
  /** Sets it forward or back, at once. */
  readonly jump: (ms: number) => Promise<void>;
  /** Forward only, running or not. Resolves when all followers have moved as well. */
  readonly moveOn: (ms: number) => Promise<void>;
  readonly follow: (follower: Follower) => () => void;
}

export interface ClockOptions {
  /** What it shows at first; the real time if left out. */
  readonly startMs?: number;
  readonly realNow?: () => number;
}

/** The clock of a sandbox: simulated parts read it, bots follow it. */
export const createClock = ({ startMs, realNow = Date.now }: ClockOptions = {}): Clock => {
  const followers = new Set<Follower>();
  let state: ClockState = {
    aheadMs: startMs === undefined ? 0 : startMs - realNow(),
    frozenAtMs: null,
  };

  const now = (): number => timeOf(state, realNow());
  let told: Promise<unknown> = Promise.resolve();
  /** States are sent one at a time, so that each reply belongs to the last one. */
  const set = async (next: ClockState): Promise<void> => {
    state = next;
    const before = told;
    const tell = async (): Promise<void> => {
      await before;
      await Promise.all(Array.from(followers, (follower) => follower(next)));
    };
    told = tell();
    await told;
  };

  return {
    now,
    state: () => state,
    isFrozen: () => state.frozenAtMs !== null,
    freeze: () => set({ ...state, frozenAtMs: now() }),
    thaw: () => set({ aheadMs: now() - realNow(), frozenAtMs: null }),
    jump: (ms) => set({ ...state, aheadMs: state.aheadMs + ms }),
    moveOn: (ms) => {
      if (!(ms > 0)) throw new RangeError('a clock is moved forward only');
      const { aheadMs, frozenAtMs } = state;
      return set(
        frozenAtMs === null
          ? { aheadMs: aheadMs + ms, frozenAtMs }
          : { aheadMs, frozenAtMs: frozenAtMs + ms },
      );
    },
    follow: (follower) => {
      followers.add(follower);
      return () => void followers.delete(follower);
    },
  };
};
