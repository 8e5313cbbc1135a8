import { webApi } from '@slack/bolt';
import { StartError } from '#src/basics/start-error.ts';

/** Slack's name of an error, such as `not_in_channel`; undefined for errors that are not Slack's. */
export function slackErrorName(error: unknown): string | undefined {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
}

/** The bot cannot post here, and only people can change that. Try again at `againAtMs`. */
export class OutOfReachError extends Error {
  override readonly name = 'OutOfReachError';
  readonly channel: string;
  readonly againAtMs: number;
  /** Slack's name of the error. */
  readonly reason: string;

  constructor(where: { channel: string; againAtMs: number; reason: string }) {
    super(`Slack lets nothing into ${where.channel}: ${where.reason}`);
    this.channel = where.channel;
    this.againAtMs = where.againAtMs;
    this.reason = where.reason;
  }
}

/** The bot cannot post in the channel or the direct conversation; only people can change that. */
export function isNoAccess(error: unknown): boolean {
  const name = slackErrorName(error) ?? '';
  // Slack has one for each kind of restriction, and adds more:
  // restricted_action_thread_only_channel.
  return (
    error instanceof OutOfReachError ||
    NO_ACCESS.includes(name) ||
    name.startsWith('restricted_action')
  );
}

/** The errors of posting and reading without permission, for all places and methods. */
const NO_ACCESS = [
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  // The same, as the answer to an edit.
  'is_inactive',
  'messages_tab_disabled',
  'user_disabled',
  'posting_to_general_channel_denied',
  'team_access_not_granted',
  'ekm_access_denied',
  'access_denied',
  'no_permission',
];

/** Whether an error is one of these of Slack's. */
function named(...names: readonly string[]) {
  return (error: unknown): boolean => names.includes(slackErrorName(error) ?? '');
}

/** The message was deleted, or cannot be edited any more: it is another app's, or too old for the workspace. */
export const isMessageGone = named(
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
);

/** The message above a thread was deleted. */
export const isThreadGone = named('thread_not_found');

/** The modal was closed or shows something else by now. */
export const isModalGone = named('not_found', 'hash_conflict');

/** The view no longer has this `hash`. */
export const isOtherView = named('hash_conflict');

/**
 * Slack is unavailable, has an incident, limits the rate, is migrating the workspace, or does not accept the token at
 * present. The call itself was not at fault and is worth repeating.
 */
export function isSlackAway(error: unknown): boolean {
  return (
    isTokenRefused(error) ||
    isIncident(error) ||
    error instanceof webApi.WebAPIRequestError ||
    error instanceof webApi.WebAPIHTTPError ||
    error instanceof webApi.WebAPIRateLimitedError
  );
}

/** Slack has an incident; it then answers with status 200. */
export const isIncident = named(
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
  'accesslimited',
  'team_added_to_org',
  'org_login_required',
  'external_channel_migrating',
);

/** Thrown at the start when Slack does not accept a token. */
export class SlackTokenError extends StartError {
  override readonly name = 'SlackTokenError';
}

/** Slack does not accept the bot's token, or no longer does. */
export const isTokenRefused = named(
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'account_inactive',
  'user_removed_from_team',
  'team_disabled',
);

/** The app was installed without a scope that the call needs. */
export const isMissingScope = named('missing_scope');
