import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { type Desk, openDesk } from './desk.ts';
import type { Filled } from './people.ts';

const notify = `notify: { users: [${PEOPLE.onCall.id}] }`;
const approvers = `approvers: { users: [${PEOPLE.lead.id}] }`;

describe.each(['socket', 'http'] as const)('The stream after a change, over %s', (transport) => {
  let desk: Desk;
  const clock = createClock();
  beforeAll(async () => {
    const replicas = transport === 'socket' ? 2 : 1;
    desk = await openDesk({ transport, clock, replicas, projectYaml: [approvers, notify] });
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  /** An applied change of a task that was on air. */
  const applied = async (fields: Filled = { vod_start_video_index: '2 · two.mp4' }) => {
    const { operator, lead, newTask } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, fields);
    return {
      task,
      card,
      approve: async () => {
        await lead.approves(card);
        await card.says('Applied');
      },
    };
  };
  const looksAt = (stream: string | undefined) =>
    desk.live.calls().filter(({ on, query }) => on === 'STREAMS' && query['stream'] === stream);
  /** Lets time pass, and waits for the check that becomes due. */
  const passToLook = async ({ stream_name: stream }: WireTask, seconds: number) => {
    const count = looksAt(stream).length;
    await clock.moveOn(seconds * 1000);
    await desk.slack.until(() => looksAt(stream).length > count, 'a look');
    await desk.isQuiet();
  };

  test('card and thread say that it is present, since when, and its format', async () => {
    const { card, approve } = await applied();
    await approve();
    const [, appliedAt] = /✅ Applied\* · (\S+)/.exec(card.text()) ?? [];

    await clock.moveOn(16_000);

    await card.says('📡 Stream present since', 'H.264 1920×1080', '25 fps', '4.1 Mbit/s');
    // The time of the application stays.
    expect(card.text()).toContain(`✅ Applied* · ${appliedAt}`);
    await card.threadSays('📡 Stream present since');
  });

  test('the result in the ops channel is edited once the stream was seen, and stays one message', async () => {
    const { opsChannel } = desk;
    const { card, approve } = await applied();
    await approve();
    expect(await opsChannel.says('Applied', card.request)).not.toContain('📡');

    await clock.moveOn(16_000);

    await opsChannel.says('✅ Applied', card.request, '📡 Stream present since', 'H.264 1920×1080');
    expect(opsChannel.count(`Applied: ${card.request},`)).toBe(1);
  });

  test('one that does not come back is announced once, with a button to revert', async () => {
    const { live, opsChannel } = desk;
    const { task, card, approve } = await applied();
    live.before('PUT', () => live.streamOf(task.task_id, { upAfterMs: Infinity }));
    await approve();

    for (const seconds of [16, 15, 30, 30, 35, 180, 300]) await passToLook(task, seconds);

    await card.says('Applied, but NO STREAM');
    expect(card.text()).toContain('[Revert…]');
    await card.threadSays('No stream', '@Olga Operator', '@Lena Lead', '@Ines Oncall');
    const told = await opsChannel.says('No stream', card.request);
    expect(told).toContain('[Revert…]');
    await opsChannel.says(`🔴 Applied, but NO STREAM: ${card.request},`);
    expect(opsChannel.count(`✅ Applied: ${card.request},`)).toBe(0);
  });

  test('channels that watch no-stream are told once, and nobody is notified there', async () => {
    const { live, slack, lead, leadsChannel } = desk;
    const { task, card, approve } = await applied();
    const line = `/relay watch live/${task.stream_name} no-stream`;
    await slack.person(lead.id).runs(line, { channel: CHANNELS.leads.id });
    await leadsChannel.says('subscribed this channel to', `${task.stream_name}*`);
    live.before('PUT', () => live.streamOf(task.task_id, { upAfterMs: Infinity }));
    await approve();

    for (const seconds of [16, 15, 30, 30, 35, 180]) await passToLook(task, seconds);

    const told = await leadsChannel.says('*No stream*', `since ${card.request} was applied`);
    expect(told).not.toContain('@');
    expect(leadsChannel.count(`since ${card.request} was applied`)).toBe(1);
  });

  test('one that comes up late is reported as present, and nobody is notified', async () => {
    const { live } = desk;
    const { task, card, approve } = await applied();
    live.before('PUT', () => live.streamOf(task.task_id, { upAfterMs: 40_000 }));
    await approve();

    for (const seconds of [16, 15, 35]) await passToLook(task, seconds);

    await card.says('📡 Stream present since');
    expect(card.text()).not.toContain('NO STREAM');
  });

  test('one that drops after a minute and comes back is reported both times', async () => {
    const { live } = desk;
    const { task, card, approve } = await applied();
    live.before('PUT', () => live.streamOf(task.task_id, { downAfterMs: 70_000 }));
    await approve();
    for (const seconds of [16, 15, 30, 30, 35]) await passToLook(task, seconds);
    await card.says('Applied, but NO STREAM');

    live.streamOf(task.task_id, {});
    await passToLook(task, 180);

    await card.says('📡 Stream present since');
    await card.threadSays('present again');
  });

  test.each(['no_permission', 'not_found'] as const)(
    'if we may not look (%s), the card says nothing about it, and the API is not asked over and over',
    async (answer) => {
      const { live } = desk;
      const { task, card, approve } = await applied();
      live.answerStreams(answer);
      await approve();

      const looksDue = 16 + 15 + 35;
      await clock.moveOn(looksDue * 1000);
      await desk.isQuiet();

      expect(card.text()).not.toContain('📡');
      expect(looksAt(task.stream_name).length).toBeLessThanOrEqual(desk.replicas);
      live.answerStreams('listed');
      await clock.moveOn(10 * 60_000);
    },
  );

  test('after a pause nobody is notified, since there should be no stream', async () => {
    const { task, card, approve } = await applied({ status: 'pause' });
    await approve();

    for (const seconds of [16, 15, 30, 35]) await passToLook(task, seconds);

    expect(card.text()).not.toContain('NO STREAM');
    expect(card.text()).toContain('off air');
  });

  test('one that was there before a pause and does not come back with the resume is announced', async () => {
    const { live, operator, lead, opsChannel } = desk;
    const { task, card: pause, approve } = await applied({ status: 'pause' });
    await approve();
    for (const seconds of [16, 15, 30, 30, 35, 180, 300]) await passToLook(task, seconds);
    expect(pause.text()).not.toContain('NO STREAM');
    const resume = await operator.asksFor(task, { status: 'enable' });
    live.before('PUT', () => live.streamOf(task.task_id, { upAfterMs: Infinity }));
    await lead.approves(resume);
    await resume.says('Applied');

    for (const seconds of [16, 15, 30, 30]) await passToLook(task, seconds);

    await resume.says('Applied, but NO STREAM');
    await resume.threadSays('No stream', '@Olga Operator', '@Lena Lead', '@Ines Oncall');
    await opsChannel.says('No stream', resume.request);
    for (const seconds of [35, 180, 300]) await passToLook(task, seconds);
  });

  test('one that an earlier change lost is announced if a later one does not bring it back', async () => {
    const { live, outsider, lead, opsChannel } = desk;
    const { task, card, approve } = await applied();
    live.before('PUT', () => live.streamOf(task.task_id, { upAfterMs: Infinity }));
    await approve();
    await passToLook(task, 16);
    const next = await outsider.asksFor(task, { vod_start_video_index: '3 · three.mp4' });
    await lead.approves(next);
    await next.says('Applied');

    for (const seconds of [16, 15, 30, 30]) await passToLook(task, seconds);

    await next.says('Applied, but NO STREAM');
    await opsChannel.says('No stream', next.request);
    expect(card.text()).not.toContain('NO STREAM');
    for (const seconds of [35, 180, 300]) await passToLook(task, seconds);
  });

  test('one that nobody has seen, and one that may be over, is told on the card and notifies nobody', async () => {
    const { live } = desk;
    const { task, card, approve } = await applied({ vod_loop_time: '4' });
    live.before('PUT', () => live.streamOf(task.task_id, { upAfterMs: Infinity }));
    await approve();

    for (const seconds of [16, 15, 30, 30]) await passToLook(task, seconds);

    await card.says('📡 No stream seen since');
    expect(card.text()).not.toContain('NO STREAM');
    for (const seconds of [35, 180, 300]) await passToLook(task, seconds);
  });

  test('another change of the task ends the checks of the previous one', async () => {
    const { outsider, lead } = desk;
    const { task, card, approve } = await applied();
    await approve();
    const next = await outsider.asksFor(task, { vod_loop_time: '4' });
    await lead.approves(next);
    await next.says('Applied');

    await passToLook(task, 20);

    await next.says('📡 Stream present since');
    expect(card.text()).not.toContain('📡');
  });

  test('if a replica is killed during a check, another one takes it over', async () => {
    const { live, slack } = desk;
    const { card, approve } = await applied();
    await approve();
    live.fail({ on: 'STREAMS', with: { hold: true } });
    await clock.moveOn(16_000);
    await slack.until(() => live.held() > 0, 'a look');

    await desk.bot().kill();
    live.release();
    await desk.startBot();
    await clock.moveOn(60_000);

    await card.says('📡 Stream present since');
  });
});
