import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import { someTasks, submitsBatch } from './batch.ts';
import { type Desk, openDesk } from './desk.ts';

const MINUTE_MS = 60_000;
const notify = `notify: { users: [${PEOPLE.onCall.id}] }`;
const approvers = `approvers: { users: [${PEOPLE.lead.id}] }`;
const presets = "presets: { rounds: { vod_loop_time: '4' } }";

describe.each(['socket', 'http'] as const)('A call takes effect late, over %s', (transport) => {
  let desk: Desk;
  const clock = createClock();
  beforeAll(async () => {
    const replicas = transport === 'socket' ? 2 : 1;
    desk = await openDesk({
      transport,
      clock,
      replicas,
      projectYaml: [approvers, notify, presets],
    });
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  /** A change whose answer was lost and whose call takes effect 78 seconds later; its request has failed. */
  const lost = async () => {
    const { operator, lead, newTask, live } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.fail({ on: 'PUT', with: { lateMs: 78_000 } });
    await lead.approves(card);
    await card.says('Outcome unknown');
    await clock.moveOn(61_000);
    await card.says('Failed', 'may still take effect');
    return { task, card };
  };

  test('over a change that was applied since: both threads and the ops channel are told', async () => {
    const { outsider, lead, live, putsOf, opsChannel } = desk;
    const { task, card } = await lost();

    const next = await outsider.asksFor(task, { vod_start_video_index: '2 · two.mp4' });
    const review = await lead.reviews(next);
    expect(review).toContain(`The outcome of ${card.request}`);
    await lead.decides('approve');
    await next.says('Applied');
    await clock.moveOn(17_000);
    expect(live.task(task.task_id)).toMatchObject({ vod_loop_time: '4', vod_start_video_index: 0 });
    await clock.moveOn(5 * MINUTE_MS);

    await card.says('Applied', 'Took effect late', next.request);
    await next.says('Applied', 'Overwritten', card.request);
    await card.threadSays('Took effect late', next.request, '@Olga Operator', '@Ines Oncall');
    await next.threadSays('Overwritten', card.request, '@Otto Outsider', '@Ines Oncall');
    await opsChannel.says('Took effect late', card.request, next.request);
    expect(putsOf(task)).toHaveLength(2);
  });

  test('and nothing else was changed: it is reported as applied and can be reverted', async () => {
    const { operator, lead, putsOf, opsChannel } = desk;
    const { task, card } = await lost();

    await clock.moveOn(6 * MINUTE_MS);

    const text = await card.says('Applied', 'Took effect late');
    expect(text).toContain('[Revert…]');
    await opsChannel.says('Took effect late', card.request);
    expect(putsOf(task)).toHaveLength(1);
    // Nothing about it is open any more.
    const next = await operator.asksFor(task, { vod_loop_time: '9' });
    expect(await lead.reviews(next)).not.toContain('is still unknown');
  });

  test('for one task of a batch: its thread and the ops channel are told, and the task counts as applied', async () => {
    const { operator, lead, live, opsChannel } = desk;
    const { app } = someTasks(desk, 2);
    await operator.types(`/relay apply rounds live-prod ${app}/*`);
    await operator.untilSees('as one request');
    const card = await submitsBatch(desk, 'Four rounds');
    live.fail({ on: 'PUT', with: { lateMs: 78_000 } });
    await lead.approves(card);
    await card.says('✅ 1 applied');
    await clock.moveOn(61_000);
    await card.says('✅ 1 applied', '❌ 1 failed', 'Partly applied');

    await clock.moveOn(6 * MINUTE_MS);

    await card.threadSays('took effect late', `${card.request}.`, '@Ines Oncall');
    await opsChannel.says('took effect late', `${card.request}.`);
    await card.says('✅ 2 applied');
    expect(card.text()).not.toContain('failed');
  });

  test('a call that never takes effect is checked four times in an hour, and then no more', async () => {
    const { operator, lead, newTask, live, isQuiet } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.fail({ on: 'PUT', with: 'cut_before' });
    await lead.approves(card);
    await card.says('Outcome unknown');
    await clock.moveOn(61_000);
    await card.says('Failed');
    await isQuiet();
    const lateLooks = async () =>
      (await desk.store.timersOf('look')).filter((entry) => entry.includes('late_put:'));
    const reads = () =>
      live.calls().filter(({ on, query }) => on === 'GET' && query['task_id'] === task.task_id);

    for (const minutes of [5, 10, 15, 30]) {
      const count = reads().length;
      await clock.moveOn(minutes * MINUTE_MS);
      await desk.slack.until(() => reads().length > count, 'another look');
      // Each check sets the next one; the last sets none.
      const left = minutes === 30 ? 0 : 1;
      await expect.poll(async () => (await lateLooks()).length).toBe(left);
    }
    await isQuiet();
    const looked = reads().length;
    await clock.moveOn(60 * MINUTE_MS);
    await isQuiet();

    expect(reads()).toHaveLength(looked);
    expect(await lateLooks()).toEqual([]);
    expect(card.text()).toContain('Failed');
  });

  test('if a replica is killed during a check, another one takes it over', async () => {
    const { live, slack, opsChannel } = desk;
    const { card } = await lost();
    live.fail({ on: 'GET', with: { hold: true }, times: 2 });
    await clock.moveOn(6 * MINUTE_MS);
    await slack.until(() => live.held() > 0, 'the task to be read');

    await desk.bot().kill();
    live.clearFaults();
    await desk.startBot();
    live.release();

    await card.says('Applied', 'Took effect late');
    await opsChannel.says('Took effect late', card.request);
    await desk.isQuiet();
    expect(opsChannel.count(`${card.request},`)).toBe(2);
  });
});
