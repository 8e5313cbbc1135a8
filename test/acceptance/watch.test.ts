import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '#sandbox/free-port.ts';
import { CHANNELS, CLOUD_USER, PEOPLE, PROJECT } from '#sandbox/cast.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { messageText } from '#sandbox/story-text.ts';
import { type Desk, story } from './desk.ts';

const TOKEN = 'watch-story-token-1234567890';
const livePort = await freePort();
const folder = mkdtempSync(join(tmpdir(), 'relaydesk-watch-'));
const configFile = join(folder, 'relaydesk.yml');
const tokenFile = join(folder, 'events-token');
const live = `http://127.0.0.1:${livePort}`;
const credentials = { user: CLOUD_USER.name, password: CLOUD_USER.password };
const project = {
  name: PROJECT.name,
  project_id: PROJECT.id,
  endpoint: live,
  region: PROJECT.region,
  auth: { token: { iam: live, domain: CLOUD_USER.domain, ...credentials } },
  ops_channel: CHANNELS.ops.id,
  approvals_channel: CHANNELS.leads.id,
  approvers: { users: [PEOPLE.lead.id] },
};
// Every JSON file is a YAML file.
writeFileSync(configFile, JSON.stringify({ projects: [project], events: { token: '$EV_TOKEN' } }));
writeFileSync(tokenFile, TOKEN);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const EVENTS = ['TaskStart', 'TaskExit', 'VodSourceFileStart', 'ResetTaskConfig', 'TaskAlarm'];

const newWatchedTask = (at: Desk): WireTask =>
  at.newTask({
    callback_url: `${at.bot().url}/live/events/${TOKEN}`,
    callback_events: EVENTS,
  });

const alarm = (task: WireTask, number = 1): object => ({
  callback_event: 'TaskAlarm',
  event_type: 314,
  task_id: task.task_id,
  event_time: 1_790_000_000 + number,
  msg: JSON.stringify({
    type: 'PullFileUnstable',
    url: 'https://media.example.com/one.mp4?auth_key=watchSecret77',
  }),
});

const watches = async (at: Desk, words: string): Promise<void> => {
  await at.operator.types(`/relay watch ${words}`);
  const [name = ''] = words.split(' ');
  await at.opsChannel.says('subscribed this channel to', name);
};

const eventsOf = ({ slack }: Desk, task: WireTask, event: string): readonly string[] =>
  slack
    .channel(CHANNELS.ops.id)
    .messages()
    .map(messageText)
    .filter((text) => text.startsWith('📣') && text.includes(`${task.stream_name}*`))
    .filter((text) => text.includes(event));

const posts = (at: Desk, body: string, token = TOKEN): Promise<Response> =>
  fetch(`${at.bot().url}/live/events/${token}`, { method: 'POST', body });

