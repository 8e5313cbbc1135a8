import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedSlack } from './index.ts';
import { appToken, call, openSlack } from './testing.ts';

describe('a Web API under strain', () => {
  let slack: SimulatedSlack;
  let nowMs: number;
  const post = (args = {}) =>
    call(slack, 'chat.postMessage', { channel: 'C0OPS', text: 'x', ...args });

  beforeEach(async () => {
    nowMs = 1_790_000_000_000;
    slack = await openSlack({ now: () => nowMs });
  });

  afterEach(() => slack.stop());

  it('holds back a burst in one channel and lets it through later', async () => {
    for (let index = 0; index < 5; index += 1) await post();

    expect(await post()).toMatchObject({ error: 'ratelimited', retryAfter: '1' });
    expect(await post({ channel: 'U0ANN' })).toMatchObject({ ok: true });
    nowMs += 1000;
    expect(await post()).toMatchObject({ ok: true });
  });

  it.each([
    { method: 'apps.connections.open', token: appToken, tier: 1, burst: 20, retryAfter: '60' },
    { method: 'usergroups.list', token: undefined, tier: 2, burst: 20, retryAfter: '3' },
    { method: 'chat.update', token: undefined, tier: 3, burst: 50, retryAfter: '2' },
    { method: 'users.info', token: undefined, tier: 4, burst: 100, retryAfter: '1' },
  ])('holds back $method by tier $tier, and no other method', async (row) => {
    const once = () => call(slack, row.method, {}, row.token);
    for (let index = 0; index < row.burst; index += 1) await once();

    expect(await once()).toMatchObject({ error: 'ratelimited', retryAfter: row.retryAfter });
    expect((await call(slack, 'conversations.list'))['error']).toBeUndefined();
    nowMs += Number(row.retryAfter) * 1000;
    expect((await once())['error']).not.toBe('ratelimited');
  });

  it('fails once, as configured', async () => {
    slack.fail({ method: 'chat.postMessage', with: { error: 'fatal_error' } });
    slack.fail({ method: 'chat.postMessage', with: 'lose_answer' });

    expect(await post()).toMatchObject({ error: 'fatal_error' });
    await expect(post({ text: 'done anyway' })).rejects.toThrow('fetch failed');
    expect(slack.channel('C0OPS').messages()).toMatchObject([{ text: 'done anyway' }]);
    expect(await post()).toMatchObject({ ok: true });
    expect(slack.calls().map(({ ok }) => ok)).toEqual([false, true, true]);
  });
});
