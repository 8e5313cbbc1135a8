import { Counter, Gauge, Histogram, type Registry } from '@prometheus-io/client';

/** Creates metrics with names that begin with `relaydesk_`; buckets are in seconds. */
export function createInstruments(registry: Registry) {
  const registers = [registry];
  return {
    counter: <Label extends string>(name: string, labelNames: readonly Label[], help: string) =>
      new Counter({ name: `relaydesk_${name}`, help, labelNames, registers }),
    gauge: <Label extends string>(name: string, labelNames: readonly Label[], help: string) =>
      new Gauge({ name: `relaydesk_${name}`, help, labelNames, registers }),
    histogram: <Label extends string>(
      name: string,
      labelNames: readonly Label[],
      buckets: number[],
      help: string,
    ) => new Histogram({ name: `relaydesk_${name}`, help, labelNames, buckets, registers }),
  };
}

export type Instruments = ReturnType<typeof createInstruments>;
