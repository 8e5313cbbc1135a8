import type { webApi } from '@slack/bolt';
import type { Config } from '#src/config/load-config.ts';
import type { Proxies } from '#src/config/proxies.ts';
import type { Log } from '#src/log.ts';

/** Slack's address and secrets as they are now: a secret that comes from a file may rotate. */
export type SlackAccess = () => Config['slack'];

/** One call to Slack that ended. */
export interface SlackCall {
  /** A method of the Web API, or `response_url`. */
  readonly method: string;
  /** `ok`, `rate_limited`, `no_answer`, `http_500` and the like, the name of Slack's error, `other_error`. */
  readonly outcome: string;
  readonly ms: number;
}

/** How Slack is spoken to. */
export interface SlackConnection {
  readonly access: SlackAccess;
  readonly proxies: Proxies;
  readonly log: Log;
  readonly now: () => number;
  readonly onCall: (call: SlackCall) => void;
}

/**
 * Puts the token of this moment into every call that carries one. Clients are made once and keep the
 * token they were made with; an address that Slack gave out for one answer gets none.
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
