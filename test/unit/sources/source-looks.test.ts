import { expect, test } from 'vitest';
import type { SourceCheck } from '#src/relay/source-check.ts';
import { createSourceLooks, FRESH_MS } from '#src/sources/source-looks.ts';

const A = 'https://media.example.com/a.mp4';
const B = 'http://media.example.com/b.mp4';

/** A checker whose checks end when the test says so, and a store in memory. */
function set() {
  const kept = new Map<string, SourceCheck>();
  const asked: string[] = [];
  const ends = new Map<string, () => void>();
  const errors: unknown[] = [];
  const time = { nowMs: 1000 };
  const limit = Promise.withResolvers<undefined>();
  const looks = createSourceLooks({
    isRequired: false,
    check: (url) => {
      asked.push(url);
      const { promise, resolve } = Promise.withResolvers<SourceCheck>();
      ends.set(url, () => resolve({ checkedAtMs: time.nowMs, problems: [] }));
      return promise;
    },
    store: {
      load: async (urls) =>
        new Map(
          urls.flatMap((url): [string, SourceCheck][] => {
            const check = kept.get(url);
            return check ? [[url, check]] : [];
          }),
        ),
      save: async (url, check) => void kept.set(url, check),
    },
    now: () => time.nowMs,
    after: () => limit.promise,
    onError: (error) => errors.push(error),
  });
  return { looks, kept, asked, ends, errors, time, timeIsUp: () => limit.resolve(undefined) };
}

/** Lets pending promises settle. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('reading stored results asks no server', async () => {
  const { looks, asked } = set();

  expect((await looks.stored([A])).size).toBe(0);
  expect(asked).toEqual([]);
});

test('concurrent callers share one check of a source', async () => {
  const { looks, asked, ends } = set();
  const both = Promise.all([looks.looked([A, A], 100), looks.looked([A], 100)]);
  await settled();

  expect(asked).toEqual([A]);
  ends.get(A)?.();
  const [first, second] = await both;
  expect([first?.size, second?.size]).toEqual([1, 1]);
});

test('nobody waits for a slow server longer than they want, and its result is stored later', async () => {
  const { looks, kept, ends, timeIsUp } = set();
  const found = looks.looked([A, B], 100);
  await settled();
  ends.get(B)?.();
  await settled();
  timeIsUp();

  expect((await found)?.keys().toArray()).toEqual([B]);
  ends.get(A)?.();
  await settled();
  expect([...kept.keys()].toSorted()).toEqual([B, A].toSorted());
});

test('a source is checked again after a minute, not before', async () => {
  const { looks, asked, kept, time, ends } = set();
  kept.set(A, { checkedAtMs: time.nowMs, problems: [] });
  time.nowMs += FRESH_MS - 1;

  await looks.looked([A], 100);
  expect(asked).toEqual([]);
  time.nowMs += 1;
  const again = looks.looked([A], 100);
  await settled();
  ends.get(A)?.();
  await again;
  expect(asked).toEqual([A]);
});

test('a check can be started without waiting for it', async () => {
  const { looks, asked, kept, ends } = set();

  looks.begin([A]);
  await settled();
  ends.get(A)?.();
  await settled();

  expect(asked).toEqual([A]);
  expect(kept.has(A)).toBe(true);
});

test('URLs other than http(s) are not checked', async () => {
  const { looks, asked } = set();

  expect((await looks.looked(['rtmp://media.example.com/live/a'], 100))?.size).toBe(0);
  expect(asked).toEqual([]);
});

test('if the store is unavailable, only the result is lost', async () => {
  const { errors, time } = set();
  const looks = createSourceLooks({
    isRequired: false,
    check: async () => ({ checkedAtMs: 0, problems: [] }),
    store: {
      load: async () => new Map(),
      save: () => Promise.reject(new Error('away')),
    },
    now: () => time.nowMs,
    after: () => new Promise(() => undefined),
    onError: (error) => errors.push(error),
  });

  expect((await looks.looked([A], 100))?.size).toBe(0);
  expect(errors).toEqual([new Error('away')]);
});

test('at most 400 sources wait at once', async () => {
  const { looks, asked, timeIsUp } = set();
  const urls = Array.from({ length: 500 }, (_, index) => `https://media.example.com/${index}.mp4`);
  const found = looks.looked(urls, 100);
  await settled();

  expect(asked.length).toBe(400);
  timeIsUp();
  await found;
});

test('a check can be required to be newer than a given time', async () => {
  const { looks, asked, ends, time } = set();
  const first = looks.looked([A], 100);
  await settled();
  ends.get(A)?.();
  await first;

  time.nowMs += 1;
  const again = looks.lookedSince([A], time.nowMs, 100);
  await settled();
  ends.get(A)?.();
  await again;
  await looks.lookedSince([A], time.nowMs, 100);

  expect(asked).toEqual([A, A]);
});
