import type { App } from '@slack/bolt';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '#src/log.ts';
import { fetchWith, receiverFor, type SlackConnection } from './connection.ts';
import { observedFetch } from './observed-fetch.ts';
import { isMissingScope, isTokenRefused, slackErrorName, SlackTokenError } from './slack-errors.ts';
import { REAL_TICKING, type Ticking } from './socket-frames.ts';
import { openLine, type SocketLine } from './socket-line.ts';

/** How long the call for the URL may take, in milliseconds. */
const ADDRESS_WITHIN_MS = 5_000;
/** How long a connection may take until Slack's hello, including the call for the URL. */
const OPEN_WITHIN_MS = 10_000;
/** Between two tries to connect, in milliseconds; twice as long after each. */
const AGAIN_FIRST_MS = 100;
const AGAIN_MAX_MS = 10_000;
/** After a connection that lasted this long, the next one is opened at once. In milliseconds. */
const GOOD_AFTER_MS = 1_000;

/** Slack in Socket Mode: keeps one connection open, and opens the next before it ends. */
export function createSocketReceiver(
  firstToken: string,
  connection: SlackConnection,
  {
    openWithinMs: withinMs = OPEN_WITHIN_MS,
    time = REAL_TICKING,
  }: { readonly openWithinMs?: number; readonly time?: Ticking } = {},
) {
  const { access, log, proxies } = connection;
  const appToken = (): string => {
    const { transport } = access();
    return transport.kind === 'socket' ? transport.appToken : firstToken;
  };
  const clientOptions = {
    slackApiUrl: access().apiUrl,
    fetch: observedFetch(connection, fetchWith(appToken)),
    timeout: ADDRESS_WITHIN_MS,
    retryConfig: { retries: 0 },
  };
  let app: App | undefined;
  const keeper = createKeeper(async (signal) => {
    if (!app) throw new Error('no app was given to the receiver');
    return openLine({
      app,
      appToken: firstToken,
      clientOptions,
      proxies,
      log,
      withinMs,
      time,
      signal,
    });
  }, log);
  const receiver = receiverFor((created) => void (app = created));
  return { receiver, listener: undefined, ...keeper };
}

/** Keeps one connection open, however often it ends. */
function createKeeper(open: (signal: AbortSignal) => Promise<SocketLine>, log: Log) {
  const lines = new Set<SocketLine>();
  const closing = new Map<SocketLine, Promise<void>>();
  const ending = new AbortController();
  const { signal } = ending;
  const stopped = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined));
  });
  let waitMs = 0;

  function retire(line: SocketLine): void {
    lines.delete(line);
    if (closing.has(line)) return;
    closing.set(
      line,
      line.close().finally(() => closing.delete(line)),
    );
  }

  /** Tries until a connection is open or no longer wanted. At the start, a refused token is thrown. */
  async function openAtLast(isStart: boolean): Promise<SocketLine | undefined> {
    while (!signal.aborted) {
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      waitMs = Math.min(Math.max(AGAIN_FIRST_MS, 2 * waitMs), AGAIN_MAX_MS);
      try {
        const line = await open(signal);
        lines.add(line);
        return line;
      } catch (error) {
        // Any other error counts as an outage, however long.
        if (isStart && (isTokenRefused(error) || isMissingScope(error))) {
          throw new SlackTokenError(
            `SLACK_APP_TOKEN: Slack does not accept it (${slackErrorName(error)})`,
          );
        }
        if (!signal.aborted) log.warn('cannot connect to Slack', { error });
      }
    }
    return undefined;
  }

  async function keepOpen(first: SocketLine | undefined): Promise<void> {
    let line = first;
    while (line) {
      const openedMs = performance.now();
      const ended = await Promise.race([line.ending, stopped]);
      if (ended && !ended.isAsked) log.warn('the connection to Slack broke');
      if (performance.now() - openedMs > GOOD_AFTER_MS) waitMs = 0;
      // The old connection takes clicks until the new one is open.
      const next = await openAtLast(false);
      retire(line);
      line = next;
    }
  }

  return {
    async connect(): Promise<void> {
      void keepOpen(await openAtLast(true));
    },
    async disconnect(): Promise<void> {
      ending.abort();
      for (const line of lines) retire(line);
      await Promise.all(closing.values());
    },
    isConnected: () => Array.from(lines).some((line) => line.isActive()),
  };
}
