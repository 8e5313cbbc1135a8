import { StartError } from '#src/basics/start-error.ts';
import type { RedisFacts } from './server-info.ts';

/** Thrown when approvals cannot be kept with this Redis. */
export class RedisUnfitError extends StartError {
  override readonly name = 'RedisUnfitError';
}

export interface Finding {
  /** `fail`: relaydesk does not start. `warn`: it starts and logs a warning. */
  readonly level: 'fail' | 'warn';
  readonly node: string;
  /** What is wrong and what to do about it, in one line. */
  readonly text: string;
}

/** The oldest version that the tests run on. */
const VERSION_MIN = 7;
/** When the memory is this full, it is time to act. */
const MEMORY_FULL = 0.8;

/** Problems of the servers; none means that all is well. Pure. */
export function fitnessOf(
  servers: readonly RedisFacts[],
  settings: { readonly isCluster: boolean; readonly waitReplicas: number },
): Finding[] {
  return servers.flatMap((server) => {
    const found = (level: Finding['level'], rules: readonly Rule[]): Finding[] =>
      rules.flatMap(([isSo, text]) => (isSo ? [{ level, node: server.node, text }] : []));
    const { isCluster, waitReplicas } = settings;
    return [
      ...found('fail', unfitness(server, isCluster)),
      ...found('warn', concerns(server, waitReplicas)),
    ];
  });
}

type Rule = readonly [isSo: boolean, text: string];

function unfitness(server: RedisFacts, isCluster: boolean): readonly Rule[] {
  const { version, mode, role, evictionPolicy } = server;
  if (mode === 'sentinel') {
    return [
      [true, 'this is a Sentinel; write REDIS_URL as redis+sentinel://host:port,host:port/name'],
    ];
  }
  return [
    [
      Number.parseInt(version, 10) < VERSION_MIN,
      `this is Redis ${version}; relaydesk needs ${VERSION_MIN}.0 or newer`,
    ],
    [
      mode === 'cluster' && !isCluster,
      'this is a node of a Cluster; write REDIS_URL as redis+cluster://host:port,host:port',
    ],
    [
      role === 'replica',
      'this is a replica, which takes no writes; REDIS_URL has to lead to the master',
    ],
    [
      evictionPolicy !== 'noeviction',
      `maxmemory-policy is ${evictionPolicy}: when memory is full it throws approvals away; set it to noeviction`,
    ],
  ];
}

function concerns(server: RedisFacts, waitReplicas: number): readonly Rule[] {
  const { isAofOn, appendfsync, isAofWritten, memoryMax, memoryUsed, replicas } = server;
  const fullness = memoryMax === 0 ? 0 : memoryUsed / memoryMax;
  return [
    [
      !isAofOn,
      'the AOF is off: a restart forgets what was approved since the last snapshot; set appendonly yes',
    ],
    [
      isAofOn && appendfsync === 'no',
      'appendfsync is no: a crash of the machine may lose half a minute; set it to everysec or always',
    ],
    [!isAofWritten, 'the AOF could not be written the last time; look at its disk'],
    [
      fullness > MEMORY_FULL,
      `memory is ${Math.round(fullness * 100)} % full; when it is full, nothing can be asked for or approved`,
    ],
    [
      replicas < waitReplicas,
      `redis.wait_replicas is ${waitReplicas} and ${replicas} are connected: until there are enough, nothing can be asked for or approved`,
    ],
  ];
}
