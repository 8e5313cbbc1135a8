import { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import { createChannelReach, orOutOfReach } from '#src/slack/channel/channel-reach.ts';
import { OutOfReachError } from '#src/slack/transport/slack-errors.ts';

const refusal = (error: string) =>
  new webApi.WebAPIPlatformError({ ok: false, error, response_metadata: {} });

const setUp = () => {
  let nowMs = 1_000_000;
  let calls = 0;
  let answer: Error | 'ok' = refusal('is_archived');
  const backs: string[] = [];
  const reach = createChannelReach({
    now: () => nowMs,
    log: { info: () => undefined, warn: () => undefined },
    onBack: (channel) => Promise.resolve(void backs.push(channel)),
  });
  return {
    reach,
    backs,
    calls: () => calls,
    passes: (ms: number) => (nowMs += ms),
    answers: (next: Error | 'ok') => (answer = next),
    posts: (channel = 'C0') =>
      orOutOfReach(() =>
        reach.within(channel, () => {
          calls += 1;
          return answer === 'ok' ? Promise.resolve('ok') : Promise.reject(answer);
        }),
      ),
  };
};

test.each([
  'is_archived',
  'not_in_channel',
  'channel_not_found',
  'messages_tab_disabled',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_non_threadable_channel',
])('%s means that the channel is out of reach', async (name) => {
  const { posts, answers, reach } = setUp();
  answers(refusal(name));

  expect(await posts()).toMatchObject({ channel: 'C0', reason: name, againAtMs: 1_001_000 });
  expect([reach.isOut('C0'), reach.isOut('C1')]).toEqual([true, false]);
});

test('calls before the next try fail at once, and other channels are not affected', async () => {
  const { posts, calls, reach } = setUp();
  await posts();

  expect(await posts()).toBeInstanceOf(OutOfReachError);
  expect(() => reach.check('C0')).toThrow('C0: is_archived');
  expect(calls()).toBe(1);
  await posts('C1');
  expect(calls()).toBe(2);
});

test('it is tried less and less often, but at least once a minute', async () => {
  const { posts, passes } = setUp();
  const waits: number[] = [];
  let atMs = 1_000_000;
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const error = await posts();
    if (!(error instanceof OutOfReachError)) throw new Error('it is not out of reach');
    waits.push(error.againAtMs - atMs);
    passes(error.againAtMs - atMs);
    atMs = error.againAtMs;
  }

  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1_000));
});

test('when the next try is due, only one of many calls tries', async () => {
  const { posts, passes, calls } = setUp();
  await posts();
  passes(1_000);

  await Promise.all([posts(), posts(), posts()]);

  expect(calls()).toBe(2);
});

test('a channel that accepts a message again is reported, and nothing waits any more', async () => {
  const { posts, passes, answers, backs, reach } = setUp();
  await posts();
  passes(1_000);
  answers('ok');

  expect([await posts(), await posts()]).toEqual(['ok', 'ok']);
  expect(backs).toEqual(['C0']);
  expect(reach.isOut('C0')).toBe(false);
});

test('a failure five minutes ago does not count: another replica may have got through', async () => {
  const { posts, passes, reach } = setUp();
  await posts();

  passes(5 * 60_000);

  expect(reach.isOut('C0')).toBe(false);
});

test('any other failure is thrown as it is', async () => {
  const { posts, answers, reach } = setUp();
  answers(refusal('internal_error'));

  await expect(posts()).rejects.toThrow('internal_error');
  expect(reach.isOut('C0')).toBe(false);
});
