import type { Registry } from '@prometheus-io/client';
import { within } from '#src/basics/within.ts';
import type { EndingStats } from '#src/ports/ending-stats.ts';
import type { StoreStats } from '#src/ports/store-stats.ts';
import { createEndingGauges, createStoreGauges } from './gauges.ts';
import { createInstruments } from './instruments.ts';

/** A scrape is answered within this time, whatever hangs, in milliseconds. */
const FIGURES_WITHIN_MS = 1_000;

/** `/metrics`: the text format of Prometheus. Without Redis, it holds what the process itself knows. */
export function createMetricsPage(deps: {
  readonly registry: Registry;
  readonly figures: () => Promise<StoreStats>;
  /** What ends soon, of the projects that are watched for that. */
  readonly endings: () => Promise<readonly EndingStats[]>;
  readonly isConnected: () => boolean;
  readonly isStopping: () => boolean;
  /** The channels of each project, and whether they are out of reach. */
  readonly channels: () => readonly {
    readonly project: string;
    readonly use: string;
    readonly isOut: boolean;
  }[];
  /** How far the clock of this machine is ahead of that of Redis, in milliseconds. */
  readonly clockAheadMs: () => number;
  readonly now: () => number;
}) {
  const { registry, figures, endings, isConnected, isStopping, channels, clockAheadMs, now } = deps;
  const setStore = createStoreGauges(registry, now);
  const setEndings = createEndingGauges(registry);
  const make = createInstruments(registry);
  const connected = make.gauge('slack_connected');
  const clockAhead = make.gauge('clock_ahead_seconds');
  const outOfReach = make.gauge('channel_out_of_reach', ['project', 'channel']);
  const stopping = make.gauge('stopping');

  return async () => {
    setStore(await inTime(figures));
    setEndings((await inTime(endings)) ?? []);
    connected.set(isConnected() ? 1 : 0);
    // Channels of another configuration are left out.
    outOfReach.reset();
    for (const { project, use, isOut } of channels()) {
      outOfReach.set({ project, channel: use }, isOut ? 1 : 0);
    }
    stopping.set(isStopping() ? 1 : 0);
    clockAhead.set(clockAheadMs() / 1000);
    return { status: 200, contentType: registry.contentType, text: await registry.metrics() };
  };
}

/** Undefined when it fails or takes too long. */
function inTime<Figures>(read: () => Promise<Figures>): Promise<Figures | undefined> {
  const figures = read().catch(() => undefined);
  return within(FIGURES_WITHIN_MS, figures);
}
