import type { Settings } from './environment.ts';
import { isRotated, ROTATED } from './rotated-token.ts';

export interface SlackConfig {
  readonly botToken: string;
  /** Ends with a slash. */
  readonly apiUrl: string;
  /** Undefined when neither an app-level token nor a signing secret is set. */
  readonly transport: Transport | undefined;
  /** Messages that Slack allows in one channel per minute. */
  readonly messagesPerMinute: number;
}

export type Transport =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string };

/** How to reach Slack, from the environment. */
export function slackConfig(settings: Settings, problems: string[]): SlackConfig {
  // `slack run` of the Slack CLI sets its tokens under other names.
  const botToken = settings.get('SLACK_BOT_TOKEN') || settings.get('SLACK_CLI_XOXB') || '';
  const appToken = settings.get('SLACK_APP_TOKEN') || settings.get('SLACK_CLI_XAPP') || '';
  const signingSecret = settings.get('SLACK_SIGNING_SECRET') ?? '';
  if (botToken === '') {
    problems.push(
      'SLACK_BOT_TOKEN: missing; it is the bot token (xoxb-…) of the installed Slack app',
    );
  }
  if (isRotated(botToken)) problems.push(`SLACK_BOT_TOKEN: ${ROTATED}`);
  if (appToken === '' && signingSecret === '') {
    problems.push(
      'SLACK_APP_TOKEN: missing; set it (xapp-…) for Socket Mode, or SLACK_SIGNING_SECRET for HTTP',
    );
  }
  const address = settings.get('SLACK_API_URL') || 'https://slack.com/api/';
  const apiUrl = address.replace(/\/*$/, '/');
  if (!URL.canParse(apiUrl)) problems.push('SLACK_API_URL: must be an address that ends in /api/');
  const messagesPerMinute = Number(settings.get('SLACK_MESSAGES_PER_MINUTE') || '60');
  if (!(messagesPerMinute > 0)) {
    problems.push('SLACK_MESSAGES_PER_MINUTE: must be a number above 0; Slack allows about 60');
  }
  return { botToken, apiUrl, transport: transportOf(appToken, signingSecret), messagesPerMinute };
}

function transportOf(appToken: string, signingSecret: string): Transport | undefined {
  if (appToken !== '') return { kind: 'socket', appToken };
  return signingSecret === '' ? undefined : { kind: 'http', signingSecret };
}
