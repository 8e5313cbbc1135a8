import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Redis } from 'ioredis';
import { verifyAudit } from '#src/approval/audit.ts';
import { createAuditTrail } from '#src/redis/stores/audit-trail.ts';
import type { Card } from '../acceptance/card.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';

/** Longer than a replica counts as alive: after it the others take what was in its hands. */
const LONG_AWAY_MS = 4_000;

describe('Redis comes back without the last writes, with two replicas', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ replicas: 2 });
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
    const redis = new Redis(desk.redis.url);
    expect(await verifyAudit(createAuditTrail(redis))).toMatchObject({ ok: true });
    redis.disconnect();
  });
  afterAll(() => desk.close());

  /** A change whose call is held, and the store as it was on its disk before each of its last steps. */
  const underWay = async (isApplied: boolean) => {
    const { operator, lead, newTask, live, slack, redis, isQuiet } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    await isQuiet();
    const beforeApproval = redis.copy();
    await lead.reviews(card);
    live.fail({ on: 'GET', with: { hold: true } });
    live.fail({ on: 'PUT', with: { hold: true, applied: isApplied } });
    await lead.decides('approve');
    await slack.until(() => live.held() === 1, 'the reading before the call');
    const beforeMark = redis.copy();
    live.release();
    await slack.until(() => live.held() === 1 && live.puts().length > 0, 'the call');
    return { task, card, beforeApproval, beforeMark };
  };

  /** Whether another change of the task gets through: nothing has kept it locked. */
  const isFree = async (card: Card, task: ReturnType<Desk['newTask']>): Promise<void> => {
    const { outsider, lead } = desk;
    const next = await outsider.asksFor(task, { vod_loop_time: '9' });
    await lead.approves(next);
    await next.says('Applied');
    expect(card.text()).toContain('Applied');
  };

  test.each([
    ['the mark of a call that takes effect late', 'beforeMark', false, 0],
    [
      'the mark of a call whose replica counts as dead meanwhile',
      'beforeMark',
      false,
      LONG_AWAY_MS,
    ],
    ['the mark of a call that has taken effect', 'beforeMark', true, LONG_AWAY_MS],
    ['the approval of a call', 'beforeApproval', false, 0],
    ['the approval of a call whose replica counts as dead', 'beforeApproval', true, LONG_AWAY_MS],
  ] as const)(
    '%s: it is made once, told as what it is, and its task is free',
    async (_what, moment, isApplied, awayMs) => {
      const { live, redis, slack, putsOf } = desk;
      const { card, task, ...copies } = await underWay(isApplied);

      await redis.loseSince(copies[moment], awayMs);
      // The mark is there again before the call has its answer.
      await card.threadSays('written again');
      live.release();

      await card.says('Applied', 'request_id');
      await desk.isQuiet();
      expect(putsOf(task)).toHaveLength(1);
      expect(live.task(task.task_id).vod_loop_time).toBe('4');
      await isFree(card, task);
      expect(slack.faults()).toEqual([]);
    },
  );

  test('the end of a call: it is found by reading, and its task is free', async () => {
    const { live, redis, putsOf, slack } = desk;
    const { card, task } = await underWay(true);
    const beforeEnd = redis.copy();
    live.release();
    await card.says('Applied');
    await desk.isQuiet();

    await redis.loseSince(beforeEnd, LONG_AWAY_MS);

    await slack.until(() => card.thread().some((line) => line.includes('answer was lost')), 'it');
    await desk.isQuiet();
    await card.says('Applied');
    expect(putsOf(task)).toHaveLength(1);
    await isFree(card, task);
  });
});
