import { expect, test } from 'vitest';
import { loaded, loadedFrom, problemsIn, problemsOf, project, written } from './set-up-config.ts';

test('the required settings are enough, and the rest has the documented defaults', () => {
  const config = loaded({});

  expect(config).toMatchObject({
    slack: {
      botToken: 'xoxb-1',
      apiUrl: 'https://slack.com/api/',
      messagesPerMinute: 60,
      transport: { kind: 'socket', appToken: 'xapp-1' },
    },
    redisUrl: 'redis://127.0.0.1:6379',
    port: 3000,
    logLevel: 'info',
    projects: [
      {
        name: 'live-prod',
        send: 'merged',
        auth: { aksk: { access_key: 'AK', secret_key: 'SK' } },
        approvers: { users: ['U0LEAD'], usergroups: [] },
        sources: { schemes: ['https', 'http', 'rtmp'] },
        policy: { quorum: 1, expiresAfterMs: 4 * 3_600_000, rules: [], freeze: [] },
      },
    ],
  });
  expect(config.projects[0]).not.toHaveProperty('requesters');
  expect(config.projects[0]?.sources).not.toHaveProperty('hosts');
});

test('settings are used', () => {
  const config = loaded({
    SLACK_APP_TOKEN: undefined,
    SLACK_SIGNING_SECRET: 'signing',
    SLACK_API_URL: 'http://127.0.0.1:9999/api',
    REDIS_URL: 'rediss+sentinel://a:1,b:2/main',
    PORT: '0',
    LOG_LEVEL: 'debug',
  });

  expect(config).toMatchObject({
    slack: {
      apiUrl: 'http://127.0.0.1:9999/api/',
      messagesPerMinute: 60,
      transport: { kind: 'http', signingSecret: 'signing' },
    },
    redisUrl: 'rediss+sentinel://a:1,b:2/main',
    port: 0,
    logLevel: 'debug',
  });
});

test('a secret may come from a file that a variable names', () => {
  const path = written('token', 'xoxb-from-file\n');

  const config = loaded({ SLACK_BOT_TOKEN: undefined, SLACK_BOT_TOKEN_FILE: path });

  expect(config.slack.botToken).toBe('xoxb-from-file');
});

test('a variable takes precedence over its file, and files of other programs are left alone', () => {
  const path = written('token', 'xoxb-from-file');

  const config = loaded({ SLACK_BOT_TOKEN_FILE: path, SSL_CERT_FILE: '/nowhere' });

  expect(config.slack.botToken).toBe('xoxb-1');
});

test.each([
  [{ SLACK_BOT_TOKEN: undefined }, /^SLACK_BOT_TOKEN: missing/],
  [{ SLACK_BOT_TOKEN: '' }, /^SLACK_BOT_TOKEN: missing/],
  [{ SLACK_BOT_TOKEN: 'xoxe.xoxb-1-x' }, /^SLACK_BOT_TOKEN: .* ends after 12 hours/],
  [{ SLACK_APP_TOKEN: undefined }, /^SLACK_APP_TOKEN: missing; .*SLACK_SIGNING_SECRET/],
  [{ SLACK_API_URL: 'slack.com' }, /^SLACK_API_URL: /],
  [{ SLACK_MESSAGES_PER_MINUTE: '0' }, /^SLACK_MESSAGES_PER_MINUTE: must be a number above 0/],
  [{ REDIS_URL: 'http://127.0.0.1' }, /^REDIS_URL: must begin with redis:\/\//],
  [{ REDIS_URL: 'redis://' }, /^REDIS_URL: /],
  [{ PORT: 'http' }, /^PORT: must be a port number$/],
  [{ PORT: '70000' }, /^PORT: /],
  [{ PORT: '80.5' }, /^PORT: /],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL: must be one of error, warn, info, debug$/],
  [{ HW_SK: undefined }, /: projects\[0\]\.auth\.aksk\.secret_key: \$HW_SK is not set/],
  [
    { SLACK_BOT_TOKEN: undefined, SLACK_BOT_TOKEN_FILE: '/nowhere' },
    /^SLACK_BOT_TOKEN_FILE: cannot read \/nowhere$/,
  ],
  [
    { RELAYDESK_CONFIG: '/nowhere.yml' },
    /^\/nowhere\.yml: cannot be read .*relaydesk\.example\.yml$/,
  ],
])('%j is reported in one line', (change, line) => {
  expect(problemsOf(change)).toEqual(expect.arrayContaining([expect.stringMatching(line)]));
});

test('all problems are reported at once', () => {
  const lines = problemsOf({ PORT: 'x', LOG_LEVEL: 'y', SLACK_BOT_TOKEN: '' }, { send: 'both' });

  expect(lines.map((line) => line.replace(/^.*projects/, 'projects').split(':')[0])).toEqual(
    expect.arrayContaining(['PORT', 'LOG_LEVEL', 'SLACK_BOT_TOKEN', 'projects[0].send']),
  );
});

test('a file that is not YAML is reported with its name', () => {
  const path = written('broken.yml', 'projects: [');

  expect(problemsOf({ RELAYDESK_CONFIG: path })).toEqual([
    expect.stringMatching(/broken\.yml: cannot be read/),
  ]);
});

test('two projects of one name, and none at all, are refused', () => {
  expect(problemsIn({ projects: [project, project] })).toEqual([
    expect.stringContaining('projects: two projects have the same name'),
  ]);
  expect(problemsIn({ projects: [] })).toEqual([
    expect.stringContaining('projects: needs at least one project'),
  ]);
});

test('no problem contains a secret', () => {
  const lines = problemsOf(
    { HW_SK: 'S3CRET', SLACK_BOT_TOKEN: 'xoxb-S3CRET', PORT: 'x' },
    { send: 'x' },
  );

  expect(lines.join('\n')).not.toContain('S3CRET');
});

test('an unset variable is named, and set ones stay hidden', () => {
  const result = loadedFrom({ HW_SK: undefined });

  expect(result.ok || result.problems).toEqual([
    expect.stringContaining('auth.aksk.secret_key: $HW_SK is not set in the environment'),
  ]);
  expect(result.secrets()).toEqual(expect.arrayContaining(['xoxb-1', 'AK']));
  expect(result.secrets()).not.toContain('$HW_SK');
});

test('the interface and the token for /metrics can be set', () => {
  const tokenFile = written('metrics-token', 'a-token-for-prometheus\n');

  expect(loaded({})).toMatchObject({ host: undefined, metricsToken: undefined });
  expect(loaded({ HOST: '127.0.0.1', METRICS_TOKEN_FILE: tokenFile })).toMatchObject({
    host: '127.0.0.1',
    metricsToken: 'a-token-for-prometheus',
  });
});

test.each(['short', 'with a blank in it all', 'line\nbreak-in-a-token', 'schlüssel-für-metriken'])(
  '%j is no token for /metrics',
  (token) => {
    expect(problemsOf({ METRICS_TOKEN: token })).toEqual([
      expect.stringContaining('METRICS_TOKEN: must be at least 16'),
    ]);
  },
);

test.each(['${HW_AK}', '${hw_ak}'])('%s is not sent as a password: it reads nothing', (text) => {
  const aksk = { access_key: text, secret_key: '$HW_SK' };

  expect(problemsOf({}, { auth: { aksk } })).toEqual([
    expect.stringContaining(
      `projects[0].auth.aksk.access_key: ${text} reads nothing from the environment; write $HW_AK, in capitals and without braces`,
    ),
  ]);
});
