import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import { parseAddress, type RedisAddress } from './address.ts';
import { createReplicatedWrites } from './replicated-writes.ts';
import { RedisUnfitError } from './server-requirements.ts';
import { given } from '#src/basics/given.ts';
import { type Connection, isCluster, type Writes } from '#src/redis/script.ts';

/**
 * How long a command may take, in milliseconds. Slack gives a click three seconds, so there is still time to tell the
 * person what happened.
 */
const COMMAND_TIMEOUT_MS = 2_000;

/** How long a server may take to accept a connection, in milliseconds; it is tried again after that. */
const CONNECT_TIMEOUT_MS = 2_000;

/**
 * A connection with pending commands and no replies for this long is dead. In milliseconds; longer than any command.
 */
const SILENCE_MS = 5_000;

/** An address, or a function that reads it each time: its user and password may rotate. */
export type AddressSource = string | (() => string);

type OnError = (error: Error) => void;

/** Connects to Redis; `address.ts` lists the forms of addresses. `timeoutMs`: for commands; 0: they may take any time. */
export function connect(
  source: AddressSource,
  onError: OnError,
  timeoutMs = COMMAND_TIMEOUT_MS,
): Connection {
  const read = typeof source === 'string' ? () => source : source;
  const parsed = parseAddress(read());
  if (!parsed.ok) throw new RedisUnfitError(`REDIS_URL: ${parsed.problem}`);
  const redis = build(parsed.address, timeoutMs);
  redis.on('error', onError);
  signInAgain(redis, read);
  if (redis instanceof Redis) staysOpen(redis);
  return redis;
}

/** A second connection for reads that block; they must not hold up anything else. */
export const connectReader = (address: AddressSource, onError: OnError): Connection =>
  connect(address, onError, 0);

/**
 * A third one for writes that wait for replicas, so that nothing else waits behind them. A write may first have to
 * wait for the round before it.
 */
export const connectWriter = (address: AddressSource, waitMs: number, onError: OnError) =>
  connect(address, onError, COMMAND_TIMEOUT_MS + waitMs);

/**
 * The connections of one replica to Redis: one for most things, `reader` for reads that block, and `writes` for writes
 * that somebody is told are saved. `waitFor`: how many replicas of Redis must acknowledge a write, and how long
 * that may take.
 */
export function openConnections(
  address: AddressSource,
  waitFor: { readonly replicas: number; readonly timeoutMs: number },
  onError: OnError,
) {
  const redis = connect(address, onError);
  const reader = connectReader(address, onError);
  const writer = waitFor.replicas > 0 && connectWriter(address, waitFor.timeoutMs, onError);
  const writes: Writes = writer ? createReplicatedWrites(writer, waitFor) : redis;
  return {
    redis,
    reader,
    writes,
    disconnect(): void {
      for (const connection of [redis, reader, writer]) if (connection) connection.disconnect();
    },
  };
}

/**
 * Keeps the connection until we close it. A Sentinel that announces a new master while the client looks for one makes
 * the client give up for good (ioredis 6.0.0: "Connection is closed."), so it is started again: at once, because
 * commands fail meanwhile. Each try asks a Sentinel, so this does not spin.
 */
function staysOpen(redis: Redis): void {
  let isClosed = false;
  const disconnect = redis.disconnect.bind(redis);
  redis.disconnect = (reconnect = false): void => {
    isClosed ||= !reconnect;
    disconnect(reconnect);
  };
  redis.on('end', () => {
    if (!isClosed) redis.connect().catch(() => undefined);
  });
}

/** Later connections sign in with the user and password in the address at that time. */
function signInAgain(redis: Connection, read: () => string): void {
  const renew = (server: Redis): void => {
    const parsed = parseAddress(read());
    if (!parsed.ok) return;
    server.options.username = parsed.address.username;
    server.options.password = parsed.address.password;
  };
  const follow = (server: Redis): void => {
    renew(server);
    server.on('reconnecting', () => renew(server));
  };
  // A Cluster creates its nodes one by one, with the credentials it was given at first.
  if (isCluster(redis)) redis.on('+node', follow);
  else follow(redis);
}

/** While Redis restarts, the next try is at most a second away. */
function retryStrategy(attempt: number): number {
  return Math.min(attempt * 50, 1_000);
}

function build(address: RedisAddress, timeoutMs: number): Connection {
  const { kind, hosts, username, password, db, masterName } = address;
  const tls = address.tls && tlsOptions(address.tls);
  const options = {
    ...given({ username, password, tls, commandTimeout: timeoutMs || undefined }),
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_MS,
    // Commands whose connection broke are sent again on the next one, however often.
    maxRetriesPerRequest: null,
    // A master that became a replica keeps its connections and refuses writes: find the new one.
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY') && 2,
  } satisfies RedisOptions;
  switch (kind) {
    case 'single':
      return new Redis({ ...options, ...hosts[0], db, retryStrategy });
    case 'sentinel':
      return new Redis({
        ...options,
        db,
        retryStrategy,
        ...sentinelOptions(address, tls),
        name: masterName,
      });
    case 'cluster':
      return withTimeouts(
        new Cluster([...hosts], {
          clusterRetryStrategy: retryStrategy,
          redisOptions: options,
          ...given({ dnsLookup: tls && unresolved }),
        }),
        timeoutMs,
      );
  }
}

/** A certificate is for a name, so the name must not be resolved first. */
const unresolved: ClusterOptions['dnsLookup'] = (name, callback) => callback(null, name);

/** Commands that wait for the Cluster have not reached a node, so no node's timeout applies to them. */
function withTimeouts(cluster: Cluster, timeoutMs: number): Cluster {
  if (timeoutMs === 0) return cluster;
  const send = cluster.sendCommand.bind(cluster);
  cluster.sendCommand = (command, stream, node): unknown => {
    command.setTimeout(timeoutMs);
    return send(command, stream, node);
  };
  return cluster;
}

function sentinelOptions(
  { hosts, sentinelUsername, sentinelPassword }: RedisAddress,
  tls: ConnectionOptions | undefined,
) {
  return {
    sentinels: [...hosts],
    ...given({ sentinelUsername, sentinelPassword, sentinelTLS: tls }),
    enableTLSForSentinelMode: tls !== undefined,
    sentinelRetryStrategy: retryStrategy,
    sentinelReconnectStrategy: retryStrategy,
    sentinelCommandTimeout: CONNECT_TIMEOUT_MS,
    // Leaves a frozen or unreachable master as soon as there is another one.
    failoverDetector: true,
  };
}

function tlsOptions({ ca, cert, key, servername }: NonNullable<RedisAddress['tls']>) {
  return given({ ca: pem(ca), cert: pem(cert), key: pem(key), servername });
}

function pem(path: string | undefined): Buffer | undefined {
  try {
    return path ? readFileSync(path) : undefined;
  } catch {
    throw new RedisUnfitError(`REDIS_URL: ${path} cannot be read`);
  }
}
