import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MediaServer, startMediaServer } from '#sandbox/media/media-server.ts';
import { createEgress, type EgressLimits, type Resolve } from '#src/sources/egress.ts';

let media: MediaServer;
beforeAll(async () => {
  media = await startMediaServer();
});
afterAll(() => media.stop());

const LIMITS: EgressLimits = { timeoutMs: 10_000, bytes: 100_000, redirects: 3, atOnce: 4 };
const LOOPBACK = ['127.0.0.0/8'];
const RANGE = { from: 0, to: 1000 };

function egress({
  limits = {},
  allowPrivate = LOOPBACK,
  resolve,
  ports = [media.port],
}: {
  readonly limits?: Partial<EgressLimits>;
  readonly allowPrivate?: readonly string[];
  readonly resolve?: Resolve;
  readonly ports?: readonly number[];
} = {}) {
  const policy = { ports, allowPrivate };
  const parts = { policy, limits: { ...LIMITS, ...limits } };
  return createEgress(resolve ? { ...parts, resolve } : parts);
}

/** A name that leads to the media server. */
const film = (path: string) => `http://media.example.com:${media.port}${path}`;

const toAddresses =
  (...addresses: readonly string[]): Resolve =>
  async () =>
    addresses;

test('a name is resolved once, and the connection goes to that address, whatever the name says then', async () => {
  const answers = [['127.0.0.1'], ['10.0.0.1']];
  const asked: string[] = [];
  const resolve: Resolve = async (host) => {
    asked.push(host);
    return answers.shift() ?? [];
  };

  const { status } = await egress({ resolve }).visit(({ get }) => get(film('/morning.mp4'), RANGE));

  expect(status).toBe(206);
  expect(asked).toEqual(['media.example.com']);
  expect(media.requests().at(-1)?.headers.host).toBe(`media.example.com:${media.port}`);
});

test('a name that is resolved again for a redirect is judged again', async () => {
  const answers = [['127.0.0.1'], ['10.0.0.1']];
  const resolve: Resolve = async () => answers.shift() ?? [];

  const found = egress({ resolve }).visit(({ get }) => get(film('/moved.mp4'), RANGE));

  await expect(found).rejects.toMatchObject({ why: 'private_address' });
});

test.each([
  ['a private address', ['10.0.0.1']],
  ['a private address beside a public one', ['93.184.215.14', '192.168.0.1']],
  ['a private address within IPv6', ['::ffff:192.168.0.1']],
  ['the metadata of a machine in the cloud', ['169.254.169.254']],
])('a name that leads to %s is not followed', async (_kind, addresses) => {
  const resolve = toAddresses(...addresses);

  const found = egress({ resolve }).visit(({ get }) => get(film('/morning.mp4'), RANGE));

  await expect(found).rejects.toMatchObject({ why: 'private_address' });
});

test('loopback is as private as any other network unless it is listed', async () => {
  const before = media.requests().length;

  const found = egress({ allowPrivate: [] }).visit(({ get }) =>
    get(`${media.url}/morning.mp4`, RANGE),
  );

  await expect(found).rejects.toMatchObject({ why: 'private_address' });
  expect(media.requests().length).toBe(before);
});

test('a name without an address is told as that', async () => {
  const found = egress({ resolve: toAddresses() }).visit(({ get }) => get(film('/a'), RANGE));

  await expect(found).rejects.toMatchObject({ why: 'no_such_name' });
});

test.each([
  ['a port that is not listed', 'http://127.0.0.1:6379/', 'port'],
  ['another scheme', 'ftp://127.0.0.1/a.mp4', 'scheme'],
  ['a file', 'file:///etc/passwd', 'scheme'],
  ['a name and a password', 'http://me:secret@127.0.0.1/', 'credentials'],
])('%s is refused without a connection', async (_kind, url, why) => {
  await expect(egress().visit(({ get }) => get(url, RANGE))).rejects.toMatchObject({ why });
});

test('three redirects are followed, and a fourth is not', async () => {
  const three = await egress().visit(({ get }) => get(`${media.url}/moved-3.mp4`, RANGE));

  expect(three).toMatchObject({ status: 206, url: `${media.url}/morning.mp4` });
  const four = egress().visit(({ get }) => get(`${media.url}/moved-4.mp4`, RANGE));
  await expect(four).rejects.toMatchObject({ why: 'redirects' });
});

test('no cookie and no credentials are sent, not even after a redirect that set one', async () => {
  await egress().visit(({ get }) => get(`${media.url}/cookie.mp4`, RANGE));

  const { path, headers } = media.requests().at(-1) ?? {};
  expect(path).toBe('/morning.mp4');
  expect(Object.keys(headers ?? {}).toSorted()).toEqual([
    'accept',
    'accept-encoding',
    'connection',
    'host',
    'range',
    'user-agent',
  ]);
});

test('all requests for a source share its limit of bytes, which ends an endless body', async () => {
  const lengths = await egress().visit(async ({ get, bytesLeft }) => {
    const first = await get(`${media.url}/morning.mp4`, { from: 0, to: 60_000 });
    const second = await get(`${media.url}/endless.ts`, RANGE);
    return [first.body.length, second.body.length, bytesLeft()];
  });

  expect(lengths).toEqual([60_000, 40_000, 0]);
});

test('a packed body is not unpacked', async () => {
  const { body } = await egress().visit(({ get }) => get(`${media.url}/bomb.mp4`, RANGE));

  expect(body.length).toBeLessThan(100_000);
  expect(body.subarray(0, 2).toString('hex')).toBe('1f8b');
});

test.each(['/never.mp4', '/slow.mp4'])('the time of a visit ends %s', async (path) => {
  const found = egress({ limits: { timeoutMs: 200 } }).visit(({ get }) =>
    get(`${media.url}${path}`, RANGE),
  );

  await expect(found).rejects.toMatchObject({ why: 'timeout' });
});

test('at most four sources are checked at once, and the fifth waits for one to end', async () => {
  const { visit } = egress();
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<undefined>());
  const begun: number[] = [];
  const visits = gates.map(({ promise }, index) =>
    visit(async () => {
      begun.push(index);
      await promise;
    }),
  );

  expect(begun).toEqual([0, 1, 2, 3]);
  gates[2]?.resolve(undefined);
  await visits[2];
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  for (const { resolve } of gates) resolve(undefined);
  await Promise.all(visits);
});

test.each([
  ['speaks something else', '220 mail.example.com ESMTP\r\n'],
  [
    'switches to another protocol',
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  ],
])('a server that %s is told as an odd answer', async (_kind, says) => {
  const server = createServer((request) => request.socket.end(says));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const found = egress({ ports: [port] }).visit(({ get }) =>
    get(`http://127.0.0.1:${port}/`, RANGE),
  );

  await expect(found).rejects.toMatchObject({ why: 'odd_answer' });
  server.close();
});
