import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Fields } from './json.ts';
import { createSimulatedSlack, type SimulatedSlack, type SimulatedSlackOptions } from './index.ts';

export const manifest = {
  features: {
    app_home: { home_tab_enabled: true },
    slash_commands: [{ command: '/desk' }],
    shortcuts: [
      { callback_id: 'new_thing', type: 'global' },
      { callback_id: 'about_message', type: 'message' },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        'commands',
        'chat:write',
        'users:read',
        'channels:read',
        'channels:history',
        'im:write',
        'im:history',
        'usergroups:read',
        'files:read',
        'files:write',
        'team:read',
      ],
    },
  },
  settings: {
    interactivity: { is_enabled: true },
    event_subscriptions: {
      bot_events: ['app_home_opened', 'subteam_members_changed', 'message.channels'],
    },
  },
};

const signingSecret = 'sandbox-signing-secret';
const botToken = 'xoxb-sandbox';
export const appToken = 'xapp-sandbox';

export const openSlack = (options: Partial<SimulatedSlackOptions> = {}): Promise<SimulatedSlack> =>
  createSimulatedSlack({
    manifest,
    team: { id: 'T0TEAM', name: 'Team' },
    people: [
      { id: 'U0ANN', name: 'Ann Author', handle: 'ann', tz: 'Europe/Berlin' },
      { id: 'U0BEN', name: 'Ben Boss', handle: 'ben' },
    ],
    channels: [
      { id: 'C0OPS', name: 'ops', members: ['U0ANN', 'U0BEN'], botIsMember: true },
      { id: 'C0OUT', name: 'out', members: ['U0ANN'], botIsMember: false },
      { id: 'C0SECRET', name: 'secret', members: [], botIsMember: false, is_private: true },
    ],
    usergroups: [{ id: 'S0LEADS', handle: 'leads', users: ['U0BEN'] }],
    botToken,
    appToken,
    signingSecret,
    transport: { kind: 'socket' },
    ...options,
  });

/** A bare Web API call, as a bot in any language would make it. */
export const call = async (
  slack: SimulatedSlack,
  method: string,
  args: Fields = {},
  token: string | undefined = botToken,
): Promise<Fields> => {
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(args),
  });
  const retryAfter = response.headers.get('retry-after');
  return {
    ...((await response.json()) as Fields),
    ...(retryAfter === null ? {} : { retryAfter }),
  };
};

export type Bot = { readonly app: App; readonly stop: () => Promise<void> };

const quiet = { logLevel: LogLevel.ERROR };

export const socketBot = async (
  slack: SimulatedSlack,
  listen: (app: App) => void,
  options: { readonly clientPingTimeout?: number } = {},
): Promise<Bot> => {
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const receiver = new SocketModeReceiver({
    ...options,
    appToken,
    ...quiet,
    installerOptions: { clientOptions },
  });
  const app = new App({ token: botToken, receiver, clientOptions, ...quiet });
  listen(app);
  await app.start();
  return { app, stop: async () => void (await app.stop()) };
};

export const httpBot = async (slack: SimulatedSlack, listen: (app: App) => void): Promise<Bot> => {
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const receiver = new HTTPReceiver({ signingSecret, ...quiet });
  const app = new App({ token: botToken, receiver, clientOptions, ...quiet });
  listen(app);
  const server = await receiver.start({ port: 0, host: '127.0.0.1' } as never);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  slack.setTransport({ kind: 'http', url: `http://127.0.0.1:${port}/slack/events` });
  return {
    app,
    stop: async () => {
      server.closeAllConnections();
      await app.stop();
    },
  };
};
