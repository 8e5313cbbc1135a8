import { App, LogLevel } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import { NO_PROXIES } from '#src/config/proxies.ts';
import { createSocketReceiver } from '#src/slack/transport/socket-receiver.ts';
import type { SlackConnection } from '#src/slack/transport/connection.ts';
import { listen } from '#sandbox/slack/testing-app.ts';
import { appToken, manifest, openSlack } from '#sandbox/slack/testing.ts';

/** For connections that say no hello: short to wait for. The others have the bot's own ten seconds. */
const SHORT = { openWithinMs: 500 };
/** For what happens at once, on a machine that does other things as well. */
const SOON = { timeout: 15_000 };
/** Slack gives a click three seconds: a bot that is away for longer loses it. */
const IN_TIME = { timeout: 3_000 };

const botToken = 'xoxb-sandbox';

/** A Bolt app behind our door, in this process, and the workspace that it is in. */
const open = async (
  more: (app: App) => void = () => undefined,
  options: Parameters<typeof createSocketReceiver>[2] = {},
) => {
  const { features, ...rest } = manifest;
  const commands = [{ command: '/desk' }, { command: '/late' }];
  const slack = await openSlack({
    manifest: { ...rest, features: { ...features, slash_commands: commands } },
  });
  const warnings: string[] = [];
  const note = (message: string): void => void warnings.push(message);
  const log = { debug: () => undefined, info: () => undefined, warn: note, error: note };
  const way: SlackConnection = {
    access: () => ({
      botToken,
      apiUrl: slack.apiUrl,
      messagesPerMinute: 60,
      transport: { kind: 'socket', appToken },
    }),
    proxies: NO_PROXIES,
    log,
    now: () => Date.now(),
    onCall: () => undefined,
  };
  const door = createSocketReceiver(appToken, way, options);
  const app = new App({
    receiver: door.receiver,
    token: botToken,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logLevel: LogLevel.ERROR,
  });
  listen(app);
  more(app);
  onTestFinished(async () => {
    await door.disconnect();
    await slack.stop();
  });
  const openings = (): number =>
    slack.calls().filter(({ method, ok }) => method === 'apps.connections.open' && ok).length;
  return {
    slack,
    door,
    warnings,
    openings,
    saysHello: () => slack.person('U0ANN').runs('/desk hello', { channel: 'C0OPS' }),
    /** There is one connection, of TCP as well. */
    isAlone: async (): Promise<void> => {
      await expect.poll(() => [slack.connections(), slack.tcpConnections()], SOON).toEqual([1, 1]);
    },
  };
};

const HELLO = { response: { text: 'Hello, <@U0ANN>' } };

test('a refresh leaves no moment without a connection, and no old one', async () => {
  const { slack, door, openings, warnings, saysHello, isAlone } = await open();
  await door.connect();
  slack.fewestConnections();

  for (const time of [1, 2, 3]) {
    slack.disconnectSockets('ask');
    // The next refresh is asked of the new connection, and not of the one that is on its way out.
    await expect.poll(() => [openings(), slack.hellos()], SOON).toEqual([1 + time, 1 + time]);
    await isAlone();
  }

  expect(slack.fewestConnections()).toBe(1);
  expect(warnings).toEqual([]);
  expect(await saysHello()).toMatchObject(HELLO);
});

test.each(['close', 'fin', 'cut'] as const)(
  'a connection that ends by "%s" is replaced at once, and nothing of it is left',
  async (how) => {
    const { slack, door, openings, saysHello, isAlone, warnings } = await open();
    await door.connect();

    slack.disconnectSockets(how);
    await expect.poll(openings, IN_TIME).toBe(2);
    await isAlone();

    await expect.poll(door.isConnected, SOON).toBe(true);
    expect(warnings).toEqual(['the connection to Slack broke']);
    expect(await saysHello()).toMatchObject(HELLO);
  },
);

test('a click whose acknowledgement is under way when Slack asks for a refresh is acknowledged', async () => {
  const answer = Promise.withResolvers<undefined>();
  const { slack, door, openings, isAlone } = await open((app) => {
    app.command('/late', async ({ ack }) => {
      await answer.promise;
      await ack('Late');
    });
  });
  await door.connect();

  const ran = slack.person('U0ANN').runs('/late', { channel: 'C0OPS' });
  slack.disconnectSockets('ask');
  await expect.poll(openings, SOON).toBe(2);
  await expect.poll(() => slack.connections(), SOON).toBe(2);
  answer.resolve(undefined);

  expect(await ran).toMatchObject({ response: { text: 'Late' } });
  await isAlone();
});

