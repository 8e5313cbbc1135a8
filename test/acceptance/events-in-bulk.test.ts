import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Bot } from '#sandbox/bot.ts';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { type Desk, openDesk } from './desk.ts';

const eventsToken = 'bulk-story-token-1234567890';
const projectYaml = [
  `approvers: { users: [${PEOPLE.lead.id}] }`,
  `notify: { users: [${PEOPLE.onCall.id}] }`,
];

describe('Events that come in bulk to three replicas', () => {
  let desk: Desk;
  let bots: readonly Bot[];
  const clock = createClock();
  beforeAll(async () => {
    desk = await openDesk({ clock, projectYaml, eventsToken });
    bots = [desk.bot(), await desk.startBot(), await desk.startBot()];
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  const post = ({ url }: Bot, body: object): Promise<Response> =>
    fetch(`${url}/live/events/${eventsToken}`, { method: 'POST', body: JSON.stringify(body) });
  const exit = ({ task_id }: WireTask, fields: object = {}) => ({
    callback_event: 'TaskExit',
    task_id,
    event_time: Math.floor(clock.now() / 1000),
    ...fields,
  });
  const asksIn = (channel: string, line: string) =>
    desk.slack.person(PEOPLE.lead.id).runs(line, { channel });

  test('a loss that timers and events of all of them look at calls people once', async () => {
    const { operator, lead, newTask, live, opsChannel } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_start_video_index: '2 · two.mp4' });
    live.before('PUT', () => live.streamOf(task.task_id, { upAfterMs: Infinity }));
    await lead.approves(card);
    await card.says('Applied');

    for (const seconds of [16, 15, 31, 30, 31]) {
      await Promise.all(
        bots.flatMap((bot, at) => [
          post(bot, exit(task, { code: seconds })),
          post(bot, exit(task, { code: `${seconds}-${at}` })),
        ]),
      );
      await clock.moveOn(seconds * 1000);
      await desk.isQuiet();
    }

    await card.says('Applied, but NO STREAM');
    await opsChannel.says('*No stream* of', card.request);
    await card.threadSays('`TaskExit` 20 times', 'people were pinged');
    const called = card.thread().filter((line) => line.includes('@Ines Oncall'));
    expect(called).toHaveLength(1);
    expect(card.thread().filter((line) => line.includes('has reported'))).toHaveLength(1);
    expect(opsChannel.count('*No stream* of')).toBe(1);
  });

  test('three hundred of one task, each sent to two replicas, are one message that counts them', async () => {
    const { newTask, leadsChannel } = desk;
    const task = newTask();
    await asksIn(CHANNELS.leads.id, `/relay watch live/${task.stream_name} TaskExit`);
    await leadsChannel.says('subscribed this channel to', `${task.stream_name}*`);

    const answers = await Promise.all(
      Array.from({ length: 300 }, (_all, code) => exit(task, { code })).flatMap((body, at) => [
        post(bots[at % 3]!, { ...body, sign: 'first' }),
        post(bots[(at + 1) % 3]!, { ...body, sign: 'second' }),
      ]),
    );

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await leadsChannel.says(`${task.stream_name}*`, '300 times');
    await desk.isQuiet();
    const told = leadsChannel.texts().filter((text) => text.includes(`${task.stream_name}*`));
    expect(told.filter((text) => text.startsWith('📣'))).toHaveLength(1);
    expect(desk.logs().filter((line) => line.includes('dead-lettered'))).toEqual([]);
  });

  test('what happened yesterday is told with its time, in a message of its own', async () => {
    const { newTask, leadsChannel } = desk;
    const task = newTask();
    await asksIn(CHANNELS.leads.id, `/relay watch live/${task.stream_name} TaskExit`);
    await leadsChannel.says('subscribed this channel to', `${task.stream_name}*`);
    const yesterday = Math.floor(clock.now() / 1000) - 86_400;

    await post(bots[0]!, exit(task));
    await post(bots[1]!, exit(task, { event_time: yesterday }));

    await leadsChannel.says(`${task.stream_name}*`, 'TaskExit', 'reported late');
    await desk.isQuiet();
    const told = leadsChannel
      .texts()
      .filter((text) => text.startsWith('📣') && text.includes(`${task.stream_name}*`));
    expect(told).toHaveLength(2);
  });

  test('a channel that is gone costs a few calls, and the others are told', async () => {
    const { newTask, leadsChannel, slack } = desk;
    const task = newTask();
    for (const channel of [CHANNELS.ops.id, CHANNELS.leads.id]) {
      await asksIn(channel, `/relay watch live/${task.stream_name} TaskExit`);
    }
    await leadsChannel.says('subscribed this channel to', `${task.stream_name}*`);
    await desk.opsChannel.says('subscribed this channel to', `${task.stream_name}*`);
    slack.changeChannel(CHANNELS.ops.id, { isArchived: true });

    for (let code = 0; code < 20; code += 1) {
      await post(bots[code % 3]!, exit(task, { code }));
      await clock.moveOn(1_000);
    }

    await leadsChannel.says(`${task.stream_name}*`, '20 times');
    await desk.isQuiet();
    const tried = slack
      .calls()
      .filter(({ args }) => args['channel'] === CHANNELS.ops.id)
      .filter(({ args }) => JSON.stringify(args).includes(`${task.stream_name}*`));
    slack.changeChannel(CHANNELS.ops.id, { isArchived: false });
    expect(tried.length).toBeLessThan(12);
  });
});
