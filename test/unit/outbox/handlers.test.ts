import { expect, test } from 'vitest';
import type { Delivery } from '#src/redis/work/outbox.ts';
import { createHandlers } from '#src/outbox/handlers.ts';
import { requestWith } from '../approval/sample-request.ts';
import { setUpDesk } from '../approval/set-up-desk.ts';

const { expiresAtMs } = requestWith();
const delivery: Delivery = {
  id: '1-1',
  entry: { kind: 'expire', request: 'R-142', failures: 0 },
  mayHaveBegun: false,
};

/** Handlers of a replica whose clock shows this, and a request that waits. */
const setUp = (nowMs: number, stored = requestWith()) => {
  const { approval, clock, memory } = setUpDesk([stored]);
  clock.nowMs = nowMs;
  const others = {} as Omit<Parameters<typeof createHandlers>[0], 'approval' | 'now'>;
  const handlers = createHandlers({ ...others, approval, now: () => clock.nowMs });
  return { handlers, memory };
};

test('a request that another clock made due too early expires on time', async () => {
  const { handlers, memory } = setUp(expiresAtMs - 700);

  expect(await handlers.expire(delivery)).toEqual({ againAtMs: expiresAtMs });

  expect(memory.get('R-142')?.state).toBe('pending');
});

test('at its deadline it expires', async () => {
  const { handlers, memory } = setUp(expiresAtMs);

  expect(await handlers.expire(delivery)).toEqual({ done: true });

  expect(memory.get('R-142')?.state).toBe('expired');
});

test('a decided request does not expire and is not checked again', async () => {
  const { handlers, memory } = setUp(expiresAtMs - 700, requestWith({ state: 'rejected' }));

  expect(await handlers.expire(delivery)).toEqual({ done: true });

  expect(memory.written).toEqual([]);
});
