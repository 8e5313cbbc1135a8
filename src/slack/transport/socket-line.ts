import { type App, SocketModeReceiver, type webApi } from '@slack/bolt';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Proxies } from '#src/config/proxies.ts';
import { createSlackLogger, type Log } from '#src/log.ts';
import { createSocketDispatcher } from './socket-dispatcher.ts';
import { takeFrames, type Ticking } from './socket-frames.ts';

/** An open connection of Socket Mode, after Slack's hello. */
export interface SocketLine {
  /** Whether clicks arrive on it. */
  readonly isActive: () => boolean;
  /** Resolves when another connection is needed, with whether Slack asked for it. */
  readonly ending: Promise<{ readonly isAsked: boolean }>;
  /**
   * Closes it at a moment when nobody is waiting for an answer: a click that arrives during the goodbye can no longer
   * be acknowledged.
   */
  readonly close: () => Promise<void>;
}

interface LineOptions {
  readonly app: App;
  readonly appToken: string;
  /** For the call that asks Slack for a URL. */
  readonly clientOptions: webApi.WebClientOptions;
  readonly proxies: Proxies;
  readonly log: Log;
  /** From that call to Slack's hello, in milliseconds. */
  readonly withinMs: number;
  /** By which the goodbye waits for a quiet moment. */
  readonly time: Ticking;
  /** Aborts when the connection is no longer wanted. */
  readonly signal: AbortSignal;
}

/** How long to wait for Slack's goodbye; Slack leaves the connection itself open. */
const GOODBYE_MS = 300;
/** How often to check the state: there is no event when Slack begins to close a connection. */
const LOOK_MS = 200;

/**
 * Opens one connection of Socket Mode with its own client. A shared client would report the end of an old connection
 * again half a minute later (library 3.1.0), as if it were the new one's.
 *
 * The library still does the call for the URL, the WebSocket with its pings, and `isActive`. It does not reconnect by
 * itself, which takes at least five seconds.
 */
export async function openLine(options: LineOptions): Promise<SocketLine> {
  const { app, appToken, clientOptions, log, withinMs, signal } = options;
  const link = createSocketDispatcher(options.proxies);
  const { client } = new SocketModeReceiver({
    appToken,
    dispatcher: link.dispatcher,
    // It logs wordless errors, also for normal ends; better messages follow below.
    logger: createSlackLogger({ ...log, warn: log.debug, error: log.debug }),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
  });
  const { asked, quiet } = takeFrames(client, app, log, options.time);
  const isActive = (): boolean => client.websocket?.isActive() === true;
  try {
    await inTime(client.start(), withinMs, signal);
  } catch (error) {
    link.destroy();
    throw error;
  }
  const gone = Promise.withResolvers<undefined>();
  const look = setInterval(() => isActive() || gone.resolve(undefined), LOOK_MS).unref();
  const broken = Promise.race([link.ended, gone.promise]).finally(() => clearInterval(look));
  return {
    isActive,
    ending: Promise.race([
      asked.then(() => ({ isAsked: true })),
      broken.then(() => ({ isAsked: false })),
    ]),
    async close() {
      await quiet();
      // Resolves when the connection has ended, or never.
      void client.disconnect();
      await Promise.race([link.ended, sleep(GOODBYE_MS)]);
      link.destroy();
    },
  };
}

/** The library rejects without a reason when a connection ends before Slack has said hello. */
async function inTime(
  hello: Promise<unknown>,
  withinMs: number,
  signal: AbortSignal,
): Promise<void> {
  const timeUp = new AbortController();
  const late = sleep(withinMs, undefined, { signal: AbortSignal.any([signal, timeUp.signal]) });
  try {
    await Promise.race([hello, late.then(() => Promise.reject(new Error('Slack says no hello')))]);
  } catch (error) {
    throw error ?? new Error('the connection ended before Slack said hello');
  } finally {
    timeUp.abort();
    late.catch(() => undefined);
  }
}
