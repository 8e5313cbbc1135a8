import { expect, test } from 'vitest';
import { createRepeatedWarnings, reasonOf } from '#src/redis/connection/repeated-warnings.ts';

const minuteMs = 60_000;

function setUp() {
  const clock = { ms: 0 };
  const told: unknown[] = [];
  const warn = createRepeatedWarnings(
    (message, fields) => told.push([message, fields]),
    () => clock.ms,
  );
  return { clock, told, warn };
}

test('the same warning is logged once a minute, with how often it came', () => {
  const { clock, told, warn } = setUp();
  for (let second = 0; second <= 60; second += 1) {
    clock.ms = second * 1_000;
    warn('Redis connection', { why: 'refused' });
  }

  expect(told).toEqual([
    ['Redis connection', { why: 'refused' }],
    ['Redis connection', { why: 'refused', times: 60 }],
  ]);
});

test('another reason is logged at once, and one that comes back later without a count', () => {
  const { clock, told, warn } = setUp();
  warn('Redis connection', { why: 'refused' });
  warn('Redis connection', { why: 'reset' });
  clock.ms = 2 * minuteMs;
  warn('Redis connection', { why: 'refused' });

  expect(told).toEqual([
    ['Redis connection', { why: 'refused' }],
    ['Redis connection', { why: 'reset' }],
    ['Redis connection', { why: 'refused' }],
  ]);
});

test('an error without a message is named by its code', () => {
  const error = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });

  expect(reasonOf(error)).toBe('ECONNREFUSED');
  expect(reasonOf(new Error('connect ECONNREFUSED 127.0.0.1:1'))).toBe(
    'connect ECONNREFUSED 127.0.0.1:1',
  );
});
