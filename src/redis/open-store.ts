import { openConnections } from './connection/connection.ts';
import { createRepeatedWarnings, reasonOf } from './connection/repeated-warnings.ts';
import { checkRedis } from './connection/start-check.ts';
import { migrate, tellIfOutdated } from './stores/migrations.ts';
import type { ProjectNames } from './stores/project-names.ts';
import { createLeases } from './work/leases.ts';
import { createServerWatch, heldUntilMs } from './work/server-watch.ts';
import { createSharedClock } from './work/shared-clock.ts';

interface Options {
  readonly address: () => string;
  readonly replica: string;
  readonly waitFor: Parameters<typeof openConnections>[1];
  readonly names: ProjectNames;
  /** Called when a newer version has migrated the store. */
  readonly onOutdated: (why: string) => void;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly log: Readonly<Record<'info' | 'warn', (message: string, fields: object) => void>>;
}

/** The store as one replica uses it: connections, leases, clock, and the preparations before the first write. */
export function openStore(options: Options) {
  const { address, replica, waitFor, names, onOutdated, sleep, log } = options;
  const warn = createRepeatedWarnings(log.warn, ticks);
  const connections = openConnections(address, waitFor, (error) =>
    warn('Redis connection', { why: reasonOf(error) }),
  );
  const { redis, writes } = connections;
  const leases = createLeases(redis, replica, writes);
  const clock = createSharedClock({
    wall: Date.now,
    ticks,
    tell: (aheadMs) => log.warn('the clock of this machine is not that of Redis', { aheadMs }),
  });
  const watch = createServerWatch(redis, clock);
  return {
    ...connections,
    leases,
    clock,
    /** Reads the time of Redis and reports if this version is too old; called twice a second. */
    look: async (): Promise<void> => tellIfOutdated((await watch.look()).layout, onOutdated),
    /** Until when what was approved at a time is left alone after a restart of Redis, in Unix milliseconds. */
    holdUntilMs: async (approvedAtMs: number) => heldUntilMs(await watch.look(), approvedAtMs),
    /** Waits for Redis, refuses an unfit one, and migrates the store to the layout of this version. */
    async prepare(): Promise<void> {
      await checkRedis({ redis, waitReplicas: waitFor.replicas, sleep, warn });
      await watch.look();
      await migrate({ redis, leases, names, sleep, info: log.info });
    },
  };
}

function ticks(): number {
  return process.uptime() * 1_000;
}
