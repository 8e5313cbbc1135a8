import type { webApi } from '@slack/bolt';

type Profile = NonNullable<webApi.UsersInfoResponse['user']>;

/**
 * Ids of the workspaces that somebody belongs to, from `users.info`. In an Enterprise Grid `enterprise_user`
 * lists them and `team_id` is missing, or is one of them; elsewhere `team_id` is the only one. Empty when
 * Slack names none.
 */
export function workspacesOf({ enterprise_user, team_id }: Profile): readonly string[] {
  return enterprise_user?.teams ?? (team_id ? [team_id] : []);
}
