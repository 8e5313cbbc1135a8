import { expect, test } from 'vitest';
import { parseAddress, type RedisAddress } from '#src/redis/connection/address.ts';

const nothing: RedisAddress = {
  kind: 'single',
  hosts: [],
  db: 0,
  masterName: 'mymaster',
  sentinelUsername: undefined,
  sentinelPassword: undefined,
  tls: undefined,
};
const clear = { ca: undefined, cert: undefined, key: undefined, servername: undefined };

test.each<[string, Partial<RedisAddress>]>([
  ['redis://127.0.0.1', { hosts: [{ host: '127.0.0.1', port: 6379 }] }],
  [
    'redis://cache.example.com:7000/3',
    { hosts: [{ host: 'cache.example.com', port: 7000 }], db: 3 },
  ],
  ['redis://[fd00::1]:7000/', { hosts: [{ host: 'fd00::1', port: 7000 }] }],
  [
    'redis://desk:p%40ss%2Fword:1@redis',
    { hosts: [{ host: 'redis', port: 6379 }], username: 'desk', password: 'p@ss/word:1' },
  ],
  ['redis://:secret@redis', { hosts: [{ host: 'redis', port: 6379 }], password: 'secret' }],
  ['rediss://redis', { hosts: [{ host: 'redis', port: 6379 }], tls: clear }],
  [
    'rediss://redis?ca=/etc/ca.pem&cert=/etc/desk.pem&key=/etc/desk.key&servername=r.example.com',
    {
      hosts: [{ host: 'redis', port: 6379 }],
      tls: {
        ca: '/etc/ca.pem',
        cert: '/etc/desk.pem',
        key: '/etc/desk.key',
        servername: 'r.example.com',
      },
    },
  ],
  [
    'redis+sentinel://s1,s2:26380,s3/approvals/2',
    {
      kind: 'sentinel',
      hosts: [
        { host: 's1', port: 26_379 },
        { host: 's2', port: 26_380 },
        { host: 's3', port: 26_379 },
      ],
      masterName: 'approvals',
      db: 2,
    },
  ],
  ['redis+sentinel://s1', { kind: 'sentinel', hosts: [{ host: 's1', port: 26_379 }] }],
  [
    'rediss+sentinel://desk:data@s1/approvals?sentinel_username=s&sentinel_password=watch%20it&ca=ca.pem',
    {
      kind: 'sentinel',
      hosts: [{ host: 's1', port: 26_379 }],
      username: 'desk',
      password: 'data',
      masterName: 'approvals',
      sentinelUsername: 's',
      sentinelPassword: 'watch it',
      tls: { ...clear, ca: 'ca.pem' },
    },
  ],
  [
    'redis+cluster://:secret@n1:7001,[::1]:7002',
    {
      kind: 'cluster',
      hosts: [
        { host: 'n1', port: 7001 },
        { host: '::1', port: 7002 },
      ],
      password: 'secret',
    },
  ],
])('%s', (text, address) => {
  expect(parseAddress(text)).toEqual({ ok: true, address: { ...nothing, ...address } });
});

test.each([
  ['localhost', 'must begin with redis:// (host:port/db)'],
  ['http://localhost', 'must begin with redis://'],
  ['redis+ring://n1,n2', 'must begin with redis://'],
  ['redis://', 'must begin with redis://'],
  ['redis://host:0', 'a host or a port cannot be read'],
  ['redis://host:99999', 'a host or a port cannot be read'],
  ['redis+cluster://n1,,n2', 'a host or a port cannot be read'],
  ['redis://n1,n2', 'names several hosts'],
  ['redis://host/approvals', 'the database must be a number'],
  ['redis+cluster://n1/2', 'a Cluster has no databases'],
  ['redis://desk:50%@host', 'must be written with %-escapes'],
  ['redis://:S3C@RET@host', 'must be written with %-escapes: @ as %40, / as %2F'],
  ['redis://desk:S3C@RET@host:6379/0', 'must be written with %-escapes'],
  ['redis+sentinel://:S3C@RET@s1,s2/name', 'must be written with %-escapes'],
  ['redis+cluster://:S3C@RET@n1', 'must be written with %-escapes'],
  ['redis://:S3C/RET@host', 'must be written with %-escapes'],
  ['redis://:S3C/R@ET@host', 'must be written with %-escapes'],
  ['redis://host?tls=true', 'an option other than ca, cert,'],
  ['redis://host?ca=/etc/ca.pem', 'it has to begin with rediss'],
  ['redis://host?sentinel_password=x', 'it has to begin with redis+sentinel'],
])('%s is refused in words', (text, problem) => {
  expect(parseAddress(text)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
});

test('no problem repeats the password', () => {
  const wrong = [
    'redis://:S3CRET@S3CRET@a',
    'redis://:S3CRET/S3CRET@a',
    'redis://desk:S3CRET@a,b',
    'redis://desk:S3CRET%@a',
    'redis://:S3CRET@a?x=S3CRET',
  ];

  expect(wrong.map(parseAddress)).toEqual(wrong.map(() => expect.objectContaining({ ok: false })));
  expect(JSON.stringify(wrong.map(parseAddress))).not.toContain('S3CRET');
});
