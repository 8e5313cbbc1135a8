import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileBytes } from './bodies.ts';
import { type MediaServer, startMediaServer } from './media-server.ts';
import { PREPARED } from './prepared.ts';

let media: MediaServer;
beforeAll(async () => {
  media = await startMediaServer();
});
afterAll(() => media.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${media.url}${path}`, { headers, redirect: 'manual' });

test('at least forty sources are prepared, each at its own path', () => {
  expect(PREPARED.length).toBeGreaterThanOrEqual(40);
  expect(new Set(PREPARED.map(({ path }) => path)).size).toBe(PREPARED.length);
});

test('a range of a file is answered with that range', async () => {
  const response = await get('/morning.mp4', { range: 'bytes=4-7' });

  expect(response.status).toBe(206);
  expect(response.headers.get('content-range')).toBe(
    `bytes 4-7/${fileBytes('morning.mp4').length}`,
  );
  expect(await response.text()).toBe('ftyp');
});

test('a range behind the end, and any of an empty file, is answered with 416', async () => {
  expect((await get('/morning.mp4', { range: 'bytes=999999-1000000' })).status).toBe(416);
  expect((await get('/empty.mp4', { range: 'bytes=0-9' })).status).toBe(416);
});

test('a server without ranges sends the whole file', async () => {
  const response = await get('/no-ranges.mp4', { range: 'bytes=4-7' });

  expect(response.status).toBe(200);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(fileBytes('evening.mp4'));
});

test('the end of a file of three gigabytes can be read', async () => {
  const head = await get('/large.mp4', { range: 'bytes=0-0' });
  const size = Number(head.headers.get('content-range')?.split('/')[1]);
  const end = await get('/large.mp4', { range: `bytes=${size - 4}-${size - 1}` });

  expect(size).toBeGreaterThan(3 * 1024 ** 3);
  expect(Buffer.from(await end.arrayBuffer())).toEqual(fileBytes('evening.mp4').subarray(-4));
});

test('the answer of a path can be changed, and requests are recorded', async () => {
  media.replace('/new.mp4', { kind: 'status', status: 410 });

  expect((await get('/new.mp4')).status).toBe(410);
  expect(media.requests().at(-1)?.path).toBe('/new.mp4');
});
