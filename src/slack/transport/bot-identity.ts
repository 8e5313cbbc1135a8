import { webApi } from '@slack/bolt';
import type { Log } from '#src/log.ts';

/** Who the bot is, from `auth.test`. */
export interface Identity {
  readonly teamId: string;
  readonly botUserId: string;
  readonly botId: string;
  /** Address of the workspace, with a slash at its end. */
  readonly url: string;
}

/** Between two tries to reach Slack at the start, in milliseconds. */
const AGAIN_MS = 2_000;

/** Thrown when Slack does not accept the token: no try will change that. */
export class SlackTokenError extends Error {
  override readonly name = 'SlackTokenError';
}

/** Asks Slack who the bot is; waits while Slack is away, since the bot can do nothing without it. */
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
      return { teamId, botUserId: botUserId ?? '', botId: botId ?? '', url: url ?? '' };
    } catch (error) {
      if (error instanceof webApi.WebAPIPlatformError) {
        throw new SlackTokenError(
          `SLACK_BOT_TOKEN: Slack does not accept it (${error.data.error})`,
        );
      }
      log.warn('Slack cannot be reached yet', { error });
      await sleep(AGAIN_MS);
    }
  }
}
