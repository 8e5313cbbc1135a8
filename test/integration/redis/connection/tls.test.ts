import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { freePort } from '#sandbox/free-port.ts';
import { createCertificate } from '#sandbox/certificate.ts';
import { type RedisServer, startRedis } from '#sandbox/redis.ts';
import { connect, connectReader } from '#src/redis/connection/connection.ts';
import { createOutbox } from '#src/redis/work/outbox.ts';
import type { Connection } from '#src/redis/script.ts';
import { nowMs } from '../../../unit/relay/sample-task.ts';

const folder = mkdtempSync(join(tmpdir(), 'relaydesk-tls-'));
const certFile = join(folder, 'cert.pem');
const keyFile = join(folder, 'key.pem');
const connections: Connection[] = [];
let server: RedisServer;
let port: number;

beforeAll(async () => {
  const { cert, key } = createCertificate(Date.now());
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key);
  port = await freePort();
  server = await startRedis({
    config: {
      'tls-port': String(port),
      'tls-cert-file': certFile,
      'tls-key-file': keyFile,
      'tls-ca-cert-file': certFile,
    },
  });
  const plain = opened(server.url);
  await plain.call('ACL', 'SETUSER', 'desk', 'on', '>p@ss/word', '~{relaydesk}:*', '+@all');
});
afterEach(() => {
  for (const connection of connections.splice(0)) connection.disconnect();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

test('connects to a server with a configured certificate, user, password and client certificate', async () => {
  const redis = opened(
    `rediss://desk:p%40ss%2Fword@127.0.0.1:${port}?ca=${certFile}&cert=${certFile}&key=${keyFile}`,
  );

  expect(await redis.call('ACL', 'WHOAMI')).toBe('desk');
});

test('reads that block work over TLS too', async () => {
  const query = `ca=${certFile}&cert=${certFile}&key=${keyFile}`;
  const address = `rediss://desk:p%40ss%2Fword@127.0.0.1:${port}?${query}`;
  const reader = connectReader(address, () => undefined);
  connections.push(reader);
  const redis = opened(address);
  const outbox = createOutbox({
    redis,
    reader,
    replica: 'one',
    now: () => nowMs,
    onUnknown: () => undefined,
  });
  await outbox.prepare();

  const [taken] = await Promise.all([
    outbox.take(),
    redis.xadd('{relaydesk}:outbox', '*', 'entry', 'show R-1'),
  ]);

  expect(taken).toMatchObject([{ entry: { kind: 'show', request: 'R-1' } }]);
});

test.each([
  ['a certificate that nobody said to trust', () => `rediss://127.0.0.1:${port}`, /self-signed/],
  [
    'no certificate of our own where the server wants one',
    () => `rediss://127.0.0.1:${port}?ca=${certFile}`,
    /certificate|closed|ECONNRESET/i,
  ],
  ['no TLS where the server speaks nothing else', () => `redis://127.0.0.1:${port}`, /.*/],
])('%s is an error, and nothing is sent', async (_what, address, why) => {
  const errors: string[] = [];
  const redis = connect(address(), (error) => errors.push(error.message));
  connections.push(redis);

  await expect(redis.ping()).rejects.toThrow('Command timed out');
  expect(errors.join('\n')).toMatch(why);
});

test('a wrong password is an error that says so', async () => {
  const redis = opened(`redis://desk:wrong@127.0.0.1:${server.port}`);

  await expect(redis.ping()).rejects.toThrow(/WRONGPASS|NOAUTH|timed out/);
});

test('a file of TLS that is not there is an error that names it', () => {
  expect(() => opened('rediss://127.0.0.1?ca=/nowhere/ca.pem')).toThrow(
    'REDIS_URL: /nowhere/ca.pem cannot be read',
  );
});

function opened(address: string): Connection {
  const connection = connect(address, () => undefined);
  connections.push(connection);
  return connection;
}
