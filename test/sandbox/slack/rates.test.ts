import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlayedSlack } from './index.ts';
import { call, openSlack } from './testing.ts';

describe('a Web API under strain', () => {
  let slack: PlayedSlack;
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

  it('holds back a method by its tier', async () => {
    for (let index = 0; index < 20; index += 1) await call(slack, 'usergroups.list');

    expect(await call(slack, 'usergroups.list')).toMatchObject({
      error: 'ratelimited',
      retryAfter: '3',
    });
  });

  it('fails as it was told, once', async () => {
    slack.fail({ method: 'chat.postMessage', with: { error: 'fatal_error' } });
    slack.fail({ method: 'chat.postMessage', with: 'lose_answer' });

    expect(await post()).toMatchObject({ error: 'fatal_error' });
    await expect(post({ text: 'done anyway' })).rejects.toThrow('fetch failed');
    expect(slack.channel('C0OPS').messages()).toMatchObject([{ text: 'done anyway' }]);
    expect(await post()).toMatchObject({ ok: true });
    expect(slack.calls().map(({ ok }) => ok)).toEqual([false, true, true]);
  });
});
