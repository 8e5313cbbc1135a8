import { expect, test } from 'vitest';
import { judgeClocks } from '#src/doctor/judge-clock.ts';
import { judgeConfig } from '#src/doctor/judge-config.ts';
import { judgeLive, judgeStreams } from '#src/doctor/judge-live.ts';
import { judgeRedis } from '#src/doctor/judge-redis.ts';
import { loadedFrom, project } from '../config/set-up-config.ts';
import { lines } from './set-up-doctor.ts';

const at = Date.parse('2026-11-24T10:00:00Z');

/** A clock `offsetMs` ahead of ours, read with a delay of `tookMs`. */
const clock = (offsetMs: number, tookMs = 0, stepMs = 0) => ({
  whose: 'Redis',
  saidMs: at + tookMs / 2 + offsetMs,
  stepMs,
  askedAtMs: at,
  heardAtMs: at + tookMs,
});

test.each([
  [clock(0), 'ok Redis: agrees with the clock of this machine'],
  [clock(4_900), 'ok Redis: agrees with the clock of this machine'],
  [clock(6_000), 'warn Redis: this machine is 6 s behind it'],
  [clock(-59_000), 'warn Redis: this machine is 59 s ahead of it'],
  [clock(61_000), 'fail Redis: this machine is 61 s behind it'],
  [clock(-600_000), 'fail Redis: this machine is 600 s ahead of it'],
  // Network delay and the fraction of a second that a Date header lacks do not count.
  [clock(6_000, 4_000), 'ok Redis: agrees with the clock of this machine'],
  [clock(-5_300, 0, 1_000), 'ok Redis: agrees with the clock of this machine'],
])('%j', (reading, line) => {
  expect(lines(judgeClocks([reading]))).toEqual([line]);
});

const notify = { users: ['U1'] };

test('a complete configuration takes two lines', () => {
  expect(lines(judgeConfig(loadedFrom({}, { notify }), at))).toEqual([
    'ok environment: complete; Slack is connected over Socket Mode',
    'ok relaydesk.yml: project live-prod (times in UTC)',
  ]);
});

test('each problem is a failure of its own, with its place', () => {
  const loaded = loadedFrom({ PORT: 'x', SLACK_BOT_TOKEN: '' }, { send: 'all' });

  expect(lines(judgeConfig(loaded, at))).toEqual([
    expect.stringMatching(/^fail SLACK_BOT_TOKEN: missing/),
    'fail PORT: must be a port number',
    expect.stringMatching(/^fail .*relaydesk\.yml: projects\[0\]\.send: /),
  ]);
});

test('a rule about replaced sources is pointless if sources are not checked', () => {
  const policy = { rules: [{ when: { sources_changed: true }, quorum: 1 }] };

  expect(lines(judgeConfig(loadedFrom({}, { notify, policy }), at)).slice(2)).toEqual([
    'warn live-prod: policy.rules[0].when.sources_changed: never applies: sources are not checked',
  ]);
  expect(
    lines(
      judgeConfig(loadedFrom({}, { notify, policy }, { sources: { check: 'warn' } }), at),
    ).slice(2),
  ).toEqual([]);
});

test('a valid but unlikely setting is a warning', () => {
  const reason = 'New Year show';
  const freeze = [{ from: '2026-11-24T09:00:00Z', to: '2026-11-24T11:00:00Z', reason }];
  const policy = {
    expires_after: '1h',
    remind_after: '1h',
    escalate: { after: '2h', to: { users: ['U1'] } },
    freeze,
  };

  expect(lines(judgeConfig(loadedFrom({}, { notify, policy }), at)).slice(2)).toEqual([
    'warn live-prod: policy.remind_after: never happens: requests expire before that',
    'warn live-prod: policy.escalate: never happens: requests expire before that',
    'warn live-prod: policy.freeze: no change runs until 2026-11-24T11:00:00.000Z: New Year show',
  ]);
});

const oddFreezes = (freeze: object[]) =>
  lines(judgeConfig(loadedFrom({}, { notify, policy: { freeze } }), at)).slice(2);

test('a freeze that comes back every week is no warning while it holds, unless it never ends', () => {
  const every = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const daily = { every, from: '06:00', to: '20:00', reason: 'Days' };
  const always = [
    { ...daily, to: '06:01' },
    { ...daily, from: '06:01', to: '06:00' },
  ];

  expect(oddFreezes([daily])).toEqual([]);
  expect(oddFreezes(always)).toEqual([
    expect.stringMatching(/^warn live-prod: policy.freeze: no change runs until 20/),
  ]);
});

test('one project of the cloud under two names is a failure, with both names', () => {
  const again = { ...project, name: 'live-vod' };

  expect(lines(judgeConfig(loadedFrom({}, {}, { projects: [project, again] }), at))).toEqual([
    expect.stringMatching(
      /^fail .*relaydesk\.yml: projects: live-prod and live-vod are one project/,
    ),
  ]);
});

