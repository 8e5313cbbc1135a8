import { expect, test } from 'vitest';
import { loadedProject, problemsIn, problemsOf, project } from './set-up-config.ts';

const ofProject = 'projects[0]';

const weekly = { every: ['sat', 'sun'], from: '18:00', to: '23:00', reason: 'Weekend' };

test.each([
  ['an unknown key', { aprovers: {} }, `${ofProject}: `],
  ['no approvers', { approvers: undefined }, `${ofProject}.approvers: `],
  ['a name that nobody can type', { name: 'Live Prod' }, `${ofProject}.name: must be lower case`],
  [
    'a project id of another form',
    { project_id: '123' },
    `${ofProject}.project_id: must be the 32`,
  ],
  [
    'an endpoint in clear',
    { endpoint: 'http://live.example.com' },
    `${ofProject}.endpoint: must begin with https`,
  ],
  [
    'an endpoint that is no address',
    { endpoint: 'live.example.com' },
    `${ofProject}.endpoint: must be an address`,
  ],
  ['no way to sign in', { auth: {} }, `${ofProject}.auth: needs either token or aksk`],
  [
    'a channel by its name',
    { ops_channel: '#ops' },
    `${ofProject}.ops_channel: must be a Slack channel id`,
  ],
  [
    'a person by name',
    { approvers: { users: ['@lead'] } },
    `${ofProject}.approvers.users[0]: must be a Slack user id`,
  ],
  [
    'a group where a person belongs',
    { approvers: { users: ['S0LEADS'] } },
    `${ofProject}.approvers.users[0]: `,
  ],
  ['another way to send', { send: 'all' }, `${ofProject}.send: `],
  [
    'a scheme with its colon',
    { sources: { schemes: ['https:'] } },
    `${ofProject}.sources.schemes[0]: must be a scheme`,
  ],
  ['an unknown time zone', { time_zone: 'Shanghai' }, `${ofProject}.time_zone: must be the name`],
  [
    'an offset for a time zone',
    { time_zone: '+08:00' },
    `${ofProject}.time_zone: must be the name`,
  ],
  ['no host at all', { sources: { hosts: [] } }, `${ofProject}.sources.hosts: `],
  [
    'a quorum of nobody',
    { policy: { quorum: 0 } },
    `${ofProject}.policy.quorum: must be at least 1`,
  ],
  ['half a person', { policy: { quorum: 1.5 } }, `${ofProject}.policy.quorum: `],
  [
    'a time without unit',
    { policy: { expires_after: '4' } },
    `${ofProject}.policy.expires_after: must be a duration`,
  ],
  [
    'no time',
    { policy: { expires_after: '0h' } },
    `${ofProject}.policy.expires_after: must be a duration`,
  ],
  [
    'a misspelt rule',
    { policy: { rules: [{ when: { feilds: ['status'] }, quorum: 2 }] } },
    `${ofProject}.policy.rules[0].when: `,
  ],
  [
    'a limit to fields that are not named',
    { policy: { rules: [{ when: { status: 'pause', only: true }, quorum: 0 }] } },
    `${ofProject}.policy.rules[0].when.only: counts only with fields`,
  ],
  [
    'a rule for an unknown field',
    { policy: { rules: [{ when: { fields: ['state'] }, quorum: 2 }] } },
    `${ofProject}.policy.rules[0].when.fields[0]: `,
  ],
  [
    'a freeze without zone',
    {
      policy: {
        freeze: [{ from: '2026-12-31T16:00:00', to: '2027-01-01T04:00:00Z', reason: 'x' }],
      },
    },
    `${ofProject}.policy.freeze[0].from: must be a time`,
  ],
  [
    'a freeze from a day that does not exist',
    {
      policy: {
        freeze: [{ from: '2027-02-29T00:00:00Z', to: '2027-04-01T00:00:00Z', reason: 'x' }],
      },
    },
    `${ofProject}.policy.freeze[0].from: must be a time`,
  ],
  [
    'a freeze that ends before it begins',
    {
      policy: {
        freeze: [{ from: '2027-01-01T04:00:00Z', to: '2026-12-31T16:00:00Z', reason: 'x' }],
      },
    },
    `${ofProject}.policy.freeze[0].to: must end after`,
  ],
])('%s is refused, with its place', (_what, fields, line) => {
  const lines = problemsOf({}, fields);

  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(line);
});

test.each([
  ['with a date', { from: '2026-12-31T16:00:00Z' }, 'from: must be a time of day'],
  ['that begins at the end of the day', { from: '24:00' }, 'from: must be a time of day'],
  ['without length', { to: '18:00' }, 'to: must end at another time'],
  ['on no day', { every: [] }, 'every: '],
  ['in a zone that nobody knows', { time_zone: 'Mars' }, 'time_zone: must be'],
  ['without days', { every: undefined, to: '2027-01-01T04:00:00Z' }, 'from: must be a time'],
])('a weekly freeze %s is refused, with its place', (_what, fields, line) => {
  const policy = { freeze: [{ ...weekly, ...fields }] };

  expect(problemsOf({}, { policy })).toEqual([
    expect.stringContaining(`${ofProject}.policy.freeze[0].${line}`),
  ]);
});

test('a zone of a freeze that does not come back is refused', () => {
  const dates = { from: '2026-12-31T16:00:00Z', to: '2027-01-01T04:00:00Z', time_zone: 'UTC' };
  const policy = { freeze: [{ ...dates, reason: 'Show' }] };

  expect(problemsOf({}, { policy })).toEqual([
    expect.stringContaining('freeze[0].time_zone: counts only with every'),
  ]);
});

