import { afterEach, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '#sandbox/redis.ts';
import { connect } from '#src/redis/connection/connection.ts';
import { readFacts } from '#src/redis/connection/server-info.ts';
import type { Connection } from '#src/redis/script.ts';
import { checkRedis } from '#src/redis/connection/start-check.ts';

const servers: RedisServer[] = [];
const connections: Connection[] = [];

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.disconnect();
  for (const server of servers.splice(0)) await server.stop();
});

test('a server says how it keeps what it is told', async () => {
  const { server, redis } = await started({ config: { maxmemory: '100mb' } });

  const [facts, ...others] = await readFacts(redis);

  expect(others).toEqual([]);
  expect(facts).toEqual({
    node: `127.0.0.1:${server.port}`,
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    mode: 'standalone',
    role: 'master',
    evictionPolicy: 'noeviction',
    memoryMax: 100 * 1024 * 1024,
    memoryUsed: expect.any(Number),
    isAofOn: true,
    appendfsync: 'everysec',
    isAofWritten: true,
    replicas: 0,
  });
  expect(facts?.memoryUsed).toBeGreaterThan(100_000);
});

test('a server that is set up well is taken in silence', async () => {
  const { redis } = await started();

  expect(await warningsOf(redis)).toEqual([]);
});

test('a server that evicts keys is refused in one line that says what to do', async () => {
  const { server, redis } = await started({ config: { 'maxmemory-policy': 'allkeys-lru' } });

  await expect(warningsOf(redis)).rejects.toThrow(
    `REDIS_URL: 127.0.0.1:${server.port}: maxmemory-policy is allkeys-lru: when memory is full it throws approvals away; set it to noeviction`,
  );
});

test('a server without an AOF is taken, with a warning', async () => {
  const { redis } = await started({ appendonly: false });

  expect(await warningsOf(redis)).toEqual([expect.stringContaining('the AOF is off')]);
});

test('a user without permission to read the settings is told what to allow', async () => {
  const { server, redis } = await started();
  await redis.call('ACL', 'SETUSER', 'desk', 'on', '>secret', '~*', '+@all', '-info');

  const desk = connected(`redis://desk:secret@127.0.0.1:${server.port}`);

  expect(await warningsOf(desk)).toEqual([expect.stringMatching(/^allow INFO.*NOPERM/)]);
});

test('a user who may not see settings is nobody to complain about', async () => {
  const { server, redis } = await started();
  await redis.call('ACL', 'SETUSER', 'desk', 'on', '>secret', '~*', '+@all', '-config');
  const desk = connected(`redis://desk:secret@127.0.0.1:${server.port}`);

  expect(await readFacts(desk)).toMatchObject([{ isAofOn: true, appendfsync: undefined }]);
  expect(await warningsOf(desk)).toEqual([]);
});

test('a server that is not there yet is waited for', async () => {
  const { server, redis } = await started();
  await server.kill();

  const warnings = await warningsOf(redis, () => server.restart());

  expect(warnings).toEqual(['Command timed out']);
});

async function started(options: Parameters<typeof startRedis>[0] = {}) {
  const server = await startRedis(options);
  servers.push(server);
  return { server, redis: connected(server.url) };
}

function connected(address: string): Connection {
  const connection = connect(address, () => undefined);
  connections.push(connection);
  return connection;
}

async function warningsOf(
  redis: Connection,
  sleep: () => Promise<unknown> = () => Promise.reject(new Error('it is not there')),
): Promise<unknown[]> {
  const warnings: unknown[] = [];
  const warn = (_message: string, fields: object): void => {
    warnings.push('why' in fields ? fields.why : undefined);
  };
  await checkRedis({ redis, waitReplicas: 0, sleep, warn });
  return warnings;
}
