import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, openDesk } from '../acceptance/desk.ts';
import { documents } from './run/audit.ts';
import { looksOf } from './run/looks.ts';

/** The auditor of the fault runs, shown a store in which something is wrong with a look. */

const TIMERS = '{relaydesk}:timers';
const HOUR_MS = 3_600_000;

describe('The next look at the stream of an applied change', () => {
  let desk: Desk;
  let reader: Redis;
  beforeAll(async () => {
    desk = await openDesk({ transport: 'http' });
    reader = new Redis(desk.redis.url);
  });
  afterEach(() => desk.afterTest());
  afterAll(async () => {
    reader.disconnect();
    await desk.close();
  });

  /** An applied change, and what the auditor says once its look was tampered with. */
  const auditedAfter = async (tamper: (look: string, dueMs: number) => Promise<unknown>) => {
    const { operator, lead, newTask } = desk;
    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    await lead.approves(card);
    await card.says('Applied');
    await desk.isQuiet();
    const look = `look stream:${card.request}`;
    await tamper(look, Number(await reader.zscore(TIMERS, look)));
    const requests = await documents({ reader });
    return looksOf(
      { reader },
      requests.filter(({ id }) => id === card.request),
    );
  };

  test('is found where it is set', async () => {
    expect(await auditedAfter(() => Promise.resolve())).toEqual({
      looks: 1,
      lost: [],
      doubled: [],
    });
  });

  test('is called lost where it is nowhere', async () => {
    expect(await auditedAfter((look) => reader.zrem(TIMERS, look))).toMatchObject({
      lost: [expect.stringContaining('is nowhere')],
      doubled: [],
    });
  });

  test.each([
    ['an hour late', HOUR_MS],
    ['overdue by an hour', -HOUR_MS],
  ])('is called lost where it is %s', async (_what, byMs) => {
    expect(
      await auditedAfter((look, dueMs) => reader.zadd(TIMERS, dueMs + byMs, look)),
    ).toMatchObject({ lost: [expect.stringContaining('should be before')], doubled: [] });
  });

  test('is called doubled where there are two', async () => {
    expect(
      await auditedAfter((look, dueMs) => reader.zadd(TIMERS, dueMs, `${look} 1`)),
    ).toMatchObject({ lost: [], doubled: [expect.stringContaining('2 of look stream:')] });
  });
});
