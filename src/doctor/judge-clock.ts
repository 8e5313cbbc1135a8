import { about, type Finding } from './finding.ts';

/** What somebody else's clock said, and when we heard it. All in epoch milliseconds. */
export interface ClockReading {
  /** Whose clock it is: a host, or Redis. */
  readonly whose: string;
  readonly saidMs: number;
  /** How coarse it is: a `Date` header counts seconds. */
  readonly stepMs: number;
  readonly askedAtMs: number;
  readonly heardAtMs: number;
}

/** Schedules and deadlines are off by as much, which people begin to notice here. */
const WARN_MS = 5_000;
/** A minute late is dead air. Slack takes signatures of 5 minutes ago, the Live API of 15. */
const FAIL_MS = 60_000;

/** Compares clocks with our own; what the network may have taken is not held against anybody. */
export function judgeClocks(readings: readonly ClockReading[]): Finding[] {
  return readings.map((reading) => {
    const { whose, saidMs, stepMs, askedAtMs, heardAtMs } = reading;
    const offsetMs = saidMs + stepMs / 2 - (askedAtMs + heardAtMs) / 2;
    const blurMs = stepMs / 2 + (heardAtMs - askedAtMs) / 2;
    const surelyMs = Math.max(0, Math.abs(offsetMs) - blurMs);
    const { ok, warn, fail } = about('clock');
    if (surelyMs < WARN_MS) return ok(whose, 'agrees with the clock of this machine');
    const side = offsetMs > 0 ? 'behind' : 'ahead of';
    const found = `this machine is ${Math.round(surelyMs / 1000)} s ${side} it`;
    const judge = surelyMs < FAIL_MS ? warn : fail;
    return judge(
      whose,
      found,
      'set the clock of this machine by NTP: deadlines, schedules and signatures depend on it',
    );
  });
}
