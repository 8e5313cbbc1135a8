import { webApi } from '@slack/bolt';

/** Slack's own name for why it said no, such as `not_in_channel`; undefined for any other error. */
export function slackErrorName(error: unknown): string | undefined {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
}

/** The bot cannot post in the channel; only people can change that. */
export function isNoAccess(error: unknown): boolean {
  return NO_ACCESS.includes(slackErrorName(error) ?? '');
}

const NO_ACCESS = ['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action'];

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

/** Slack takes nothing from this bot at present. */
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
