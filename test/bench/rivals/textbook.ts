import { App, HTTPReceiver, LogLevel, type BlockAction, type ButtonAction } from '@slack/bolt';
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';

/**
 * The bot that everyone writes first: a form, `SET` on submit, `GET` and `PUT` on the button, and
 * `chat.update`. Nothing survives a crash, nobody is checked, and nothing is compared.
 */

const { env } = process;
const TASKS = `${env['LIVE_URL']}/v1/${env['LIVE_PROJECT']}/pull/stream/task`;
const CHANNEL = env['CHANNEL'] ?? '';

interface Asked {
  readonly task: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly reason: string;
  readonly user: string;
}

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
const redis = new Redis(env['REDIS_URL'] ?? '');
const token = await signIn();

async function signIn(): Promise<string> {
  const user = {
    name: env['LIVE_USER'],
    password: env['LIVE_PASSWORD'],
    domain: { name: env['LIVE_DOMAIN'] },
  };
  const response = await fetch(`${env['LIVE_URL']}/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: { methods: ['password'], password: { user } },
        scope: { project: { id: env['LIVE_PROJECT'] } },
      },
    }),
  });
  await response.text();
  return response.headers.get('x-subject-token') ?? '';
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const input = (block_id: string, label: string, initial_value: string, multiline = false) => ({
  type: 'input' as const,
  block_id,
  label: plain(label),
  element: {
    type: 'plain_text_input' as const,
    action_id: 'value',
    multiline,
    ...(initial_value === '' ? {} : { initial_value }),
  },
});

app.command('/relay', async ({ ack, command, client }) => {
  await ack();
  const id = command.text.split(' ').at(-1) ?? '';
  const query = new URLSearchParams({ task_id: id, limit: '1', offset: '0' });
  const response = await fetch(`${TASKS}?${query.toString()}`, {
    headers: { 'x-auth-token': token },
  });
  const { task_infos: tasks } = (await response.json()) as {
    task_infos: { source_urls: string[]; vod_loop_time: string }[];
  };
  const task = tasks[0];
  if (!task) return;
  await client.views.open({
    trigger_id: command.trigger_id,
    view: {
      type: 'modal',
      callback_id: 'form',
      private_metadata: id,
      title: plain('Change a relay task'),
      submit: plain('Ask for approval'),
      blocks: [
        input('source_urls', 'Source URLs', task.source_urls.join('\n'), true),
        input('vod_loop_time', 'Loops', task.vod_loop_time),
        input('reason', 'Reason', ''),
      ],
    },
  });
});

app.view('form', async ({ ack, view, body, client }) => {
  await ack();
  const typed = (block: string): string => view.state.values[block]?.['value']?.value ?? '';
  const task = view.private_metadata;
  const asked: Asked = {
    task,
    body: {
      task_id: task,
      source_urls: typed('source_urls').split('\n'),
      vod_loop_time: typed('vod_loop_time'),
    },
    reason: typed('reason'),
    user: body.user.id,
  };
  const id = randomUUID();
  await redis.set(`request:${id}`, JSON.stringify(asked));
  await client.chat.postMessage({
    channel: CHANNEL,
    text: `<@${asked.user}> asks to change ${task}`,
    blocks: [
      {
        type: 'section',
        text: { type: 'mrkdwn', text: `<@${asked.user}> asks to change *${task}*` },
      },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: `\`\`\`${JSON.stringify(asked.body, null, 2)}\`\`\`` },
      },
      { type: 'section', text: { type: 'mrkdwn', text: `Because: ${asked.reason}` } },
      {
        type: 'actions',
        elements: [
          { type: 'button', action_id: 'approve', text: plain('Approve'), value: id },
          { type: 'button', action_id: 'reject', text: plain('Reject'), value: id },
        ],
      },
    ],
  });
});

app.action<BlockAction<ButtonAction>>('approve', async ({ ack, action, body, client }) => {
  await ack();
  const asked = JSON.parse((await redis.get(`request:${action.value}`)) ?? '{}') as Asked;
  const response = await fetch(TASKS, {
    method: 'PUT',
    headers: { 'x-auth-token': token, 'content-type': 'application/json' },
    body: JSON.stringify(asked.body),
  });
  await response.text();
  const result = response.ok ? 'applied' : `failed: ${response.status}`;
  await client.chat.update({
    channel: body.channel?.id ?? CHANNEL,
    ts: body.message?.ts ?? '',
    text: `<@${body.user.id}> approved the change to ${asked.task}: ${result}`,
    blocks: [],
  });
});

await receiver.start(Number(env['PORT']));