test('the policy comes in milliseconds, whatever its units were', () => {
  const { policy } = loadedProject({
    policy: {
      quorum: 2,
      expires_after: '2d',
      remind_after: '90s',
      escalate: { after: '15m', to: { usergroups: ['S0HEADS'] } },
      rules: [{ when: { status: 'pause' }, quorum: 0, expires_after: '1h', hold: '5m' }],
      break_glass: { usergroups: ['S0ONCALL'] },
      freeze: [
        { ...weekly, to: '24:00', time_zone: 'Asia/Shanghai' },
        { from: '2026-12-31T16:00:00Z', to: '2027-01-01T12:00:00+08:00', reason: 'Show' },
      ],
    },
  });

  expect(policy).toMatchObject({
    quorum: 2,
    expiresAfterMs: 172_800_000,
    remindAfterMs: 90_000,
    escalate: { afterMs: 900_000, to: { users: [], usergroups: ['S0HEADS'] } },
    rules: [{ when: { status: 'pause' }, quorum: 0, expiresAfterMs: 3_600_000, holdMs: 300_000 }],
    breakGlass: { users: [], usergroups: ['S0ONCALL'] },
    freeze: [
      {
        every: ['sat', 'sun'],
        from: '18:00',
        to: '24:00',
        timeZone: 'Asia/Shanghai',
        reason: 'Weekend',
      },
      {
        fromMs: Date.parse('2026-12-31T16:00:00Z'),
        toMs: Date.parse('2027-01-01T04:00:00Z'),
        reason: 'Show',
      },
    ],
  });
});

test.each([
  ['a time of day', { between: '18-23' }, 'between: must be two times of day'],
  ['a time of day without length', { between: '18:00-18:00' }, 'between: must end at another'],
  ['a day', { days: ['saturday'] }, 'days[0]: '],
  ['a name without its app', { tasks: ['news*'] }, 'tasks[0]: must be app/stream'],
  ['a zone for nothing', { time_zone: 'Asia/Shanghai' }, 'time_zone: counts only with'],
  ['a zone', { days: ['sat'], time_zone: 'Shanghai' }, 'time_zone: must be the name'],
])('a rule with %s that cannot be right is refused', (_what, when, line) => {
  const lines = problemsOf({}, { policy: { rules: [{ when, quorum: 2 }] } });

  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`${ofProject}.policy.rules[0].when.${line}`);
});

test.each([
  ['neither', {}, ': needs either quorum or from'],
  ['both', { quorum: 1, from: [{ users: ['U0LEAD'] }] }, ': needs either quorum or from'],
  [
    'slots and a list',
    { from: [{ users: ['U0LEAD'] }], approvers: { users: ['U0LEAD'] } },
    '.approvers: is said by from already',
  ],
  ['a slot for nobody', { from: [{ users: ['U0LEAD'], count: 0 }] }, '.from[0].count: '],
  ['no slot', { from: [] }, '.from: '],
])('a rule that says who approves by %s is refused', (_what, asked, line) => {
  const lines = problemsOf({}, { policy: { rules: [{ when: {}, ...asked }] } });

  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`${ofProject}.policy.rules[0]${line}`);
});

test('slots ask for one of each list, or for as many as they say', () => {
  const from = [{ usergroups: ['S0LEADS'] }, { users: ['U0RIGHTS'], count: 2 }];
  const { policy } = loadedProject({ policy: { rules: [{ when: {}, from }] } });

  expect(policy.rules).toMatchObject([
    {
      quorum: 3,
      from: [
        { users: [], usergroups: ['S0LEADS'], count: 1 },
        { users: ['U0RIGHTS'], usergroups: [], count: 2 },
      ],
    },
  ]);
});

test('an endpoint on this machine may use http, and loses its trailing slash', () => {
  expect(loadedProject({ endpoint: 'http://127.0.0.1:8080/' }).endpoint).toBe(
    'http://127.0.0.1:8080',
  );
});

test('an empty list of approvers is kept empty: it means nobody', () => {
  expect(loadedProject({ approvers: {} }).approvers).toEqual({ users: [], usergroups: [] });
});

test.each([
  ['as it is', {}],
  ['with a last slash', { endpoint: `${project.endpoint}/` }],
  ['with the default port', { endpoint: `${project.endpoint}:443` }],
  ['in capital letters', { endpoint: 'https://LIVE.CN-NORTH-4.myhuaweicloud.com' }],
  ['with a project id in capital letters', { project_id: project.project_id.toUpperCase() }],
  ['with another region', { region: 'cn-north-1' }],
])('one project of the cloud under two names is refused with both names: %s', (_what, spelt) => {
  const again = { ...project, name: 'live-vod', ...spelt };
  const elsewhere = { ...project, name: 'live-test', endpoint: 'https://live.example.com' };

  expect(problemsIn({ projects: [project, elsewhere, again] })).toEqual([
    expect.stringMatching(
      /projects: live-prod and live-vod are one project of the cloud .* keep one of them$/,
    ),
  ]);
});

test.each([
  [{ keep_on_air: ['live/*', '7864b3dc'], digest_at: '09:00' }, []],
  [{ keep_on_air: ['two words'] }, ['name or the id of a task']],
  [{ digest_at: '24:00' }, ['must be a time of day like 09:00']],
  [{ digest_at: '9:00' }, ['must be a time of day like 09:00']],
])('what ends soon: %j', (fields, problems) => {
  const said = problemsOf({}, fields);

  expect(said).toHaveLength(problems.length);
  for (const [index, problem] of problems.entries()) expect(said[index]).toContain(problem);
});
