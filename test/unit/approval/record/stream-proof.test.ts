import { array, assert, boolean, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { isStreamGone, newsOf, withNews } from '#src/approval/record/stream-proof.ts';
import type { LiveStream } from '#src/relay/live-stream.ts';
import { hourMs, nowMs } from '../../relay/sample-task.ts';
import { requestIn } from '../sample-request.ts';

const minuteMs = 60_000;
const stream: LiveStream = { sinceMs: nowMs, videoCodec: 'H264' };
const running = {
  task_id: 't',
  status: 'enable',
  start_time: '2020-01-01T00:00:00Z',
  end_time: '2090-01-01T00:00:00Z',
};

/** An applied request whose stream was there before, or was not. */
function applied(wasThere = true, after: object = running): ChangeRequest {
  const request = requestIn('applied');
  return {
    ...request,
    history: [...request.history, { event: 'succeed', state: 'applied', atMs: nowMs }],
    outcome: {
      sent: true,
      after: { ...running, ...after },
      streamBefore: wasThere ? { sinceMs: nowMs - hourMs } : undefined,
    },
  };
}

/** The request after checks at these moments, and what each reported. */
function lookedAt(
  request: ChangeRequest,
  looks: readonly (readonly [afterMs: number, stream: LiveStream | undefined])[],
) {
  let now = request;
  const news = looks.map(([afterMs, seen]) => {
    const found = newsOf(now, seen, nowMs + afterMs);
    if (found) now = { ...now, stream: withNews(now.stream, found, nowMs + afterMs) };
    return found?.name;
  });
  return { news, request: now };
}

const absentTwice = [
  [15_000, undefined],
  [60_000, undefined],
  [300_000, undefined],
] as const;

describe('what a check of a stream means', () => {
  test('a present stream is reported once, and again when its push restarted', () => {
    const { news } = lookedAt(applied(), [
      [15_000, stream],
      [30_000, stream],
      [60_000, { ...stream, sinceMs: nowMs + 40_000 }],
    ]);

    expect(news).toEqual(['stream_present', undefined, 'stream_present']);
  });

  test('one that is missing at two checks in a row, a minute apart, notifies people once', () => {
    const { news, request } = lookedAt(applied(), [
      [15_000, undefined],
      [30_000, undefined],
      [60_000, undefined],
      [90_000, undefined],
    ]);

    expect(news).toEqual(['stream_absent', undefined, 'stream_gone', undefined]);
    expect(isStreamGone(request)).toBe(true);
  });

  test('two looks right after each other count as one, whatever brought them', () => {
    const { news } = lookedAt(applied(), [
      [90_000, undefined],
      [90_100, undefined],
      [104_000, undefined],
      [105_000, undefined],
    ]);

    expect(news).toEqual(['stream_absent', undefined, undefined, 'stream_gone']);
  });

  test('one that comes up late notifies nobody', () => {
    const { news } = lookedAt(applied(), [
      [15_000, undefined],
      [45_000, stream],
      [60_000, stream],
    ]);

    expect(news).toEqual(['stream_absent', 'stream_present', undefined]);
  });

  test('one that drops after a minute notifies people when the next check finds none either', () => {
    const { news } = lookedAt(applied(), [
      [15_000, stream],
      [90_000, undefined],
      [120_000, undefined],
    ]);

    expect(news).toEqual(['stream_present', 'stream_absent', 'stream_gone']);
  });

  test('one that comes back is reported, and notifies nobody when it drops again', () => {
    const { news, request } = lookedAt(applied(), [
      [15_000, undefined],
      [60_000, undefined],
      [90_000, stream],
      [120_000, undefined],
      [300_000, undefined],
    ]);

    expect(news).toEqual([
      'stream_absent',
      'stream_gone',
      'stream_present',
      'stream_absent',
      undefined,
    ]);
    expect(isStreamGone(request)).toBe(true);
  });

  test.each([
    ['the task is paused', { status: 'pause' }],
    ['the task has ended', { end_time: '2021-01-01T00:00:00Z' }],
    ['the task has not started', { start_time: '2089-01-01T00:00:00Z' }],
  ])('a missing stream is no news if %s', (_why, after) => {
    const { news } = lookedAt(applied(true, after), absentTwice);

    expect(news).toEqual(['stream_absent', undefined, undefined]);
  });

  test.each([
    ['nobody has ever seen it', false, {}],
    ['its rounds are counted and may be over', true, { vod_loop_time: '3' }],
  ])(
    'if %s, the card tells that it did not come up, and nobody is notified',
    (_why, was, after) => {
      const { news, request } = lookedAt(applied(was, after), absentTwice);

      expect(news).toEqual(['stream_absent', 'stream_absent', undefined]);
      expect(request.stream?.absentSinceMs).toBe(nowMs + minuteMs);
    },
  );

  test('one that an earlier change saw counts as there before: it was paused, or lost by that', () => {
    const request = applied(false);
    const first = newsOf(request, undefined, nowMs + 15_000, stream);
    if (!first) throw new Error('no news');

    const absent = { ...request, stream: withNews(request.stream, first, nowMs + 15_000) };

    expect(newsOf(absent, undefined, nowMs + minuteMs)).toEqual({ name: 'stream_gone' });
  });

  test('whatever checks find, people are notified at most once, and never by a single absence', () => {
    const look = record({
      gapMs: integer({ min: 1_000, max: 5 * minuteMs }),
      isThere: boolean(),
    });
    assert(
      property(array(look, { maxLength: 20 }), (looks) => {
        let atMs = 0;
        const made = looks.map(({ gapMs, isThere }) => {
          atMs += gapMs;
          return [atMs, isThere ? stream : undefined] as const;
        });
        const { news } = lookedAt(applied(), made);

        const calls = news.flatMap((name, index) => (name === 'stream_gone' ? [index] : []));
        expect(calls.length).toBeLessThanOrEqual(1);
        for (const index of calls) {
          expect(made[index]?.[1]).toBeUndefined();
          expect(made[index - 1]?.[1]).toBeUndefined();
          expect(made[index]?.[0]).toBeGreaterThanOrEqual(minuteMs);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
