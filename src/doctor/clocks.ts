import type { ClockReading } from './judge-clock.ts';

/** Reads clocks by the way: every answer over HTTP has a `Date`. */
export function createClocks(now: () => number) {
  const readings = new Map<string, ClockReading>();

  function note(reading: ClockReading): void {
    const known = readings.get(reading.whose);
    // The quicker the answer, the more it says.
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
