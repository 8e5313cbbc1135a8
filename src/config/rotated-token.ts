/** Whether a token belongs to an app with token rotation. Refreshing it takes a secret that relaydesk does not have. */
export function isRotated(token: string): boolean {
  return token.startsWith('xoxe.');
}

export const ROTATED =
  'this token (xoxe.…) ends after 12 hours, because token rotation is on in the Slack app. Slack cannot switch it off: create a new app from manifest.yml, without rotation, and use its token (xoxb-…)';
