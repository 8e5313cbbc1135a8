import { App, HTTPReceiver, LogLevel } from '@slack/bolt';

/** The floor: a Bolt app with the receiver that relaydesk uses, whose handlers only acknowledge. */

const { env } = process;

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

app.command('/relay', async ({ ack }) => await ack());
app.view(/./, async ({ ack }) => await ack());
app.action(/./, async ({ ack }) => await ack());

await receiver.start(Number(env['PORT']));
