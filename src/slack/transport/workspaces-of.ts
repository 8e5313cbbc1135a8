import type { webApi } from '@slack/bolt';

type Profile = NonNullable<webApi.UsersInfoResponse['user']>;

/**
 * Ids of the workspaces that somebody belongs to, from `users.info`. In Enterprise Grid, `enterprise_user` lists
 * them, and `team_id` is missing or one of them; otherwise `team_id` is the only one. Empty if Slack names none.
 */
export function workspacesOf({ enterprise_user, team_id }: Profile): readonly string[] {
  return enterprise_user?.teams ?? (team_id ? [team_id] : []);
}