story(
  'Watching relay tasks',
  (at) => {
    test("an event is posted with the task's real data, whatever it claims", async () => {
      const task = newWatchedTask(at());
      await watches(at(), `live/${task.stream_name}`);
      at().live.edit(task.task_id, { status: 'pause' });

      const fired = await at().live.fireEvent(task.task_id, 'TaskAlarm', alarm(task));

      expect(fired.result).toEqual({ status: 200 });
      const text = await at().opsChannel.says(`${task.stream_name}*`, 'TaskAlarm', 'Read');
      expect(text).toContain('Paused');
      expect(text).toContain('PullFileUnstable');
      expect(text).toContain('Treat events as hints');
      const said = JSON.stringify([at().slack.calls(), at().logs()]);
      expect(said).not.toContain('watchSecret77');
      expect(said).not.toContain(TOKEN);
    });

    test('people of other workspaces can read only what is posted', async () => {
      const { stranger, slack } = at();
      const task = newWatchedTask(at());
      await watches(at(), `live/${task.stream_name}`);
      await at().live.fireEvent(task.task_id, 'TaskAlarm', alarm(task));
      await at().opsChannel.says(`${task.stream_name}*`, 'TaskAlarm', 'Read');
      const posted = slack
        .channel(CHANNELS.ops.id)
        .messages()
        .find(
          (message) =>
            messageText(message).includes(`📣`) &&
            messageText(message).includes(`${task.stream_name}*`),
        );

      await slack.person(stranger.id).presses(posted!, 'show_task');

      await stranger.isTold('Only full members of this workspace');
      expect(slack.person(stranger.id).ephemerals()).toHaveLength(1);
    });

    test('only subscribed events are posted', async () => {
      const task = newWatchedTask(at());
      await watches(at(), `live/${task.stream_name} TaskExit`);

      await at().live.fireEvent(task.task_id, 'TaskStart');
      await at().live.fireEvent(task.task_id, 'TaskExit');

      await at().opsChannel.says(`${task.stream_name}*`, '`TaskExit`', 'Read');
      await at().isQuiet();
      expect(eventsOf(at(), task, '`TaskStart`')).toEqual([]);
    });

    test('a flood of fifty events gives one message with a count, and a repetition counts once', async () => {
      const task = newWatchedTask(at());
      await watches(at(), `live/${task.stream_name}`);

      const bodies = Array.from({ length: 50 }, (_all, index) => alarm(task, index));
      await Promise.all(
        [...bodies, ...bodies.slice(0, 10)].map((body) =>
          at().live.fireEvent(task.task_id, 'TaskAlarm', body),
        ),
      );

      await at().opsChannel.says(`${task.stream_name}*`, '50 times', 'Details of the latest');
      await at().isQuiet();
      expect(eventsOf(at(), task, 'TaskAlarm')).toHaveLength(1);
      const ts = at()
        .slack.channel(CHANNELS.ops.id)
        .messages()
        .find((message) => messageText(message).includes('50 times'))?.ts;
      const updates = at()
        .slack.calls()
        .filter(({ method }) => method === 'chat.update');
      expect(updates.filter(({ args }) => args['ts'] === ts).length).toBeLessThan(5);
    });

    test('any body is answered, but only at the right URL', async () => {
      const big = JSON.stringify({ event: 'TaskExit', task_id: 'x', pad: 'x'.repeat(70_000) });
      const bodies = ['', 'garbage {', '[1,2]', 'null', '{"event":"TaskExit"}'];

      const answers = await Promise.all(bodies.map((body) => posts(at(), body)));
      const tooLong = await posts(at(), big);
      const wrong = await posts(at(), '{}', 'watch-story-token-1234567891');
      const read = await fetch(`${at().bot().url}/live/events/${TOKEN}`);

      expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 200));
      expect(await answers[1]?.json()).toEqual({ ok: true });
      expect(tooLong.status).toBe(413);
      expect([wrong.status, read.status]).toEqual([404, 404]);
      const lines = (): readonly string[] =>
        at()
          .logs()
          .filter((line) => line.includes('event not understood'));
      await expect.poll(lines).toHaveLength(bodies.length);
    });

    test('a token that is replaced in its file is used from the next event on', async () => {
      const next = 'watch-story-token-of-tomorrow';
      writeFileSync(tokenFile, next);

      const [after, before] = [await posts(at(), '{}', next), await posts(at(), '{}')];
      writeFileSync(tokenFile, TOKEN);
      const again = await posts(at(), '{}');

      expect([after.status, before.status, again.status]).toEqual([200, 404, 200]);
    });

    test('subscriptions are listed, with a button to stop each', async () => {
      const task = newWatchedTask(at());
      await watches(at(), `live/${task.stream_name} taskalarm`);
      await at().operator.types(`/relay watch live/${task.stream_name} TaskAlarm`);
      await at().operator.isTold('already has that subscription', String(task.stream_name));
      const person = at().slack.person(at().lead.id);
      await at().lead.types('/relay watch');
      await at().lead.isTold('This channel has', `${task.stream_name}*`, 'TaskAlarm');
      const list = person.ephemerals().at(-1)!;
      const block = list.blocks.find((each) =>
        JSON.stringify(each).includes(`${task.stream_name}*`),
      );

      await person.presses(list, 'stop_watch', { blockId: String(block?.['block_id']) });

      await at().opsChannel.says('stopped the subscription', `${task.stream_name}*`);
      await at().live.fireEvent(task.task_id, 'TaskAlarm', alarm(task));
      await at().isQuiet();
      expect(eventsOf(at(), task, 'TaskAlarm')).toEqual([]);
      await person.presses(list, 'stop_watch', { blockId: String(block?.['block_id']) });
      await at().lead.isTold('already stopped');
    });

    test('a whole project is watched without naming a task', async () => {
      const task = newWatchedTask(at());
      await at().operator.types('/relay watch live-prod VodSourceFileStart');
      await at().opsChannel.says('subscribed this channel to all relay tasks');

      await at().live.fireEvent(task.task_id, 'VodSourceFileStart');

      const text = await at().opsChannel.says(`${task.stream_name}*`, 'VodSourceFileStart');
      expect(text).not.toContain('Read');
    });

    test('a reset after an applied request is noted once in its thread', async () => {
      const task = newWatchedTask(at());
      const card = await at().operator.asksFor(task, { vod_loop_time: '4' });

      await at().lead.approves(card);
      await card.says('Applied');

      await card.threadSays('ResetTaskConfig');
      await at().live.fireEvent(task.task_id, 'ResetTaskConfig', {
        ...alarm(task),
        callback_event: 'ResetTaskConfig',
      });
      await at().isQuiet();
      expect(card.thread().filter((line) => line.includes('ResetTaskConfig'))).toHaveLength(1);
    });

    test('in a channel without the bot, nothing is subscribed and people are told to invite it', async () => {
      const task = newWatchedTask(at());
      at().slack.changeChannel(CHANNELS.ops.id, { botIsMember: false });

      await at().operator.types(`/relay watch ${task.task_id}`);
      await at().operator.isTold('/invite @relaydesk');
      at().slack.changeChannel(CHANNELS.ops.id, { botIsMember: true });

      await at().onCall.types('/relay watch');
      const text = await at().onCall.isTold('This channel has');
      expect(text).not.toContain(String(task.stream_name));
    });

    test.each([
      ['a misspelt outcome', 'live/news24 no-steam', 'Did you mean `no-stream`?'],
      ['a misspelt event', 'live/news24 TaskAlrm', 'Did you mean `TaskAlarm`?'],
      ['a misspelt task', 'live/news25', 'live/news24'],
    ])('%s is answered with the nearest right one', async (_what, words, said) => {
      const answer = await at().operator.types(`/relay watch ${words}`);

      expect(answer || (await at().operator.isTold(said))).toContain(said);
    });
  },
  { live: { port: livePort }, env: { RELAYDESK_CONFIG: configFile, EV_TOKEN_FILE: tokenFile } },
);

story('Watching while no events arrive', (at) => {
  test('the URL is unknown, and the list says what is missing', async () => {
    expect((await posts(at(), '{}')).status).toBe(404);

    await at().operator.types('/relay watch');

    await at().operator.isTold('This channel has no subscriptions', 'events.token');
  });
});
