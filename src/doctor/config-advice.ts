/** What to do about a variable that is missing or wrong, where its line does not say it. */
const BY_VARIABLE: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: 'copy the Bot User OAuth Token from OAuth & Permissions of the app',
  SLACK_APP_TOKEN: 'make one with connections:write under Basic Information → App-Level Tokens',
  SLACK_API_URL: 'leave it out: only the sandbox has another address than Slack',
  SLACK_MESSAGES_PER_MINUTE: 'leave it out, unless Slack has given you another limit',
  REDIS_URL: 'docs/REDIS.md lists every form that an address may have',
  PORT: 'leave it out for 3000',
  METRICS_TOKEN: 'make one with: openssl rand -hex 24',
  LOG_LEVEL: 'leave it out for info',
  RELAYDESK_DOCTOR: 'leave it out, and a running replica checks its set-up',
  STOP_WITHIN: 'leave it out for 20 seconds',
  STOP_DELAY: 'leave it out for 5 seconds',
};

/** The advice for one problem of the configuration. `where`: a variable or the file; `what`: what is wrong there. */
export function adviceOnProblem(where: string, what: string): string {
  if (where.endsWith('_FILE')) return 'put the secret there, readable for the user of relaydesk';
  if (/^[A-Z][A-Z0-9_]*$/.test(where)) {
    return BY_VARIABLE[where] ?? `docs/OPERATIONS.md says what ${where} may be`;
  }
  const [, unset] = /\$([A-Z][A-Z0-9_]*) is not set/.exec(what) ?? [];
  if (unset !== undefined) {
    return `export ${unset}, or write its value into a file and name that in ${unset}_FILE`;
  }
  const [, meant] = /did you mean "(.+)"\?$/.exec(what) ?? [];
  if (meant !== undefined) return `write ${meant} in its place`;
  if (what.startsWith('cannot be read')) {
    return 'copy relaydesk.example.yml there, or set RELAYDESK_CONFIG to where the file is';
  }
  const [, key] = /([a-z_]+)(?:\[\d+\])?: /.exec(what) ?? [];
  return key === undefined
    ? 'compare it with relaydesk.example.yml'
    : `relaydesk.example.yml shows what ${key} may be`;
}
