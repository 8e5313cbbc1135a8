import type { Redis } from 'ioredis';
import { type Connection, isCluster } from '#src/redis/script.ts';

/** What a Redis server says about itself that matters for keeping approvals. */
export interface RedisFacts {
  /** `host:port` as this process reaches it. */
  readonly node: string;
  readonly version: string;
  readonly mode: 'standalone' | 'cluster' | 'sentinel';
  readonly role: 'master' | 'replica';
  /** `maxmemory-policy`: what is evicted when memory is full. */
  readonly evictionPolicy: string;
  /** In bytes; 0: no limit is set. */
  readonly memoryMax: number;
  /** In bytes. */
  readonly memoryUsed: number;
  readonly isAofOn: boolean;
  /** `appendfsync`; undefined when this user may not read it. */
  readonly appendfsync: string | undefined;
  /** Whether the last write of the AOF reached the disk. */
  readonly isAofWritten: boolean;
  readonly replicas: number;
}

/** Asks the server, or every master of a Cluster. Changes nothing. */
export async function readFacts(redis: Connection): Promise<RedisFacts[]> {
  if (!isCluster(redis)) return [await factsOf(redis)];
  // A Cluster knows its nodes only after a first command.
  await redis.ping();
  return Promise.all(redis.nodes('master').map(factsOf));
}

async function factsOf(server: Redis): Promise<RedisFacts> {
  const info = fieldsOf(await server.info());
  const { host, port } = server.options;
  return {
    node: `${server.stream.remoteAddress ?? host ?? ''}:${server.stream.remotePort ?? port ?? ''}`,
    version: info.get('redis_version') ?? '',
    mode: modeFrom(info.get('redis_mode')),
    role: info.get('role') === 'slave' ? 'replica' : 'master',
    evictionPolicy: info.get('maxmemory_policy') ?? '',
    memoryMax: Number(info.get('maxmemory') ?? 0),
    memoryUsed: Number(info.get('used_memory') ?? 0),
    isAofOn: info.get('aof_enabled') === '1',
    appendfsync: await setting(server, 'appendfsync'),
    isAofWritten: info.get('aof_last_write_status') !== 'err',
    replicas: Number(info.get('connected_slaves') ?? 0),
  };
}

/** Managed servers often do not allow CONFIG GET. */
async function setting(server: Redis, name: string): Promise<string | undefined> {
  try {
    const reply: unknown = await server.config('GET', name);
    return Array.isArray(reply) && typeof reply[1] === 'string' ? reply[1] : undefined;
  } catch {
    return undefined;
  }
}

/** The lines `name:value` of INFO. */
function fieldsOf(info: string): Map<string, string> {
  const pairs = [...info.matchAll(/^(\w+):(.*?)\r?$/gm)];
  return new Map(pairs.map(([, name = '', value = '']) => [name, value]));
}

function modeFrom(text: string | undefined): RedisFacts['mode'] {
  return text === 'cluster' || text === 'sentinel' ? text : 'standalone';
}
