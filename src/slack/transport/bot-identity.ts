import type { webApi } from '@slack/bolt';
import type { Log } from '#src/log.ts';
import { isIncident, slackErrorName, SlackTokenError } from './slack-errors.ts';

/** Who the bot is, from `auth.test`. */
export interface Identity {
  readonly teamId: string;
  readonly botUserId: string;
  readonly botId: string;
  /** URL of the workspace, with a trailing slash. */
  readonly url: string;
  /** Scopes granted when the app was last installed. */
  readonly scopes: readonly string[];
}

/** Between two tries to reach Slack at the start, in milliseconds. */
const AGAIN_MS = 2_000;

/**
 * Asks Slack who the bot is; waits while Slack is unavailable or has an incident, since the bot can do nothing
 * without it. Any other refusal is about the token and thrown as a `SlackTokenError`.
 */
export async function identify(deps: {
  readonly client: webApi.WebClient;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly log: Log;
}): Promise<Identity> {
  const { client, sleep, log } = deps;
  for (;;) {
    try {
      const answer = await client.auth.test();
      const { team_id: teamId, user_id: botUserId, bot_id: botId, url } = answer;
      if (!teamId) throw new Error('auth.test answered without a team_id');
      const { scopes = [] } = answer.response_metadata ?? {};
      return { teamId, botUserId: botUserId ?? '', botId: botId ?? '', url: url ?? '', scopes };
    } catch (error) {
      const reason = slackErrorName(error);
      if (reason !== undefined && !isIncident(error)) {
        throw new SlackTokenError(`SLACK_BOT_TOKEN: Slack does not accept it (${reason})`);
      }
      log.warn('Slack cannot be reached yet', { error });
      await sleep(AGAIN_MS);
    }
  }
}
