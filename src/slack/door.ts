import { type App, HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { RequestListener } from 'node:http';
import { createSlackLogger } from '#src/log.ts';
import { fetchWith, type Way } from './access.ts';
import { observedFetch } from './observed-fetch.ts';

/** After Slack closes a connection, the next one is opened this long afterwards, in milliseconds. */
const RECONNECT_MS = 1_000;

/** Where Slack comes in. */
export interface Door {
  readonly receiver: Receiver;
  /** In HTTP mode: takes the requests to `/slack/events`. */
  readonly listener: RequestListener | undefined;
  readonly connect: () => Promise<void>;
  readonly disconnect: () => Promise<void>;
  readonly isConnected: () => boolean;
}

export function createDoor(way: Way): Door {
  const { transport } = way.access();
  return transport.kind === 'http'
    ? createHttpDoor(transport.signingSecret, way)
    : createSocketDoor(transport.appToken, way);
}

/** A receiver keeps its signing secret for good, so a new secret gets a new receiver. */
function createHttpDoor(firstSecret: string, { access, log }: Way): Door {
  const logger = createSlackLogger(log);
  const createReceiver = (signingSecret: string): HTTPReceiver =>
    new HTTPReceiver({ signingSecret, endpoints: '/slack/events', logger });
  let secret = firstSecret;
  let receiver = createReceiver(secret);
  let bolt: App | undefined;
  return {
    receiver: {
      init(app) {
        bolt = app;
        receiver.init(app);
      },
      // The process's own server listens.
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    },
    listener(request, response) {
      const { transport } = access();
      if (transport.kind === 'http' && transport.signingSecret !== secret) {
        secret = transport.signingSecret;
        receiver = createReceiver(secret);
        if (bolt) receiver.init(bolt);
      }
      receiver.requestListener(request, response);
    },
    connect: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
    isConnected: () => true,
  };
}

function createSocketDoor(firstToken: string, way: Way): Door {
  const { access, log } = way;
  const currentToken = (): string => {
    const { transport } = access();
    return transport.kind === 'socket' ? transport.appToken : firstToken;
  };
  const receiver = new SocketModeReceiver({
    appToken: firstToken,
    logger: createSlackLogger(log),
    clientPingTimeout: RECONNECT_MS,
    installerOptions: {
      clientOptions: {
        slackApiUrl: access().apiUrl,
        fetch: observedFetch(way, fetchWith(currentToken)),
      },
    },
  });
  let isOpen = false;
  receiver.client.on('connected', () => (isOpen = true));
  receiver.client.on('close', () => (isOpen = false));
  return {
    receiver,
    listener: undefined,
    connect: async () => {
      await receiver.start();
    },
    disconnect: () => receiver.client.disconnect(),
    isConnected: () => isOpen,
  };
}
