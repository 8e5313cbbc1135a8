import { type Connections, openConnections } from './connection/open-connections.ts';
import { checkRedis } from './connection/start-check.ts';
import { migrate } from './stores/migrations.ts';
import type { ProjectNames } from './stores/project-names.ts';
import { createLanes } from './work/leases.ts';

interface Options {
  readonly address: () => string;
  readonly replica: string;
  readonly waitFor: Parameters<typeof openConnections>[1];
  readonly names: ProjectNames;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly log: Readonly<Record<'info' | 'warn', (message: string, fields: object) => void>>;
}

/** What one replica has of the store: its connections, its leases, and what comes before the first write. */
export function openStore(options: Options): Connections & {
  readonly lanes: ReturnType<typeof createLanes>;
  /** Waits for Redis, refuses one that is not fit, and brings the store to the layout of this version. */
  readonly prepare: () => Promise<void>;
} {
  const { address, replica, waitFor, names, sleep, log } = options;
  const connections = openConnections(address, waitFor, (error) =>
    log.warn('Redis connection', { error }),
  );
  const { redis, writes } = connections;
  const lanes = createLanes(redis, replica, writes);
  return {
    ...connections,
    lanes,
    async prepare() {
      await checkRedis({ redis, waitReplicas: waitFor.replicas, sleep, warn: log.warn });
      await migrate({ redis, lanes, names, sleep, info: log.info });
    },
  };
}
