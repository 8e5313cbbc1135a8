import { webApi } from '@slack/bolt';
import { StartError } from '#src/basics/start-error.ts';

/** Slack's own name for why it said no, such as `not_in_channel`; undefined for any other error. */
export function slackErrorName(error: unknown): string | undefined {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
}

/** The bot cannot post in this place; only people can change that. To be tried again at that time. */
export class OutOfReachError extends Error {
  override readonly name = 'OutOfReachError';
  readonly channel: string;
  readonly againAtMs: number;
  /** Slack's name for why. */
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
  // Slack has one for each kind of restriction, and invents more: restricted_action_thread_only_channel.
  return (
    error instanceof OutOfReachError ||
    NO_ACCESS.includes(name) ||
    name.startsWith('restricted_action')
  );
}

/** What posting and reading answer where the bot may not do it; of all places and methods. */
const NO_ACCESS = [
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'messages_tab_disabled',
  'user_disabled',
  'posting_to_general_channel_denied',
  'team_access_not_granted',
  'ekm_access_denied',
  'access_denied',
  'no_permission',
];

/** The message was deleted. */
export function isMessageGone(error: unknown): boolean {
  return slackErrorName(error) === 'message_not_found';
}

/** The modal was closed, or shows something else by now. */
export function isModalGone(error: unknown): boolean {
  return ['not_found', 'hash_conflict'].includes(slackErrorName(error) ?? '');
}

/** The view is not the one that its `hash` names any more. */
export function isOtherView(error: unknown): boolean {
  return slackErrorName(error) === 'hash_conflict';
}

/**
 * Slack has an incident, moves the workspace, wants fewer calls, or takes nothing from this bot at present. Whatever is asked of it, the
 * question was not at fault and is asked again.
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

/** Slack answers, and is not itself: internal_error and the like. */
export function isIncident(error: unknown): boolean {
  return INCIDENT.includes(slackErrorName(error) ?? '');
}

/** What Slack says, with a status of 200, while it is not itself. */
const INCIDENT = [
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
];

/** Thrown at the start when Slack does not accept a token. */
export class SlackTokenError extends StartError {
  override readonly name = 'SlackTokenError';
}

/** Slack takes nothing from this bot at present: its token is not good, or not any more. */
export function isTokenRefused(error: unknown): boolean {
  return TOKEN_REFUSED.includes(slackErrorName(error) ?? '');
}

const TOKEN_REFUSED = [
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'account_inactive',
  'user_removed_from_team',
  'team_disabled',
];

/** The app was installed without a scope that this takes. */
export function isMissingScope(error: unknown): boolean {
  return slackErrorName(error) === 'missing_scope';
}
