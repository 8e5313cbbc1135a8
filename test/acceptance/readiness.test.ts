import { afterAll, beforeAll, expect, test } from 'vitest';
import { Redis } from 'ioredis';
import { type Desk, openDesk } from './desk.ts';

interface Readiness {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly why?: string;
  }[];
}

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const asks = async (path: string) => {
  const response = await fetch(`${desk.bot().url}${path}`, { signal: AbortSignal.timeout(5_000) });
  return { status: response.status, body: (await response.json()) as Readiness };
};

const whyNot = async () => {
  const { status, body } = await asks('/readyz');
  return { status, why: body.checks.filter(({ ok }) => !ok).map(({ name, why }) => [name, why]) };
};

test('a working replica is ready and lists its checks', async () => {
  expect(await asks('/readyz')).toEqual({
    status: 200,
    body: {
      ok: true,
      checks: ['process', 'slack', 'redis', 'dispatcher'].map((name) => ({ name, ok: true })),
    },
  });
  expect(await asks('/healthz')).toEqual({ status: 200, body: { ok: true } });
});

test('idle connections are kept longer than load balancers keep them, so no click meets a closing one', async () => {
  const response = await fetch(`${desk.bot().url}/healthz`);
  await response.body?.cancel();

  const [, seconds] = /timeout=(\d+)/.exec(response.headers.get('keep-alive') ?? '') ?? [];
  expect(Number(seconds)).toBeGreaterThan(60);
});

test('a hanging Redis is reported in bounded time, and is no reason to restart the process', async () => {
  desk.redis.freeze();
  const { status, why } = await whyNot();
  const health = await asks('/healthz');
  desk.redis.thaw();

  expect(status).toBe(503);
  expect(why).toContainEqual(['redis', 'no answer within 1000 ms']);
  expect(health).toEqual({ status: 200, body: { ok: true } });
  await desk.bot().ready();
});

test('a socket that Slack closed is reported until it is open again', async () => {
  desk.slack.fail({ method: 'apps.connections.open', with: { status: 500 }, times: Infinity });
  desk.slack.disconnectSockets('cut');
  await expect.poll(whyNot).toEqual({ status: 503, why: [['slack', 'the socket is not open']] });
  desk.slack.clearFailures();

  await desk.bot().ready();

  expect((await whyNot()).why).toEqual([]);
});

test('an entry that nobody takes is reported', async () => {
  const redis = new Redis(desk.redis.url);
  // The readers have lost their place, as after restoring a wrong backup.
  await redis.del('{relaydesk}:outbox');
  await redis.xadd('{relaydesk}:outbox', `${Date.now() - 60_000}-0`, 'entry', 'show R-1');

  const { status, why } = await whyNot();

  redis.disconnect();
  expect(status).toBe(503);
  expect(why).toEqual([
    ['dispatcher', expect.stringMatching(/^an entry has waited for 6\d s and nobody takes it$/)],
  ]);
});
