import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import { toWireTime } from '#sandbox/live/wire-task.ts';
import { DAY_MS, type Desk, HOUR_MS, MINUTE_MS, openDesk } from './desk.ts';
import { createHomeTab } from './home-tab.ts';

/** A quarter to nine in Shanghai, tomorrow. */
const startMs = (Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS + 45 * MINUTE_MS;

describe.each([
  { transport: 'socket', language: 'en', title: 'end within a day', replicas: 2 },
  { transport: 'http', language: 'zh-CN', title: '将在一天内结束', replicas: 1 },
] as const)('What ends within a day, in $language', ({ transport, language, title, replicas }) => {
  let desk: Desk;
  let timer = '';
  const clock = createClock({ startMs });
  beforeAll(async () => {
    desk = await openDesk({
      transport,
      clock,
      replicas,
      live: { tasks: [] },
      projectYaml: [
        `approvers: { users: [${PEOPLE.lead.id}] }`,
        `language: ${language}`,
        'time_zone: Asia/Shanghai',
        'digest_at: 09:00',
        'keep_on_air: ["live/channel-1"]',
      ],
    });
    for (const hours of [3, 20, 40]) {
      desk.newTask({
        start_time: toWireTime(clock.now() - HOUR_MS),
        end_time: toWireTime(clock.now() + hours * HOUR_MS),
      });
    }
    desk.newTask({ end_time: toWireTime(clock.now() + 70 * HOUR_MS), vod_loop_time: '3' });
    timer = await desk.store.onlyTimerOf('ending');
  });
  afterEach(() => expect(desk.slack.faults()).toEqual([]));
  afterAll(() => desk.close());

  const isSet = async (): Promise<boolean> => Number((await desk.store.dueOf(timer)) ?? 0) > 0;
  /** Has the tasks read now, and waits until that is done. */
  const reads = async (): Promise<void> => {
    await desk.isQuiet();
    await desk.store.makeDue(timer);
    await expect.poll(isSet, { timeout: 30_000, interval: 50 }).toBe(true);
  };

  test('is told in the ops channel at the time of the project, once a day', async () => {
    const { opsChannel } = desk;
    await reads();
    expect(opsChannel.count(title)).toBe(0);

    await clock.moveOn(16 * MINUTE_MS);
    const text = await opsChannel.says(title);
    await reads();

    expect(text).toContain('live/channel-1');
    expect(text).toContain('live/channel-2');
    expect(text).not.toContain('live/channel-3');
    expect(text).toContain('/relay list live-prod ending');
    expect(text.indexOf('live/channel-1')).toBeLessThan(text.indexOf('live/channel-4'));
    expect(opsChannel.count(title)).toBe(1);
  });

  test('stands on the Home, in the language of who opens it', async () => {
    const { slack, lead } = desk;
    await reads();

    const text = await createHomeTab(slack, lead.id).opens('Ends within a day', 'live/channel-2');

    expect(text).toMatch(/\*live\/channel-1\* in live-prod .*should stay on air/);
    expect(text).not.toContain('live/channel-3');
  });

  test('is measured', async () => {
    await reads();
    const response = await fetch(`${desk.bot().url}/metrics`);
    const text = await response.text();

    expect(text).toContain('relaydesk_tasks_ending{project="live-prod"} 2');
    expect(text).toContain('relaydesk_keep_on_air_ending{project="live-prod"} 0');
    expect(text).toMatch(/relaydesk_tasks_read_age_seconds\{project="live-prod"\} \d/);
  });

  test('is not told on a day on which nothing ends', async () => {
    const { live, opsChannel } = desk;
    for (const { task_id: id } of live.tasks()) live.edit(id, { status: 'pause' });

    await clock.moveOn(DAY_MS);
    await reads();

    expect(opsChannel.count(title)).toBe(1);
  });
});
