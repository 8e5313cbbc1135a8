import { once } from 'node:events';
import { expect, test } from 'vitest';
import { ended, head, heardOn, POST, serving, SMALL, statusOf } from './set-up-server.ts';

test.each([
  ['that says so', `Content-Length: 1001`, ''],
  [
    'that says so and waits to be told to go on',
    'Content-Length: 1001\r\nExpect: 100-continue',
    '',
  ],
  ['in chunks', 'Transfer-Encoding: chunked', `3e9\r\n${'x'.repeat(1_001)}\r\n`],
])('a body that is too long, %s, is refused and its connection ends', async (_how, field, body) => {
  const { heard } = await serving();

  const answer = await heard(head(POST, 'X-Signed: yes', field) + body);

  expect(statusOf(answer)).toBe(413);
  expect(answer).toMatch(/^connection: close/im);
});

test('a client that waits for 100 Continue gets it, and an answer', async () => {
  const { dial } = await serving();
  const socket = await dial(
    head(POST, 'X-Signed: yes', 'Content-Length: 4', 'Expect: 100-continue'),
  );

  const [goOn] = await once(socket, 'data');
  socket.end('four');

  expect(String(goOn)).toContain('100 Continue');
  expect(await heardOn(socket)).toContain('• 4');
});

test.each([
  ['a head', 'POST /slack/events HTTP/1.1\r\nHost: de', 408],
  ['a body', `${head(POST, 'X-Signed: yes', 'Content-Length: 10')}four`, 408],
  ['nothing', '', 408],
])('%s that never ends is waited for only so long', async (_what, text, status) => {
  const { heard } = await serving();

  expect(statusOf(await heard(text))).toBe(status);
});

test.each([
  ['a head that is too long', head(POST, `X-Long: ${'x'.repeat(20_000)}`), 431],
  ['two lengths', head(POST, 'Content-Length: 4', 'Content-Length: 5'), 400],
  ['a length and chunks', head(POST, 'Content-Length: 4', 'Transfer-Encoding: chunked'), 400],
  ['a length below zero', head(POST, 'Content-Length: -4'), 400],
  ['no host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
  ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', 400],
])('%s is turned away, and its connection ends', async (_what, text, status) => {
  const { heard } = await serving();

  const answer = await heard(text);

  expect(statusOf(answer)).toBe(status);
  expect(answer).toMatch(/^connection: close/im);
});

test('with too many unproven connections, the oldest is closed and the newest is answered', async () => {
  const { dial, heard } = await serving();
  const oldest = ended(await dial(''));
  const others = [await dial(''), await dial('')];

  const answer = await heard(head('GET /healthz HTTP/1.1', 'Connection: close'));
  await oldest;

  expect(statusOf(answer)).toBe(200);
  expect(others.map(({ readyState }) => readyState)).toEqual(['open', 'open']);
});

test('a connection that showed a signature is not closed to make room', async () => {
  const { dial } = await serving();
  const trusted = await dial(`${head(POST, 'X-Signed: yes', 'Content-Length: 4')}four`);
  await once(trusted, 'data');
  const stranger = ended(await dial(''));
  await Promise.all([dial(''), dial(''), dial('')]);
  await stranger;

  trusted.write(`${head(POST, 'X-Signed: yes', 'Content-Length: 5')}fives`);
  const [again] = await once(trusted, 'data');

  expect(String(again)).toContain('• 5');
});

test('when incomplete bodies hold too much, the oldest are dropped', async () => {
  // Each takes a thousand bytes, and there is room for four.
  const { dial } = await serving({}, { ...SMALL, strangers: 100, requestMs: 60_000 });
  const part = `${head(POST, 'X-Signed: yes', 'Content-Length: 900')}${'x'.repeat(800)}`;
  const oldest = ended(await dial(part));
  const rest = [await dial(part), await dial(part), await dial(part)];

  const last = await dial(part);
  await oldest;
  last.write('x'.repeat(100));
  const [answer] = await once(last, 'data');

  expect(String(answer)).toContain('• 900');
  expect(rest.map(({ readyState }) => readyState)).toEqual(['open', 'open', 'open']);
});

test('a second request before the answer to the first ends the connection', async () => {
  const never = { read: () => new Promise<never>(() => undefined) };
  let asked = 0;
  const counted = { read: async () => ({ status: 200, text: String((asked += 1)) }) };
  const { heard } = await serving({ status: { '/readyz': never, '/healthz': counted } });

  const answer = await heard(
    head('GET /readyz HTTP/1.1') + head('GET /healthz HTTP/1.1').repeat(2_000),
  );

  expect(answer).toBe('');
  expect(asked).toBe(0);
});

test('one request after another is answered on one connection', async () => {
  const { dial } = await serving();
  const socket = await dial(head('GET /healthz HTTP/1.1'));
  await once(socket, 'data');

  socket.write(head('GET /healthz HTTP/1.1'));
  const [second] = await once(socket, 'data');

  expect(String(second)).toContain('fine');
});