test('one project id at two endpoints may be two names for the same tasks', () => {
  const again = { ...project, name: 'live-vod', endpoint: 'https://live-vpc.example.com' };
  const projects = [project, again].map((each) => ({ ...each, notify }));

  const loaded = loadedFrom({}, {}, { projects });

  expect(lines(judgeConfig(loaded, at)).slice(2)).toEqual([
    'warn live-prod, live-vod: have the same project_id at different endpoints',
  ]);
});

test('a project of the Live API', () => {
  const failure = {
    kind: 'answered',
    http_status: 401,
    error_code: 'LIVE.100011015',
    error_msg: 'The project ID check failed.',
    request_id: 'abc',
  } as const;

  expect(judgeLive('one', { ok: true, total: 6 })).toMatchObject({ status: 'ok' });
  expect(judgeLive('one', { ok: true, total: undefined })).toMatchObject({ status: 'ok' });
  expect(judgeLive('one', { ok: true, total: 0 })).toMatchObject({ status: 'warn' });
  expect(judgeLive('one', { ok: false, failure })).toMatchObject({
    status: 'fail',
    found: 'LIVE.100011015, The project ID check failed., HTTP 401, request_id abc',
    todo: expect.stringContaining('does not fit the credentials'),
  });
});

test('each problem has an advice of its own', () => {
  const loaded = loadedFrom(
    { PORT: 'x', SLACK_BOT_TOKEN: '', HW_SK: '', LOG_LEVEL: 'loud' },
    { send: 'all', regoin: 'x', ops_channel: '#ops' },
  );
  const advice = judgeConfig(loaded, at).map(({ todo }) => todo);

  expect(advice).toEqual(
    expect.arrayContaining([
      'leave it out to use 3000',
      'export HW_SK, or put its value into a file and its path into HW_SK_FILE',
      'write region instead',
      'see ops_channel in relaydesk.example.yml',
    ]),
  );
  expect(new Set(advice).size).toBe(advice.length);
});

test('an API that is throttled is not checked, and that is no failure', () => {
  const failure = { kind: 'answered', http_status: 429, error_code: 'APIG.0308' } as const;

  expect(lines([judgeLive('one', { ok: false, failure })])).toEqual([
    'skip one: not checked: APIG.0308, HTTP 429; run the doctor again in a minute',
  ]);
});

test('if streams cannot be read, a warning names the permission', () => {
  const failure = { kind: 'answered', http_status: 403, error_code: 'LIVE.100011008' } as const;

  expect(judgeStreams('one', { ok: true, stream: undefined })).toMatchObject({ status: 'ok' });
  expect(judgeStreams('one', { ok: false, failure })).toMatchObject({
    status: 'warn',
    found: expect.stringContaining('LIVE.100011008, HTTP 403'),
    todo: expect.stringContaining('live:stream:listLiveStreamsOnline'),
  });
});

test('a Redis is judged by the rules of the start, with its figures in a line', () => {
  const good = {
    node: '10.0.0.1:6379',
    version: '7.4.1',
    mode: 'standalone',
    role: 'master',
    evictionPolicy: 'noeviction',
    memoryMax: 100 * 1_048_576,
    memoryUsed: 2 * 1_048_576,
    isAofOn: true,
    appendfsync: 'everysec',
    isAofWritten: true,
    replicas: 1,
  } as const;
  const judge = (change: object) =>
    lines(
      judgeRedis({
        ok: true,
        servers: [{ ...good, ...change }],
        isCluster: false,
        waitReplicas: 0,
      }),
    );

  expect(judge({})).toEqual([
    'ok 10.0.0.1:6379: Redis 7.4.1, standalone, master, noeviction, AOF everysec, memory 2 MB of 100 MB, 1 replica',
  ]);
  expect(judge({ evictionPolicy: 'allkeys-lru' })[1]).toMatch(/^fail 10\.0\.0\.1:6379: maxmemory/);
  expect(judge({ isAofOn: false })[1]).toMatch(/^warn 10\.0\.0\.1:6379: the AOF is off/);
  expect(judge({ memoryUsed: 90 * 1_048_576 })[1]).toMatch(/^warn .* memory is 90 % full/);
});

test.each([
  ['connect ECONNREFUSED 127.0.0.1:6379', /start it, or correct REDIS_URL/],
  ['WRONGPASS invalid username-password pair', /user and the password/],
])('a Redis that does not answer: %s', (why, todo) => {
  expect(judgeRedis({ ok: false, why })).toMatchObject([
    { status: 'fail', what: 'REDIS_URL', todo: expect.stringMatching(todo) },
  ]);
});
