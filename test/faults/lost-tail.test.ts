import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Redis } from 'ioredis';
import { CHANNELS } from '#sandbox/cast.ts';
import { verifyAudit } from '#src/approval/audit/audit.ts';
import { createAuditTrail } from '#src/redis/stores/audit-trail.ts';
import type { Card } from '../acceptance/card.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';

/** Longer than a dead replica counts as alive; after that, others take its work. */
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

  /** A change whose call is held, with copies of the store from before each of its last steps. */
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

  /** Whether another change of the task gets through, so the task is not locked. */
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
    '%s: it is made once, reported correctly, and its task is free',
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

  test('the outcome of a call: it is found by reading, and its task is free', async () => {
    const { live, redis, putsOf, slack } = desk;
    const { card, task } = await underWay(true);
    const beforeEnd = redis.copy();
    live.release();
    await card.says('Applied');
    await desk.isQuiet();

    await redis.loseSince(beforeEnd, LONG_AWAY_MS);

    await slack.until(() => card.thread().some((line) => line.includes('got no reply')), 'it');
    await desk.isQuiet();
    await card.says('Applied');
    expect(putsOf(task)).toHaveLength(1);
    await isFree(card, task);
  });

  test('a request and its id: the card of the lost one does not affect the one that has the id now', async () => {
    const { operator, lead, newTask, redis, slack, isQuiet, putsOf } = desk;
    await isQuiet();
    const before = redis.copy();
    const task = newTask();
    // The same change by the same person, so that the payloads of both are the same.
    const lost = await operator.asksFor(task, { vod_loop_time: '4' });
    const old = lost.asPosted;
    await isQuiet();
    await redis.loseSince(before);
    await operator.opensForm(task.task_id);
    await operator.fills({ vod_loop_time: '4', reason: 'The same once more' });
    const request = await operator.submits();
    expect(request).toBe(lost.request);
    await slack.until(() => lost.copies() === 2, 'the card of the new one');

    // Somebody who sees the old card presses its button.
    await slack.person(operator.id).presses(old, 'withdraw');
    await operator.isTold('no longer exists');
    expect(await lead.reviews(old)).toContain('no longer exists');

    await lead.approves(lost);
    await lost.says('Applied');
    expect(putsOf(task)).toHaveLength(1);
    const retired = slack
      .channel(CHANNELS.leads.id)
      .messages()
      .find(({ ts }) => ts === old.ts);
    expect(JSON.stringify(retired)).not.toContain('"withdraw"');
  });

  test('the version that was reviewed: the decision has to be made again', async () => {
    const { operator, lead, newTask, redis, isQuiet, putsOf } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    await isQuiet();
    const before = redis.copy();
    await operator.presses(card, 'edit');
    await operator.fills({ reason: 'Because of the match' });
    await operator.submits();
    await card.says('Because of the match');
    await lead.reviews(card);
    await isQuiet();

    await redis.loseSince(before);

    expect(await lead.decides('approve')).toContain('lost the latest record');
    expect(putsOf(task)).toEqual([]);
    await lead.reviews(card);
    expect(await lead.decides('approve')).toContain('You approved');
    await card.says('Applied');
  });
});
