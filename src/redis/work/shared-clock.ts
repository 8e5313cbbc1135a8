/**
 * Tolerance for rounding, on top of half the round trip: nobody knows how the round trip divides into request and
 * reply.
 */
const BLUR_MS = 1;
/** Clocks off by more than this are reported. Slack signatures are accepted for up to 5 minutes. */
const TOLD_MS = 5_000;

interface Clocks {
  /** The clock of this machine, in Unix milliseconds. It may be wrong and may be set at any time. */
  readonly wall: () => number;
  /** A monotonic clock, in milliseconds. */
  readonly ticks: () => number;
  /** Called with how far the clock of this machine is ahead of Redis, in milliseconds, whenever that has changed. */
  readonly tell?: (aheadMs: number) => void;
}

export type SharedClock = ReturnType<typeof createSharedClock>;

/**
 * The time that all replicas share: that of Redis. Deadlines, schedules, holds and timers belong to all of them, and
 * one machine with a wrong clock must not move them. Before the first contact with Redis it is the time of this
 * machine; between two contacts it advances with the monotonic clock.
 */
export function createSharedClock({ wall, ticks, tell = () => undefined }: Clocks) {
  let base = { atMs: wall(), ticks: ticks() };
  let isHeard = false;
  let toldMs = 0;
  const exactly = (): number => base.atMs + ticks() - base.ticks;

  function tellOfWall(): void {
    const aheadMs = wall() - exactly();
    if (Math.abs(aheadMs - toldMs) < TOLD_MS) return;
    toldMs = aheadMs;
    tell(Math.round(aheadMs));
  }

  return {
    /** Unix milliseconds, by the clock of Redis. */
    now: (): number => Math.round(exactly()),

    /** How far the clock of this machine is ahead, in milliseconds. */
    aheadMs: (): number => Math.round(wall() - exactly()),

    /** Asks with `ask`, which resolves with the time of Redis in Unix milliseconds. */
    async hear(ask: () => Promise<number>): Promise<void> {
      const askedAt = ticks();
      const saidMs = await ask();
      const heardAt = ticks();
      const halfMs = (heardAt - askedAt) / 2;
      const offMs = saidMs + halfMs - (base.atMs + heardAt - base.ticks);
      if (!isHeard || Math.abs(offMs) > halfMs + BLUR_MS) {
        base = { atMs: saidMs + halfMs, ticks: heardAt };
        isHeard = true;
      }
      tellOfWall();
    },
  };
}
