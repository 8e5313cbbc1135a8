import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSimulatedSlack, type SimulatedSlack } from '#sandbox/slack/index.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
let slack: SimulatedSlack;
let bot: App;

beforeAll(async () => {
  slack = await createSimulatedSlack({
    manifest: {
      features: { slash_commands: [{ command: '/lunch' }] },
      oauth_config: { scopes: { bot: ['commands', 'chat:write'] } },
      settings: { interactivity: { is_enabled: true } },
    },
    team: { id: 'T0TEAM', name: 'Team' },
    people: [
      { id: 'U0ANN', name: 'Ann', handle: 'ann' },
      { id: 'U0BEN', name: 'Ben', handle: 'ben' },
    ],
    channels: [{ id: 'C0EAT', name: 'eat', members: ['U0ANN', 'U0BEN'], botIsMember: true }],
    botToken: 'xoxb-sandbox',
    appToken: 'xapp-sandbox',
    signingSecret: 'sandbox',
    transport: { kind: 'socket' },
  });

  // Your bot. It may also be another process in any language, with these tokens and this URL.
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const receiver = new SocketModeReceiver({
    appToken: 'xapp-sandbox',
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions },
  });
  bot = new App({
    token: 'xoxb-sandbox',
    receiver,
    clientOptions,
    logLevel: LogLevel.ERROR,
  });
  bot.command('/lunch', async ({ ack, command, client }) => {
    await ack();
    const button = { type: 'button' as const, action_id: 'join', text: plain('Join') };
    await client.chat.postMessage({
      channel: command.channel_id,
      text: `Lunch at ${command.text}`,
      blocks: [
        { type: 'section', text: plain(`Lunch at ${command.text}`) },
        { type: 'actions', elements: [button] },
      ],
    });
  });
  bot.action('join', async ({ ack, body, respond }) => {
    await ack();
    await respond({ text: `<@${body.user.id}> joins`, response_type: 'in_channel' });
  });
  bot.error(() => Promise.resolve());
  await bot.start();
  await slack.until(() => slack.connections() > 0, 'the bot');
});

afterAll(async () => {
  await bot.stop();
  await slack.stop();
});

test('somebody asks for company, somebody else joins', async () => {
  await slack.person('U0ANN').runs('/lunch noon', { channel: 'C0EAT' });
  const card = await slack.until(() => slack.channel('C0EAT').messages().at(-1), 'the card');
  await slack.person('U0BEN').presses(card, 'join');

  await slack.until(
    () => slack.channel('C0EAT').messages().at(-1)?.text === '<@U0BEN> joins',
    'the answer',
  );
  expect(slack.faults()).toEqual([]);
});

test('what Slack would refuse is refused, in its own words', async () => {
  slack.changeChannel('C0EAT', { botIsMember: false });
  await slack.person('U0ANN').runs('/lunch one', { channel: 'C0EAT' });

  await slack.until(
    () => slack.calls().some(({ error }) => error === 'not_in_channel'),
    'a refusal',
  );
  expect(slack.channel('C0EAT').messages()).toHaveLength(2);
});
