import type { webApi } from '@slack/bolt';
import { isTimeZone } from '#src/relay/time.ts';
import { workspacesOf } from '#src/slack/transport/workspaces-of.ts';
import { type Language, languageOf } from '#src/slack/words/index.ts';

/** How somebody has set up their Slack. */
export interface Settings {
  readonly language: Language;
  readonly timeZone: string | undefined;
}

interface Member extends Settings {
  readonly name: string | undefined;
  readonly isFullMember: boolean;
}

/** What Slack says of a person, asked now. Throws when it does not say. */
export async function memberOf(
  client: webApi.WebClient,
  teamId: string,
  userId: string,
): Promise<Member> {
  const { user } = await client.users.info({ user: userId, include_locale: true });
  if (!user) throw new Error('users.info answered without a user');
  const isOther =
    user.deleted ||
    user.is_bot ||
    user.is_restricted ||
    user.is_ultra_restricted ||
    user.is_stranger;
  return {
    name: user.real_name ?? user.name,
    isFullMember: !isOther && workspacesOf(user).includes(teamId),
    language: languageOf(user.locale),
    timeZone: user.tz !== undefined && isTimeZone(user.tz) ? user.tz : undefined,
  };
}
