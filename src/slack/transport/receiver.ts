import { type App, HTTPReceiver, type Receiver, SocketModeReceiver, webApi } from '@slack/bolt';
import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSlackLogger, type Log } from '#src/log.ts';
import { fetchWith, type SlackConnection } from './connection.ts';
import { observedFetch } from './observed-fetch.ts';

/** Where Slack comes in. */
export interface SlackReceiver {
  readonly receiver: Receiver;
  /** In HTTP mode: takes the requests to `/slack/events`. */
  readonly listener: RequestListener | undefined;
  readonly connect: () => Promise<void>;
  readonly disconnect: () => Promise<void>;
  readonly isConnected: () => boolean;
}

export function createSlackReceiver(connection: SlackConnection): SlackReceiver {
  const { transport } = connection.access();
  return transport.kind === 'http'
    ? createHttpReceiver(transport.signingSecret, connection)
    : createSocketReceiver(transport.appToken, connection);
}

/** A receiver keeps its signing secret for good, so a new secret gets a new receiver. */
function createHttpReceiver(firstSecret: string, { access, log }: SlackConnection): SlackReceiver {
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

function createSocketReceiver(firstToken: string, connection: SlackConnection): SlackReceiver {
  const { access, log } = connection;
  const currentToken = (): string => {
    const { transport } = access();
    return transport.kind === 'socket' ? transport.appToken : firstToken;
  };
  const receiver = new SocketModeReceiver({
    appToken: firstToken,
    logger: createSlackLogger(log),
    // The library waits as long before it connects again as it waits for a pong: seconds in which
    // every click would be lost. So that is done here.
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        slackApiUrl: access().apiUrl,
        fetch: observedFetch(connection, fetchWith(currentToken)),
        timeout: CONNECT_TIMEOUT_MS,
        retryConfig: { retries: 0 },
      },
    },
  });
  const socket = keepSocketOpen(receiver.client, log);
  return { receiver, listener: undefined, ...socket };
}

/** How long Slack may take to say where to connect to, in milliseconds. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Between two tries to connect, in milliseconds; twice as long after each. */
const AGAIN_FIRST_MS = 100;
const AGAIN_MAX_MS = 10_000;

type SocketModeClient = SocketModeReceiver['client'];

/** Keeps the connection open: when it breaks, or Slack asks for another, the next one is made at once. */
function keepSocketOpen(client: SocketModeClient, log: Log) {
  let isOpen = false;
  const ending = new AbortController();
  const isWanted = (): boolean => !ending.signal.aborted;
  let isFirst = true;
  client.on('connected', () => (isOpen = true));
  client.on('close', () => (isOpen = false));

  /** Opens the connection; resolves with the moment at which it closes again. */
  async function open(): Promise<{ readonly closed: Promise<unknown> }> {
    const closed = new Promise((resolve) => client.once('close', resolve));
    await client.start();
    return { closed };
  }

  /** Tries until it is open, or nobody wants it any more. A token that is refused is thrown. */
  async function openAtLast() {
    for (let waitMs = AGAIN_FIRST_MS; isWanted(); waitMs = Math.min(waitMs * 2, AGAIN_MAX_MS)) {
      try {
        return await open();
      } catch (error) {
        if (isFirst && error instanceof webApi.WebAPIPlatformError) throw error;
        if (!isWanted()) break;
        log.warn('Slack cannot be connected to', { error });
        await sleep(waitMs);
      }
    }
    return undefined;
  }

  async function keepOpen(first: { readonly closed: Promise<unknown> } | undefined): Promise<void> {
    for (let socket = first; socket; socket = await openAtLast()) await socket.closed;
  }

  return {
    async connect(): Promise<void> {
      const first = await openAtLast();
      isFirst = false;
      void keepOpen(first);
    },
    disconnect(): Promise<void> {
      ending.abort();
      return client.disconnect();
    },
    isConnected: () => isOpen,
  };
}
