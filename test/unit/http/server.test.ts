import { expect, test } from 'vitest';
import { createRoutes } from '#src/http/routes.ts';
import { head, serving, SMALL, statusOf, TOKEN } from './set-up-server.ts';

test('an answer has its length in bytes and all headers', async () => {
  const { url } = await serving();

  const response = await fetch(`${url}/slack/events`, {
    method: 'POST',
    headers: { 'x-signed': 'yes' },
    body: 'four',
  });

  expect(response.status).toBe(200);
  expect(await response.text()).toBe('• 4');
  expect(response.headers.get('content-length')).toBe('5');
  expect(response.headers.get('content-type')).toBe('text/plain');
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test.each([
  ['without a signature', '/slack/events', 401],
  ['for another token', '/live/events/another', 404],
  ['for nobody', '/', 404],
])('what is sent %s is refused', async (_how, path, status) => {
  const { url } = await serving();

  expect((await fetch(`${url}${path}`, { method: 'POST', body: 'x' })).status).toBe(status);
});

test.each([
  '/slack/events/../../metrics',
  '/slack/events/%2e%2e/%2e%2e/metrics',
  '/slack/../metrics',
  '//metrics',
  '/metrics/',
  '/./metrics',
  '/METRICS',
  '/%6detrics',
  '/metrics#x',
  '/metrics;x',
  'http://desk/metrics',
  'http://127.0.0.1/metrics',
  '*',
])('%s is another spelling of a page, and leads nowhere', async (target) => {
  const { heard } = await serving();

  expect(statusOf(await heard(head(`GET ${target} HTTP/1.1`, 'Connection: close')))).toBe(404);
  expect(statusOf(await heard(head(`GET /metrics HTTP/1.1`, 'Connection: close')))).toBe(200);
});

test.each(['\\metrics', 'metrics'])('%s is not a valid path', async (target) => {
  const { heard } = await serving();

  expect(statusOf(await heard(head(`GET ${target} HTTP/1.1`)))).toBe(400);
});

test('a page may be asked for with a query', async () => {
  const { url } = await serving();

  expect((await fetch(`${url}/metrics?name[]=up`)).status).toBe(200);
});

test('a page with a token is only for those who show it', async () => {
  let token: string | undefined = 'a-token-of-metrics';
  const page = { read: async () => ({ status: 200, text: 'figures' }), token: () => token };
  const { url } = await serving({ status: { '/metrics': page } });
  const statusWith = async (authorization?: string): Promise<number> => {
    const headers: Record<string, string> = authorization ? { authorization } : {};
    return (await fetch(`${url}/metrics`, { headers })).status;
  };

  expect(await statusWith()).toBe(401);
  expect(await statusWith('Bearer another')).toBe(401);
  expect(await statusWith('a-token-of-metrics')).toBe(401);
  expect(await statusWith('Bearer a-token-of-metrics')).toBe(200);
  token = 'a-newer-token-of-metrics';
  expect(await statusWith('Bearer a-token-of-metrics')).toBe(401);
  token = undefined;
  expect(await statusWith()).toBe(200);
});

test('concurrent requests for a page share one', async () => {
  let made = 0;
  const asked = Promise.withResolvers<undefined>();
  const read = async () => {
    made += 1;
    await asked.promise;
    return { status: 200 };
  };
  const doors = { slack: undefined, events: undefined, status: { '/metrics': { read } } };
  const routeOf = createRoutes(doors, SMALL);
  const ask = () =>
    routeOf({ method: 'GET', url: '/metrics', headers: {} }).answer('', () => undefined);

  const answers = [ask(), ask(), ask()];
  asked.resolve(undefined);

  expect(await Promise.all(answers)).toEqual([{ status: 200 }, { status: 200 }, { status: 200 }]);
  expect(made).toBe(1);
  await ask();
  expect(made).toBe(2);
});

test('a callback that is too long is refused, and one that fits is stored', async () => {
  const { url, kept } = await serving();
  const post = (body: string): Promise<Response> =>
    fetch(`${url}/live/events/${TOKEN}`, { method: 'POST', body });

  expect((await post('x'.repeat(101))).status).toBe(413);
  expect((await post('x'.repeat(100))).status).toBe(200);
  expect(kept).toEqual(['x'.repeat(100)]);
});

test('a callback that cannot be stored may be sent again', async () => {
  const { url } = await serving({
    events: { token: () => TOKEN, take: () => Promise.reject(new Error('Redis is away')) },
  });

  const { status } = await fetch(`${url}/live/events/${TOKEN}`, { method: 'POST', body: 'x' });

  expect(status).toBe(503);
});
