import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { Connection } from './script.ts';

/**
 * How long a command may take, in milliseconds. Slack gives a click three seconds, so a person gets
 * an answer in words while there is still time for one.
 */
const COMMAND_TIMEOUT_MS = 2_000;

/**
 * Connects to Redis by the form of the address:
 * `redis://` and `rediss://` (TLS) one server, `redis+sentinel://host:port,host:port/name` the
 * master of that name, `redis+cluster://host:port,host:port` a Cluster (`rediss+…` over TLS).
 */
export function connect(address: string, onError: (error: Error) => void): Connection {
  return open(address, { commandTimeout: COMMAND_TIMEOUT_MS }, onError);
}

/** A second connection for reads that block; they must not hold up anything else. */
export function connectReader(address: string, onError: (error: Error) => void): Connection {
  return open(address, {}, onError);
}

/**
 * A third one for writes that wait until replicas have them, which nothing else must wait for. Two
 * rounds of waiting may come before the answer.
 */
export function connectWriter(
  address: string,
  timeoutMs: number,
  onError: (error: Error) => void,
): Connection {
  return open(address, { commandTimeout: COMMAND_TIMEOUT_MS + timeoutMs }, onError);
}

type ServerOptions = Pick<
  RedisOptions,
  'commandTimeout' | 'maxRetriesPerRequest' | 'username' | 'password' | 'tls'
> & { readonly retryStrategy: (attempt: number) => number };

function open(
  address: string,
  extra: { readonly commandTimeout?: number },
  onError: (error: Error) => void,
): Connection {
  const options: ServerOptions = {
    ...extra,
    maxRetriesPerRequest: null,
    // While Redis restarts, a second is the longest that anybody should wait for the next try.
    retryStrategy: (attempt) => Math.min(attempt * 50, 1_000),
  };
  const redis = build(address, options);
  redis.on('error', onError);
  return redis;
}

function build(address: string, options: ServerOptions): Connection {
  const match = /^(rediss?)\+(sentinel|cluster):\/\/(?:([^@/]*)@)?([^/]+)(?:\/(.*))?$/.exec(
    address,
  );
  if (!match) return new Redis(address, options);
  const [, scheme, kind, userinfo = '', hosts = '', name = ''] = match;
  const nodes = hosts.split(',').map((host) => {
    const [hostname = '', port] = host.split(':');
    return { host: hostname, port: Number(port ?? (kind === 'sentinel' ? 26_379 : 6_379)) };
  });
  const [username, password] = userinfo.split(':').map(decodeURIComponent);
  const shared: ServerOptions = {
    ...options,
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
    ...(scheme === 'rediss' ? { tls: {} } : {}),
  };
  const { retryStrategy, ...redisOptions } = shared;
  return kind === 'sentinel'
    ? new Redis({ ...shared, sentinels: nodes, name: name || 'mymaster' })
    : new Cluster(nodes, { clusterRetryStrategy: retryStrategy, redisOptions });
}
