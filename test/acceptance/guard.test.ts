import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import type { Card } from './card.ts';
import { type Desk, openDesk } from './desk.ts';

const eventsToken = 'guard-story-token-1234567890';
const projectYaml = [
  `approvers: { users: [${PEOPLE.lead.id}] }`,
  `notify: { users: [${PEOPLE.onCall.id}] }`,
];

describe.each(['socket', 'http'] as const)('Events right after a change, over %s', (transport) => {
  let desk: Desk;
  const clock = createClock();
  beforeAll(async () => {
    const replicas = transport === 'socket' ? 2 : 1;
    desk = await openDesk({ transport, clock, replicas, projectYaml, eventsToken });
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  /** A change that was applied to a task whose stream is present, and whose events come here. */
  const applied = async (
    fields: Parameters<Desk['operator']['asksFor']>[1] = { vod_start_video_index: '2 · two.mp4' },
  ) => {
    const { operator, lead, newTask, bot } = desk;
    const task = newTask({
      callback_url: `${bot().url}/live/events/${eventsToken}`,
      callback_events: ['TaskExit', 'TaskAlarm'],
    });
    const card = await operator.asksFor(task, fields);
    await lead.approves(card);
    await card.says('Applied');
    return { task, card };
  };
  const looksAt = ({ stream_name: stream }: WireTask) =>
    desk.live.calls().filter(({ on, query }) => on === 'STREAMS' && query['stream'] === stream);
  const reports = (card: Card) => card.thread().filter((line) => line.includes('has reported'));
  const exit = (task: WireTask, fields: object = {}) => ({
    callback_event: 'TaskExit',
    task_id: task.task_id,
    event_time: Math.floor(clock.now() / 1000),
    ...fields,
  });

  test('are one line of its thread, which is edited, and call nobody while the stream is present', async () => {
    const { live } = desk;
    const { task, card } = await applied();
    await clock.moveOn(16_000);
    await card.says('📡 Stream present');

    await live.fireEvent(task.task_id, 'TaskExit', exit(task, { code: 7 }));
    await card.threadSays('`TaskExit` once', 'The stream was present', 'code `7`');
    await live.fireEvent(task.task_id, 'TaskAlarm');
    await live.fireEvent(task.task_id, 'TaskExit', exit(task, { code: 8 }));
    await desk.isQuiet();
    await clock.moveOn(16_000);

    await card.threadSays('`TaskAlarm` once and `TaskExit` 2 times', 'The stream was present');
    expect(reports(card)).toHaveLength(1);
    expect(card.thread().join()).not.toContain('@Ines Oncall');
  });

  test('are told below a new card if somebody deleted the old one', async () => {
    const { live, slack } = desk;
    const { task, card } = await applied();
    await clock.moveOn(16_000);
    await card.says('📡 Stream present');
    await desk.isQuiet();
    const channel = slack.workspace.channels.get(card.asPosted.channel);
    if (channel) channel.messages = channel.messages.filter(({ ts }) => ts !== card.asPosted.ts);

    await live.fireEvent(task.task_id, 'TaskAlarm');

    await slack.until(() => card.copies() === 1, 'a new card');
    await card.threadSays('`TaskAlarm` once');
  });

  test('make somebody look at once, and people are called when the stream is absent twice', async () => {
    const { live, opsChannel } = desk;
    const { task, card } = await applied();
    for (const seconds of [16, 15, 31, 30, 31, 181]) {
      await clock.moveOn(seconds * 1000);
      await desk.isQuiet();
    }
    await card.says('📡 Stream present');
    live.streamOf(task.task_id, { upAfterMs: Infinity });

    await live.fireEvent(task.task_id, 'TaskExit', exit(task));
    await card.threadSays('`TaskExit` once', 'No stream seen', 'checked again');
    expect(card.text()).not.toContain('NO STREAM');
    await desk.isQuiet();
    await clock.moveOn(31_000);

    await card.says('Applied, but NO STREAM', '[Revert…]');
    await card.threadSays('`TaskExit` once', 'people were pinged');
    const told = await opsChannel.says('*No stream* of', card.request);
    expect(told).toContain('@Ines Oncall');
    await live.fireEvent(task.task_id, 'TaskExit', exit(task, { code: 2 }));
    await clock.moveOn(600_000);
    await desk.isQuiet();
    expect(card.thread().filter((line) => line.includes('@Ines Oncall'))).toHaveLength(1);
    expect(desk.putsOf(task)).toHaveLength(1);
  });

  test('that somebody makes up, a hundred of them, call nobody and bring few looks', async () => {
    const { live } = desk;
    const { task, card } = await applied();
    await clock.moveOn(16_000);
    await card.says('📡 Stream present');
    const before = looksAt(task).length;

    await Promise.all(
      Array.from({ length: 100 }, (_all, code) =>
        live.fireEvent(task.task_id, 'TaskExit', exit(task, { code })),
      ),
    );
    await desk.isQuiet();
    await clock.moveOn(14_000);
    await desk.isQuiet();

    await card.threadSays('`TaskExit` 100 times');
    // One of its own time, one at once, and one fifteen seconds later.
    expect(looksAt(task).length - before).toBeLessThanOrEqual(3);
    expect(reports(card)).toHaveLength(1);
    expect(card.thread().join()).not.toContain('@Ines Oncall');
  });

  test('are told in one line also when a replica is killed while it looks', async () => {
    const { live, slack } = desk;
    const { task, card } = await applied();
    await clock.moveOn(16_000);
    await card.says('📡 Stream present');
    live.fail({ on: 'STREAMS', with: { hold: true } });
    await live.fireEvent(task.task_id, 'TaskExit', exit(task));
    await slack.until(() => live.held() > 0, 'a look');

    await desk.bot().kill();
    live.release();
    await desk.startBot();
    await clock.moveOn(10_000);

    await card.threadSays('`TaskExit` once', 'The stream was present');
    expect(reports(card)).toHaveLength(1);
  });

  test.each([
    ['after the guard', {}, 601],
    ['from yesterday', { event_time: Math.floor(Date.now() / 1000) - 86_400 }, 20],
  ])('%s are no concern of the request', async (_when, fields, seconds) => {
    const { live } = desk;
    const { task, card } = await applied();
    await clock.moveOn(seconds * 1000);
    await desk.isQuiet();

    await live.fireEvent(task.task_id, 'TaskExit', exit(task, fields));
    await desk.isQuiet();

    expect(reports(card)).toEqual([]);
  });

  test('after a pause an exit is what was asked for, and not told', async () => {
    const { live } = desk;
    const { task, card } = await applied({ status: 'pause' });

    await live.fireEvent(task.task_id, 'TaskExit', exit(task));
    await desk.isQuiet();

    expect(reports(card)).toEqual([]);
  });
});
