import { type App, SocketModeReceiver, type webApi } from '@slack/bolt';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Proxies } from '#src/config/proxies.ts';
import { createSlackLogger, type Log } from '#src/log.ts';
import { createSocketDispatcher } from './socket-dispatcher.ts';
import { takeFrames } from './socket-frames.ts';

/** A connection on which Slack has said hello. */
export interface SocketLine {
  /** Whether clicks arrive on it. */
  readonly isActive: () => boolean;
  /** Resolves when another one is needed, with whether Slack asked for it. */
  readonly ending: Promise<{ readonly isAsked: boolean }>;
  /**
   * Ends it, in a moment in which nobody waits for an answer: a click that Slack sends while we say goodbye can no
   * longer be acknowledged.
   */
  readonly close: () => Promise<void>;
}

interface LineOptions {
  readonly app: App;
  readonly appToken: string;
  /** For the call that asks Slack for an address. */
  readonly clientOptions: webApi.WebClientOptions;
  readonly proxies: Proxies;
  readonly log: Log;
  /** From that call to Slack's hello, in milliseconds. */
  readonly withinMs: number;
  /** Nobody wants it any more. */
  readonly signal: AbortSignal;
}

/** Slack takes an acknowledgement for three seconds. */
const ACK_WITHIN_MS = 3_000;
/** How long Slack's side of the goodbye is waited for: it leaves the connection itself open. */
const GOODBYE_MS = 300;
/** That Slack has begun to close a connection shows in its state alone; nothing tells of it. */
const LOOK_MS = 200;

/**
 * Opens one connection of Socket Mode, with a client of its own: one client for all of them tells of the end of an
 * old connection once more half a minute later (library 3.1.0), and means the new one by then.
 *
 * Of the library stay the call for an address, the WebSocket with its pings, and `isActive`. It does not connect
 * again by itself, which takes it five seconds at least.
 */
export async function openLine(options: LineOptions): Promise<SocketLine> {
  const { app, appToken, clientOptions, log, withinMs, signal } = options;
  const link = createSocketDispatcher(options.proxies);
  const { client } = new SocketModeReceiver({
    appToken,
    dispatcher: link.dispatcher,
    // It has errors without words for what is said better below, and for what ends as it should.
    logger: createSlackLogger({ ...log, warn: log.debug, error: log.debug }),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
  });
  const { asked, quiet } = takeFrames(client, app, log);
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
      await quiet(ACK_WITHIN_MS);
      // What it resolves with comes when the connection has ended, or never.
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
