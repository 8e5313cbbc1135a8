import { afterEach, expect, test, vi } from 'vitest';
import { createHide, createLog, createSlackLogger, type Log, redacted } from '#src/log.ts';

test.each([
  ['a bot token', 'posting with xoxb-1234-abcDEF failed', 'posting with [token] failed'],
  ['an app token', 'xapp-1-A0-123-abc', '[token]'],
  ['a user token', 'Bearer xoxp-1-2', 'Bearer [token]'],
  ['two tokens', 'xoxb-1 xoxe-2', '[token] [token]'],
  [
    'a signed address',
    'GET https://h.example/a.mp4?auth_key=S3CRET failed',
    'GET https://h.example/a.mp4?[query] failed',
  ],
  [
    'two signed addresses',
    'rtmp://h/a?k=S3CRET rtmp://h/b?k=S3CRET',
    'rtmp://h/a?[query] rtmp://h/b?[query]',
  ],
  ['a signed address in quotes', '{"url":"https://h/a?k=S3CRET"}', '{"url":"https://h/a?[query]"}'],
  ['a user in an address', 'redis://user:S3CRET@h.example:6379', 'redis://[user]@h.example:6379'],
  [
    'the address of an answer',
    'POST https://hooks.slack.com/commands/T0123/4567/S3CRET failed',
    'POST https://hooks.slack.com/[path] failed',
  ],
  [
    'one of a click, as JSON of Slack writes it',
    String.raw`"response_url":"https:\/\/hooks.slack.com\/actions\/T0123\/4567\/S3CRET"`,
    String.raw`"response_url":"https:\/\/hooks.slack.com\/[path]"`,
  ],
  [
    'one of another Slack',
    'http://127.0.0.1:9/actions/T0123/4567/S3CRET',
    'http://127.0.0.1:9/actions/[path]',
  ],
  ['a question', 'is it on air? yes', 'is it on air? yes'],
  ['an address without secrets', 'https://h.example/a.mp4', 'https://h.example/a.mp4'],
])('%s is written down without its secret', (_what, text, written) => {
  expect(redacted(text)).toBe(written);
});

test.each([
  'token',
  'botToken',
  'SLACK_BOT_TOKEN',
  'password',
  'secret_key',
  'accessKey',
  'access_key',
  'Authorization',
  'x-auth-token',
  'cookie',
  'signature',
])('what is called %s is not written down', (name) => {
  expect(redacted({ [name]: 'S3CRET', other: 1 })).toEqual({ [name]: '[secret]', other: 1 });
  expect(redacted({ [name]: ['S3CRET'] })).toEqual({ [name]: ['[secret]'] });
  expect(redacted({ a: { b: { [name]: 'S3CRET' } } })).toEqual({
    a: { b: { [name]: '[secret]' } },
  });
});

test('what cannot be read is not written down, and holds up no line', () => {
  const hostile = {
    fine: 1,
    get broken(): string {
      throw new Error('no');
    },
  };

  expect(redacted({ hostile, after: 2 })).toEqual({ hostile: '[unreadable]', after: 2 });
});

test('a password with an at sign is written down without any of it', () => {
  expect(redacted('redis://user:S3C@RET@h.example')).toBe('redis://[user]@h.example');
});

test.each([
  ['as it is', 'posting with p@ss"word failed'],
  ['in JSON', String.raw`{"text":"p@ss\"word"}`],
  ['in an address', 'GET /x/p%40ss%22word/y'],
])('a value that is known to be secret is not written down, %s', (_what, text) => {
  const hide = createHide(['p@ss', 'p@ss"word', 'abc']);

  expect(redacted({ text }, '', hide)).toEqual({
    text: text.replace(/p(@|%40)ss(\\"|"|%22)word/, '[secret]'),
  });
});

test('what is too short to be a secret does not eat words', () => {
  expect(createHide(['on'])('is it on air?')).toBe('is it on air?');
});

test('what lies inside something secret is secret', () => {
  expect(JSON.stringify(redacted({ token: { value: 'S3CRET' } }))).not.toContain('S3CRET');
});

test('what lies too deep to be looked through is left out', () => {
  const deep = { a: { b: { c: { d: { e: { f: { g: { h: 'xoxb-S3CRET' } } } } } } } };

  expect(JSON.stringify(redacted(deep))).not.toContain('S3CRET');
});

test('a value that holds itself can be written down', () => {
  const loop: { name: string; self?: unknown } = { name: 'loop' };
  loop.self = loop;

  expect(JSON.stringify(redacted(loop))).toContain('loop');
});

test('an error is written down with its name, message and stack, without secrets', () => {
  const written = redacted({ error: new TypeError('GET https://h/a?k=S3CRET') });

  expect(written).toMatchObject({
    error: { name: 'TypeError', message: 'GET https://h/a?[query]' },
  });
  expect(JSON.stringify(written)).not.toContain('S3CRET');
});

test.each([[undefined], [null], [true], [42]])('%j stays as it is', (value) => {
  expect(redacted(value)).toBe(value);
});

afterEach(() => {
  vi.restoreAllMocks();
});

test('a line is one JSON object on standard error, with its fields', () => {
  const lines = writtenBy((log) => {
    log.info('request approved', { request: 'R-142', url: 'https://h/a?k=S3CRET' });
    log.warn('slow');
  });

  expect(lines).toMatchObject([
    {
      level: 'info',
      message: 'request approved',
      request: 'R-142',
      url: 'https://h/a?[query]',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    },
    { level: 'warn', message: 'slow' },
  ]);
});

test('an error among the fields is written down', () => {
  const [line] = writtenBy((log) => log.error('failed', { error: new Error('xoxb-1-S3CRET') }));

  expect(line).toMatchObject({ message: 'failed', error: { message: '[token]' } });
});

test('what is below the level is not written', () => {
  const lines = writtenBy((log) => {
    log.debug('debug');
    log.info('info');
    log.warn('warn');
    log.error('error');
  }, 'warn');

  expect(lines.map(({ message }) => message)).toEqual(['warn', 'error']);
});

test('Bolt never writes its debug lines, and the rest one level lower or as it is', () => {
  const told: string[] = [];
  const tell = (level: string) => (message: string, fields?: object) =>
    void told.push(`${level} ${message} ${JSON.stringify(fields)}`);
  const log: Log = {
    debug: tell('debug'),
    info: tell('info'),
    warn: tell('warn'),
    error: tell('error'),
  };
  const slack = createSlackLogger(log);

  slack.debug('payload', { text: 'what somebody typed' });
  slack.info('connected', 1);
  slack.warn('slow', { ms: 5 });
  slack.error(new Error('gone'));

  expect(told).toEqual([
    'debug connected 1 {"from":"slack"}',
    'warn slow {"ms":5} {"from":"slack"}',
    'error gone {"from":"slack"}',
  ]);
});

/** What a log writes to standard error, line by line. */
function writtenBy(act: (log: Log) => void, level = 'info'): { readonly message?: string }[] {
  const written: string[] = [];
  const keep = (chunk: unknown): boolean => written.push(String(chunk)) > 0;
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  const own: unknown = Reflect.get(console, '_stderr');
  if (own && own !== process.stderr)
    vi.spyOn(own as NodeJS.WriteStream, 'write').mockImplementation(keep);
  vi.spyOn(console, 'error').mockImplementation((...parts) => void keep(parts.join(' ')));
  act(createLog(level));
  return written.map((line) => JSON.parse(line));
}
