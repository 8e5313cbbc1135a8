import type { webApi } from '@slack/bolt';
import type { Config } from '#src/config.ts';

/** Slack's address and secrets as they are now: a secret that comes from a file may rotate. */
export type SlackAccess = () => Config['slack'];

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
