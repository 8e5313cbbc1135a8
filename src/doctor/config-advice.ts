/** What to do about a variable that is missing or wrong, if the problem itself does not say it. */
const BY_VARIABLE: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: 'copy the Bot User OAuth Token from the app’s OAuth & Permissions page',
  SLACK_APP_TOKEN: 'create one with connections:write under Basic Information → App-Level Tokens',
  SLACK_API_URL: 'leave it out: only the sandbox uses another address',
  SLACK_MESSAGES_PER_MINUTE: 'leave it out, unless Slack has given you another limit',
  REDIS_URL: 'see docs/REDIS.md for every form of the address',
  PORT: 'leave it out to use 3000',
  METRICS_TOKEN: 'create one with: openssl rand -hex 24',
  LOG_LEVEL: 'leave it out to use info',
  RELAYDESK_DOCTOR: 'leave it out to let running replicas check their set-up',
  STOP_WITHIN: 'leave it out to use 20 seconds',
  STOP_DELAY: 'leave it out to use 5 seconds',
};

/** The advice for one problem of the configuration. `where`: a variable or the file; `what`: what is wrong there. */
export function adviceOnProblem(where: string, what: string): string {
  if (where.endsWith('_FILE'))
    return 'put the secret there, readable by the user that relaydesk runs as';
  if (/^[A-Z][A-Z0-9_]*$/.test(where)) {
    return BY_VARIABLE[where] ?? `see docs/OPERATIONS.md for ${where}`;
  }
  const [, unset] = /\$([A-Z][A-Z0-9_]*) is not set/.exec(what) ?? [];
  if (unset !== undefined) {
    return `export ${unset}, or put its value into a file and its path into ${unset}_FILE`;
  }
  const [, meant] = /did you mean "(.+)"\?$/.exec(what) ?? [];
  if (meant !== undefined) return `write ${meant} instead`;
  if (what.startsWith('cannot be read')) {
    return 'copy relaydesk.example.yml there, or set RELAYDESK_CONFIG to the path of the file';
  }
  const [, key] = /([a-z_]+)(?:\[\d+\])?: /.exec(what) ?? [];
  return key === undefined
    ? 'compare it with relaydesk.example.yml'
    : `see ${key} in relaydesk.example.yml`;
}
