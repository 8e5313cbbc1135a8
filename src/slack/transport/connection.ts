import type { App, Receiver, webApi } from '@slack/bolt';
import type { Config } from '#src/config/load-config.ts';
import type { Proxies } from '#src/config/proxies.ts';
import type { Log } from '#src/log.ts';

/** Slack's URL and secrets as they are now: a secret from a file may rotate. */
export type SlackAccess = () => Config['slack'];

/** One call to Slack that ended. */
export interface SlackCall {
  /** A method of the Web API, or `response_url`. */
  readonly method: string;
  /** `ok`, `rate_limited`, `no_answer`, `http_500` and the like, the name of Slack's error, `other_error`. */
  readonly outcome: string;
  readonly ms: number;
}

/** How to talk to Slack. */
export interface SlackConnection {
  readonly access: SlackAccess;
  readonly proxies: Proxies;
  readonly log: Log;
  readonly now: () => number;
  readonly onCall: (call: SlackCall) => void;
}

/**
 * Puts the current token into every call that carries one, since clients keep the token they were created with.
 * Response URLs get no token.
 */
export function fetchWith(token: () => string): NonNullable<webApi.WebClientOptions['fetch']> {
  return (url, init = {}) =>
    init.headers?.['Authorization'] === undefined
      ? fetch(url, init)
      : fetch(url, {
          ...init,
          headers: { ...init.headers, Authorization: `Bearer ${token()}` },
        });
}

/** The receiver that Bolt wants; it starts and stops nothing, and gives the app that Bolt made to `onApp`. */
export function receiverFor(onApp: (app: App) => void): Receiver {
  return { init: onApp, start: () => Promise.resolve(), stop: () => Promise.resolve() };
}
