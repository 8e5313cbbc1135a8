import { App, HTTPReceiver, LogLevel } from '@slack/bolt';

/**
 * The least that a Bolt app with Bolt's own receiver does: its handlers only acknowledge, commands with the bytes that
 * relaydesk answers with.
 */

const { env } = process;
const answer = JSON.parse(env['ANSWER'] ?? '{}') as Parameters<
  Parameters<Parameters<App['command']>[1]>[0]['ack']
>[0];

const receiver = new HTTPReceiver({
  signingSecret: env['SLACK_SIGNING_SECRET'] ?? '',
  endpoints: '/slack/events',
  customRoutes: [
    { path: '/readyz', method: 'GET', handler: (_request, response) => void response.end() },
  ],
});
const app = new App({
  token: env['SLACK_BOT_TOKEN'] ?? '',
  receiver,
  clientOptions: { slackApiUrl: env['SLACK_API_URL'] ?? '' },
  logLevel: LogLevel.ERROR,
});

app.command('/relay', async ({ ack }) => await ack(answer));
app.view(/./, async ({ ack }) => await ack());
app.action(/./, async ({ ack }) => await ack());

await receiver.start(Number(env['PORT']));
