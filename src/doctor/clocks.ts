import type { ClockReading } from './judge-clock.ts';

/** Collects readings of clocks from the `Date` header of every HTTP response. */
export function createClocks(now: () => number) {
  const readings = new Map<string, ClockReading>();

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

function took({ askedAtMs, heardAtMs }: ClockReading): number {
  return heardAtMs - askedAtMs;
}