test('a person who is answered during a stop can click again at once', async () => {
  const [came, answer] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const time = { ticks: () => nowMs, sleep: () => passed.promise };
  let nowMs = 0;
  const passed = Promise.withResolvers<undefined>();
  const { slack, door, saysHello } = await open(
    (app) => {
      app.command('/late', async ({ ack }) => {
        came.resolve(undefined);
        await answer.promise;
        await ack('Late');
      });
    },
    { time },
  );
  await door.connect();

  const ran = slack.person('U0ANN').runs('/late', { channel: 'C0OPS' });
  await came.promise;
  const stopped = door.disconnect();
  answer.resolve(undefined);
  await ran;

  expect(await saysHello()).toMatchObject(HELLO);
  expect(await saysHello()).toMatchObject(HELLO);
  nowMs = 50;
  passed.resolve(undefined);
  await stopped;
  expect(slack.connections()).toBe(0);
});

test.each([['no_upgrade'], ['no_hello'], [{ status: 408 }], [{ status: 200 }]] as const)(
  'a connection that begins with %j is given up and tried again',
  async (opening) => {
    const { slack, door, saysHello, isAlone } = await open(undefined, SHORT);
    slack.nextOpenings(opening, opening);

    await door.connect();
    await isAlone();

    await expect.poll(door.isConnected, SOON).toBe(true);
    expect(await saysHello()).toMatchObject(HELLO);
  },
);

test('it counts as connected only while clicks arrive', async () => {
  const { slack, door } = await open();
  expect(door.isConnected()).toBe(false);
  await door.connect();
  await expect.poll(door.isConnected, SOON).toBe(true);

  slack.fail({ method: 'apps.connections.open', with: { status: 500 }, times: Infinity });
  slack.disconnectSockets('close');

  await expect.poll(door.isConnected, SOON).toBe(false);
  slack.clearFailures();
  await expect.poll(door.isConnected, SOON).toBe(true);
});

test('a notice that Slack holds back events is logged and acknowledged', async () => {
  const { slack, door, warnings, saysHello } = await open();
  await door.connect();

  const outcome = await slack.limitEvents();

  expect(outcome.kind).toBe('acked');
  expect(warnings).toEqual(['Slack is holding back events: there were too many']);
  expect(await saysHello()).toMatchObject(HELLO);
});

test.each([
  'null',
  '5',
  '"hello"',
  '[]',
  '{',
  '',
  '{"type":"close"}',
  '{"type":"error"}',
  '{"type":"events_api","envelope_id":"e1"}',
  '{"type":"events_api","envelope_id":"e1","payload":null}',
  '{"type":"events_api","envelope_id":"e1","payload":{"event":null}}',
  '{"type":"events_api","envelope_id":"e1","payload":{"event":{"type":"close"}}}',
  '{"type":"interactive","envelope_id":"e1","payload":5}',
  '{"type":"slash_commands","payload":{}}',
])('%s on the line harms nobody', async (frame) => {
  const { slack, door, openings, saysHello } = await open();
  await door.connect();

  slack.say(frame);
  slack.say(Buffer.from(frame));

  expect(await saysHello()).toMatchObject(HELLO);
  expect(openings()).toBe(1);
});

test('a stop ends every connection in good time, although Slack leaves them open', async () => {
  const { slack, door } = await open();
  await door.connect();

  await door.disconnect();

  await expect.poll(() => slack.tcpConnections(), SOON).toBe(0);
  expect(door.isConnected()).toBe(false);
});

test('a stop while a connection is being opened leaves none', async () => {
  const { slack, door, openings } = await open();
  slack.nextOpenings('no_upgrade');
  const connecting = door.connect();
  await expect.poll(openings, SOON).toBe(1);
  await expect.poll(() => slack.tcpConnections(), SOON).toBe(1);

  await door.disconnect();
  await connecting;

  await expect.poll(() => slack.tcpConnections(), SOON).toBe(0);
  expect(openings()).toBe(1);
});

test('a token that Slack refuses ends the first try; an outage does not', async () => {
  const { slack, door } = await open();
  slack.fail({ method: 'apps.connections.open', with: { error: 'internal_error' } });
  slack.fail({ method: 'apps.connections.open', with: { status: 503 } });
  slack.fail({ method: 'apps.connections.open', with: { error: 'invalid_auth' } });

  await expect(door.connect()).rejects.toThrow('invalid_auth');
});
