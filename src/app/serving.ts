import type { Config } from '#src/config/load-config.ts';
import { createStatusPages } from '#src/http/health.ts';
import type { Doors } from '#src/http/routes.ts';
import type { createStores } from '#src/redis/stores/create-stores.ts';
import { createMetricsPage } from '#src/telemetry/page.ts';
import type { WatchService } from '#src/watch/service.ts';

type MetricsPage = Parameters<typeof createMetricsPage>[0];
type StatusPages = Parameters<typeof createStatusPages>[0];

/** What the process answers over HTTP: Slack, events of the Live API, and those who look after it. */
export function createServing(
  deps: Pick<Doors, 'slack'> &
    Pick<StatusPages, 'turnedAtMs'> &
    Omit<MetricsPage, 'figures' | 'clockAheadMs'> & {
      readonly latest: () => Config;
      readonly watch: WatchService;
      readonly stats: ReturnType<typeof createStores>['stats'];
      readonly redis: { readonly ping: () => Promise<string> };
      readonly clock: { readonly aheadMs: () => number };
    },
): Doors {
  const { latest, slack, watch, stats, redis, clock } = deps;
  const { eventsToken } = latest();
  return {
    slack,
    events: eventsToken
      ? { token: () => latest().eventsToken ?? eventsToken, take: (body) => watch.take(body) }
      : undefined,
    status: createStatusPages({
      ...deps,
      ping: async () => (await redis.ping()) === 'PONG',
      untakenAgeMs: stats.untakenAgeMs,
      metricsToken: () => latest().metricsToken,
      metrics: createMetricsPage({ ...deps, figures: stats.read, clockAheadMs: clock.aheadMs }),
    }),
  };
}
