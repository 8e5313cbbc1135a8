import { about, type Finding } from './finding.ts';

const { ok, warn, fail } = about('clock');

/** What another clock said, and when. All in Unix milliseconds. */
export interface ClockReading {
  /** Whose clock it is: a host, or Redis. */
  readonly whose: string;
  readonly saidMs: number;
  /** Its resolution: a `Date` header counts seconds. */
  readonly stepMs: number;
  readonly askedAtMs: number;
  readonly heardAtMs: number;
}

/** Collects readings of clocks from the `Date` header of every HTTP response. */
export function createClocks(now: () => number) {
  const readings = new Map<string, ClockReading>();

  const took = ({ askedAtMs, heardAtMs }: ClockReading): number => heardAtMs - askedAtMs;

  function note(reading: ClockReading): void {
    const known = readings.get(reading.whose);
    // The quickest answer gives the most exact reading.
    if (!known || took(reading) < took(known)) readings.set(reading.whose, reading);
  }

  return {
    note,
    readings: (): ClockReading[] => [...readings.values()],

    fetch: async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
      const askedAtMs = now();
      const response = await fetch(input, init);
      const saidMs = Date.parse(response.headers.get('date') ?? '');
      const { host } = new URL(input instanceof Request ? input.url : input);
      if (!Number.isNaN(saidMs)) {
        note({ whose: host, saidMs, stepMs: 1000, askedAtMs, heardAtMs: now() });
      }
      return response;
    },
  };
}

export type Clocks = ReturnType<typeof createClocks>;

/** Schedules and deadlines are off by the same amount, and from here on people notice. */
const WARN_MS = 5_000;
/** A minute late is dead air. Slack accepts signatures that are up to 5 minutes old, the Live API 15. */
const FAIL_MS = 60_000;

/** Compares clocks with our own. An offset that the network may explain is ignored. */
export function judgeClocks(readings: readonly ClockReading[]): Finding[] {
  return readings.map((reading) => {
    const { whose, saidMs, stepMs, askedAtMs, heardAtMs } = reading;
    const offsetMs = saidMs + stepMs / 2 - (askedAtMs + heardAtMs) / 2;
    const blurMs = stepMs / 2 + (heardAtMs - askedAtMs) / 2;
    const surelyMs = Math.max(0, Math.abs(offsetMs) - blurMs);
    if (surelyMs < WARN_MS) return ok(whose, 'agrees with the clock of this machine');
    const side = offsetMs > 0 ? 'behind' : 'ahead of';
    return (surelyMs < FAIL_MS ? warn : fail)(
      whose,
      `this machine is ${Math.round(surelyMs / 1000)} s ${side} it`,
      'set the clock of this machine with NTP: deadlines, schedules and signatures depend on it',
    );
  });
}
