import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClock } from '#sandbox/clock.ts';
import { toWireTime, type WireTask } from '#sandbox/live/wire-task.ts';
import { type Card, untilCard } from './card.ts';
import { followsUp } from './chain.ts';
import { type Desk, HOUR_MS, MINUTE_MS, openDesk } from './desk.ts';
import { opensAgain, retries, takesOver } from './life.ts';

const iso = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

const roundsOf = (puts: readonly { readonly body?: unknown }[]): unknown[] =>
  puts.map(({ body }) => (body as WireTask).vod_loop_time);

describe('A change, and then back', () => {
  const clock = createClock();
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ clock, replicas: 2 });
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  const inMs = (ms: number): number => Math.floor((clock.now() + ms) / 1000);

  /** Its way back, once that is a request of its own. */
  const backOf = async (card: Card): Promise<Card> => {
    await card.says('Then back', 'as R-');
    return desk.cardOf(/as (R-\d+)/.exec(card.text())?.[1] ?? '');
  };

  test('is one form, one review and one approval, and runs twice', async () => {
    const { operator, lead, newTask, putsOf, opsChannel } = desk;
    const task = newTask();
    const [applyAt, thenBack] = [inMs(HOUR_MS), inMs(3 * HOUR_MS)];
    const asked = { vod_loop_time: '4', apply_at: applyAt, then_back: thenBack };
    const card = await operator.asksFor(task, asked);

    await card.says('Then back', iso(thenBack), 'digest of the way back');
    const review = await lead.reviews(card);
    expect(review).toContain('Then back');
    expect(review).toContain('digest of the way back');
    await lead.decides('approve');

    const back = await backOf(card);
    await back.says('Approved, waiting to run', `approved together with it`, iso(thenBack));
    await clock.moveOn(HOUR_MS);
    await card.says('Applied');
    expect(roundsOf(putsOf(task))).toEqual(['4']);

    await clock.moveOn(2 * HOUR_MS);
    await back.says('Applied');
    expect(roundsOf(putsOf(task))).toEqual(['4', '-1']);
    expect(putsOf(task)[1]?.atMs).toBeGreaterThanOrEqual(thenBack * 1000);
    await opsChannel.says('Applied', card.request);
    await opsChannel.says('Applied', back.request);
    const audit = await desk.store.auditOf(back.request);
    expect(audit[0]).toMatchObject({ event: 'submit', decided_with: card.request });
  });

  test('that pauses the task says until when: in the form, on the card and in the review', async () => {
    const { operator, lead, newTask, slack } = desk;
    const thenBack = inMs(2 * HOUR_MS);
    const until = `until the planned way back, ${iso(thenBack)}`;
    await operator.opensForm(newTask().task_id);
    await operator.fills({ status: 'pause', then_back: thenBack, reason: 'A test card' });

    await operator.pressesInForm('what_would_it_do');
    expect(await operator.untilSees('What this does', until)).not.toContain('someone resumes');
    const card = await untilCard(slack, await operator.submits());

    expect(await card.says(until)).not.toContain('someone resumes');
    expect(await lead.reviews(card)).toContain(until);
  });

  test('that is rejected leaves no way back', async () => {
    const { operator, lead, newTask, putsOf } = desk;
    const task = newTask();
    const thenBack = inMs(HOUR_MS);
    const card = await operator.asksFor(task, { vod_loop_time: '4', then_back: thenBack });
    await lead.reviews(card);

    await lead.decides('reject', 'Not today');

    await card.says('Rejected');
    await desk.isQuiet();
    expect(putsOf(task)).toEqual([]);
    expect(card.text()).not.toContain('as R-');
  });

  test('of which the first fails cancels the second, and says so', async () => {
    const { operator, lead, newTask, live, putsOf } = desk;
    const task = newTask();
    const thenBack = inMs(HOUR_MS);
    const card = await operator.asksFor(task, { vod_loop_time: '4', then_back: thenBack });
    await lead.reviews(card);
    live.fail({
      on: 'PUT',
      with: { status: 400, body: { error_code: 'LIVE.100011001', error_msg: 'No' } },
    });

    await lead.decides('approve');

    await card.says('Failed');
    const [, id = ''] = /Its way back, (R-\d+), does not run/.exec(card.text()) ?? [];
    const back = await desk.cardOf(id);
    await back.says('Withdrawn');
    await back.threadSays('Cancelled', card.request, 'nothing to undo');
    await retries(desk, lead, card);
    await lead.isTold('Its way back', id, 'Ask again…');
    await desk.isQuiet();
    expect(putsOf(task)).toHaveLength(1);
  });

  test('of which the second is withdrawn alone stays as it was set', async () => {
    const { operator, lead, newTask, putsOf } = desk;
    const task = newTask();
    const thenBack = inMs(HOUR_MS);
    const card = await operator.asksFor(task, { vod_loop_time: '4', then_back: thenBack });
    await lead.approves(card);
    await card.says('Applied');
    const back = await backOf(card);

    await operator.withdraws(back);

    await back.says('Withdrawn');
    await back.threadSays('withdrew the way back', `What ${card.request} changes stays`);
    await desk.slack.until(() => !card.text().includes('Then back'), 'no way back on the card');
    await desk.isQuiet();
    expect(putsOf(task)).toHaveLength(1);
  });

  test('of which the first is reverted in between needs no second run, and calls nobody', async () => {
    const { operator, lead, newTask, putsOf, opsChannel, live } = desk;
    const task = newTask();
    const thenBack = inMs(HOUR_MS);
    const card = await operator.asksFor(task, { vod_loop_time: '4', then_back: thenBack });
    await lead.approves(card);
    await card.says('Applied');
    const back = await backOf(card);
    await opensAgain(desk, desk.outsider, card, 'revert');
    await desk.outsider.fills({ reason: 'It was wrong' });
    const revert = await untilCard(desk.slack, await desk.outsider.submits());
    await lead.approves(revert);
    await revert.says('Applied');

    await clock.moveOn(HOUR_MS);

    await back.threadSays('was not needed', `the settings from before ${card.request}`);
    await back.says('Withdrawn');
    await opsChannel.says('was not needed', back.request);
    expect(opsChannel.count(`What ${card.request} changed is not set back`)).toBe(0);
    expect(putsOf(task)).toHaveLength(2);
    expect(live.task(task.task_id)).toMatchObject({ vod_loop_time: '-1' });
  });

  test('whose task another request changes in between is held at once, while there is time to rebase it', async () => {
    const { operator, outsider, lead, newTask, putsOf, opsChannel } = desk;
    const task = newTask();
    const thenBack = inMs(HOUR_MS);
    const card = await operator.asksFor(task, { vod_loop_time: '4', then_back: thenBack });
    await lead.approves(card);
    await card.says('Applied');
    const back = await backOf(card);
    const other = await outsider.asksFor(task, { callback_events: ['TaskAlarm'] });
    await lead.approves(other);
    await other.says('Applied');

    await back.says('Held', 'changed by somebody else');
    await opsChannel.says('Held', back.request, '@Olga Operator', '@Lena Lead');
    await lead.reviews(back);
    expect(await takesOver(desk, lead)).toContain('needs 1 approval');
    await lead.decides('approve');
    await back.says('Approved, waiting to run', iso(thenBack));
    await clock.moveOn(HOUR_MS);

    await back.says('Applied');
    expect(roundsOf(putsOf(task))).toEqual(['4', '4', '-1']);
  });

  test('whose task somebody else changes in between is held, and people are called', async () => {
    const { operator, lead, newTask, live, putsOf, opsChannel } = desk;
    const task = newTask();
    const thenBack = inMs(HOUR_MS);
    const card = await operator.asksFor(task, { vod_loop_time: '4', then_back: thenBack });
    await lead.approves(card);
    await card.says('Applied');
    const back = await backOf(card);
    live.edit(task.task_id, { vod_loop_time: '9' });
    await clock.moveOn(HOUR_MS);

    await back.says('Held', 'changed by somebody else');
    expect(putsOf(task)).toHaveLength(1);
    await opsChannel.says('Held', back.request, `What ${card.request} changed is not set back`);

    const review = await lead.reviews(back);
    expect(review).toContain('Rebase');
    expect(review).not.toContain('( ) Approve');
  });

  test('is refused under its field if it would come before the change, or sets nothing back', async () => {
    const { operator, newTask } = desk;
    await operator.opensForm(newTask().task_id);
    await operator.fills({
      vod_loop_time: '4',
      apply_at: inMs(2 * HOUR_MS),
      then_back: inMs(HOUR_MS),
      reason: 'For the match',
    });

    expect(await operator.triesToSubmit()).toEqual({
      errors: { then_back: expect.stringContaining('a minute after the change') },
    });
  });

  test('that an edit adds to what was approved before is approved with the edit, and not before', async () => {
    const { operator, lead, newTask, putsOf } = desk;
    const task = newTask();
    const first = await operator.asksFor(task, { vod_loop_time: '2', apply_at: inMs(HOUR_MS) });
    const [applyAt, thenBack] = [inMs(2 * HOUR_MS), inMs(3 * HOUR_MS)];
    const fields = { vod_loop_time: '4', apply_at: applyAt };
    const card = await followsUp(desk, operator, first, fields);
    await lead.approves(card);
    await card.says('Approved, waiting to run');
    await operator.withdraws(first);
    await card.says('Held');

    await opensAgain(desk, operator, card, 'edit');
    await operator.fills({ vod_loop_time: '4', then_back: thenBack, reason: 'Back, too' });
    await operator.submits();

    await card.says('needs 1 approval', 'Then back');
    await desk.isQuiet();
    expect(card.text()).not.toContain('as R-');
    expect(await lead.reviews(card)).toContain('digest of the way back');
    await lead.decides('approve');
    // The form of the edit keeps the time, which is still to come.
    await card.says('Approved, waiting to run', iso(applyAt));
    const back = await backOf(card);
    await clock.moveOn(2 * HOUR_MS);
    await card.says('Applied');
    await clock.moveOn(HOUR_MS);
    await back.says('Applied');
    expect(roundsOf(putsOf(task))).toEqual(['4', '-1']);
  });

  test('that is held is rebased in the review, approved again, and runs', async () => {
    const { operator, lead, newTask, live, putsOf } = desk;
    const task = newTask();
    const thenBack = inMs(HOUR_MS);
    const card = await operator.asksFor(task, { vod_loop_time: '4', then_back: thenBack });
    await lead.approves(card);
    await card.says('Applied');
    const back = await backOf(card);
    const end_time = toWireTime(Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS + 9 * HOUR_MS);
    live.edit(task.task_id, { end_time });
    await clock.moveOn(HOUR_MS);
    await back.says('Held', 'changed by somebody else');
    await lead.reviews(back);
    expect(await takesOver(desk, lead)).toContain('needs 1 approval');

    await lead.decides('approve');

    await back.says('Applied');
    expect(roundsOf(putsOf(task))).toEqual(['4', '-1']);
    expect(live.task(task.task_id)).toMatchObject({ vod_loop_time: '-1', end_time });
  });

  test('whose time passes while no replica is up is told to everybody, and so is the way back', async () => {
    const { operator, lead, newTask, putsOf, opsChannel } = desk;
    const task = newTask();
    const [applyAt, thenBack] = [inMs(HOUR_MS), inMs(2 * HOUR_MS)];
    const asked = { vod_loop_time: '4', apply_at: applyAt, then_back: thenBack };
    const card = await operator.asksFor(task, asked);
    await lead.approves(card);
    const back = await backOf(card);
    await Promise.all(desk.bots().map((bot) => bot.stop()));

    await clock.moveOn(HOUR_MS + 16 * MINUTE_MS);
    await desk.startBot();

    await opsChannel.says('Not run', card.request, '15 minutes', '@Olga Operator', '@Lena Lead');
    await back.threadSays('Cancelled', card.request, 'nothing to undo');
    await desk.isQuiet();
    expect(putsOf(task)).toEqual([]);
  });
});
