import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createFileReader, FILE_BYTES_MAX } from '#src/slack/transport/file-reader.ts';

const TOKEN = 'xoxb-secret';
const WITHIN_MS = 5_000;
const SHORT_MS = 200;

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

let server: Server;
let origin = '';
let answer: Answer;
/** What arrived: address and token of each call. */
let calls: [url: string, authorization: string | undefined][] = [];

const read = (url: string, apiUrl = `${origin}/api/`, withinMs = WITHIN_MS) =>
  createFileReader({
    access: () => ({ apiUrl, botToken: TOKEN }),
  })(url, withinMs);

beforeAll(async () => {
  server = createServer((request, response) => {
    calls.push([request.url ?? '', request.headers.authorization]);
    response.shouldKeepAlive = false;
    answer(response, request);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  calls = [];
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

test('a file is read with the token of the bot', async () => {
  answer = (response) => response.setHeader('content-type', 'text/plain').end('a list');

  const found = await read(`${origin}/files-pri/T1-F1/list.txt`);

  expect(found.ok && Buffer.from(found.bytes).toString()).toBe('a list');
  expect(calls).toEqual([['/files-pri/T1-F1/list.txt', `Bearer ${TOKEN}`]]);
});

test.each([
  ['another host', 'https://files.slack.com.evil.example/x.txt', 'https://slack.com/api/'],
  ['a host below it', 'https://x.files.slack.com/x.txt', 'https://slack.com/api/'],
  ['a plain connection', 'http://files.slack.com/x.txt', 'https://slack.com/api/'],
  ['another port', 'https://files.slack.com:8443/x.txt', 'https://slack.com/api/'],
  ['a name and a password', 'https://me:pass@files.slack.com/x.txt', 'https://slack.com/api/'],
  ['no address', 'nonsense', 'https://slack.com/api/'],
])('no token goes to %s', async (_what, url, apiUrl) => {
  expect(await read(url, apiUrl)).toEqual({ ok: false, why: 'elsewhere' });
});

test('no token goes to another port of this machine', async () => {
  expect(await read(`${origin}/x.txt`, 'http://127.0.0.1:1/api/')).toEqual({
    ok: false,
    why: 'elsewhere',
  });
  expect(calls).toEqual([]);
});

test.each<[string, Answer]>([
  ['a redirect', (response) => response.writeHead(302, { location: `${origin}/signin` }).end()],
  [
    'the page for signing in',
    (response) => response.setHeader('content-type', 'text/html; charset=utf-8').end('<html>'),
  ],
  ['a no', (response) => response.writeHead(404).end('not found')],
])('%s is no file, and nothing else is asked', async (_what, given) => {
  answer = given;

  expect(await read(`${origin}/x.txt`)).toEqual({ ok: false, why: 'refused' });
  expect(calls).toHaveLength(1);
});

test('a body of the largest size is read, and one byte more is not', async () => {
  answer = (response) => response.end(Buffer.alloc(FILE_BYTES_MAX, 'a'));
  expect(await read(`${origin}/x.txt`)).toMatchObject({ ok: true });

  answer = (response) => response.end(Buffer.alloc(FILE_BYTES_MAX + 1, 'a'));
  expect(await read(`${origin}/x.txt`)).toEqual({ ok: false, why: 'too_large' });
});

test('a body without an end is left, and so is its connection', async () => {
  const closed = new Promise((resolve) => {
    answer = (response) => {
      response.once('close', resolve);
      const more = (): void => {
        if (response.destroyed) return;
        // The other end is in this process and needs a turn.
        response.write(Buffer.alloc(64 * 1024), () => setImmediate(more));
      };
      more();
    };
  });

  expect(await read(`${origin}/x.txt`)).toEqual({ ok: false, why: 'too_large' });
  await closed;
});

test.each<[string, Answer]>([
  ['no answer', () => undefined],
  ['a body that does not go on', (response) => response.write('half a li')],
])('%s is waited for no longer than asked', async (_what, given) => {
  answer = given;

  expect(await read(`${origin}/x.txt`, undefined, SHORT_MS)).toEqual({
    ok: false,
    why: 'too_slow',
  });
});

test('a connection that breaks is told as that', async () => {
  answer = (_response, request) => request.socket.destroy();

  expect(await read(`${origin}/x.txt`)).toEqual({ ok: false, why: 'unreachable' });
});
