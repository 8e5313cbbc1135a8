import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedaction, redacted } from '#src/text/redaction.ts';

const redact = createRedaction(() => []);
const hideIn = createRedaction(() => ['S3cret-pass"word', 'tok']);

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
])('%s is written without its secret', (_what, text, written) => {
  expect(redact(text)).toBe(written);
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
])('a value named %s is not written', (name) => {
  expect(redacted({ [name]: 'S3CRET', other: 1 }, redact)).toEqual({
    [name]: '[secret]',
    other: 1,
  });
  expect(redacted({ [name]: ['S3CRET'] }, redact)).toEqual({ [name]: ['[secret]'] });
  expect(redacted({ a: { b: { [name]: 'S3CRET' } } }, redact)).toEqual({
    a: { b: { [name]: '[secret]' } },
  });
});

test('an unreadable value is not written, but the line is', () => {
  const hostile = {
    fine: 1,
    get broken(): string {
      throw new Error('no');
    },
  };

  expect(redacted({ hostile, after: 2 }, redact)).toEqual({ hostile: '[unreadable]', after: 2 });
});

test('no part of a password with an at sign is written', () => {
  expect(redacted('redis://user:S3C@RET@h.example', redact)).toBe('redis://[user]@h.example');
});

test.each([
  ['as it is', 'posting with p@ss"word failed'],
  ['in JSON', String.raw`{"text":"p@ss\"word"}`],
  ['in an address', 'GET /x/p%40ss%22word/y'],
])('a known secret is not written, %s', (_what, text) => {
  const hide = createRedaction(() => ['p@ss', 'p@ss"word', 'abc']);

  expect(redacted({ text }, hide)).toEqual({
    text: text.replace(/p(@|%40)ss(\\"|"|%22)word/, '[secret]'),
  });
});

test('what is too short to be a secret does not eat words', () => {
  expect(createRedaction(() => ['on'])('is it on air?')).toBe('is it on air?');
});

test('everything inside a secret value is secret', () => {
  expect(JSON.stringify(redacted({ token: { value: 'S3CRET' } }, redact))).not.toContain('S3CRET');
});

test('values nested too deep are left out', () => {
  const deep = { a: { b: { c: { d: { e: { f: { g: { h: 'xoxb-S3CRET' } } } } } } } };

  expect(JSON.stringify(redacted(deep, redact))).not.toContain('S3CRET');
});

test('a circular value can be written', () => {
  const loop: { name: string; self?: unknown } = { name: 'loop' };
  loop.self = loop;

  expect(JSON.stringify(redacted(loop, redact))).toContain('loop');
});

test('an error is written with its name, message and stack, without secrets', () => {
  const written = redacted({ error: new TypeError('GET https://h/a?k=S3CRET') }, redact);

  expect(written).toMatchObject({
    error: { name: 'TypeError', message: 'GET https://h/a?[query]' },
  });
  expect(JSON.stringify(written)).not.toContain('S3CRET');
});

test.each([[undefined], [null], [true], [42]])('%j stays as it is', (value) => {
  expect(redacted(value, redact)).toBe(value);
});

describe('hidden in what the API says', () => {
  test.each([
    [
      'rtmp://a.example.com/live/x?txSecret=abc&txTime=1 failed',
      'rtmp://a.example.com/live/x?[query] failed',
    ],
    ['https://user:pw@a.example.com/x', 'https://[user]@a.example.com/x'],
    [
      String.raw`{"url":"http:\/\/a.example.com\/x?auth_key=1\u0026b=2"}`,
      String.raw`{"url":"http:\/\/a.example.com\/x?[query]"}`,
    ],
    ['https://a.example.com/x?opaque', 'https://a.example.com/x?[query]'],
    ['/live/x?sign=abc', '/live/x?[query]'],
    ['push_args txSecret=abc&txTime=1', 'push_args txSecret=[secret]'],
    ['{"password":"abc","name":"bob"}', '{"password":"[secret]","name":"bob"}'],
    [
      'Authorization: SDK-HMAC-SHA256 Access=AK, SignedHeaders=a, Signature=b',
      'Authorization: [secret]',
    ],
    ['X-Auth-Token: MIIabc', 'X-Auth-Token: [secret]'],
    ['{"X-Auth-Token":"MIIabc"}', '{"X-Auth-Token":"[secret]"}'],
    ['the word S3cret-pass"word', 'the word [secret]'],
    [String.raw`"S3cret-pass\"word"`, '"[secret]"'],
  ])('%s', (text, expected) => {
    expect(hideIn(text)).toBe(expected);
  });
});

describe('left as it is', () => {
  test.each([
    ['Incorrect IAM authentication information: verify aksk signature fail'],
    ['Incorrect IAM authentication information: decrypt token fail'],
    [
      'The throttling threshold has been reached: policy user over ratelimit,limit:60,time:1 minute',
    ],
    ['Invalid parameter: end_time must be later than start_time'],
    ['7b1c0d3e-0000-4000-8000-000000000001-1732860000123-live-api-7c9d8f-x2x4z'],
    ['LIVE/OTT 100011001.SUBCODE.WITH-A-LONG-NAME-INDEED'],
    ['0123456789abcdef0123456789abcdef0123456789abcdef'],
    ['7864b3dc-e92f-4f01-9a34-3d5b0e1f0c11'],
    ['https://a.example.com/live/x.mp4'],
    ['did you mean this? yes'],
  ])('%s', (text) => {
    expect(hideIn(text)).toBe(text);
  });
});

test('a text that was cut off does not end with part of a secret', () => {
  expect(hideIn('cut at S3cret-pa', true)).toBe('cut at [secret]');
  expect(hideIn('a whole S3cret-pa')).toBe('a whole S3cret-pa');
});

describe('whatever the text around it', () => {
  const secret = fc.stringMatching(/^[!-~]{8,60}$/);
  const around = fc.string({ unit: 'grapheme', maxLength: 60 });

  test('no known secret comes through', () => {
    fc.assert(
      fc.property(secret, around, around, (hidden, before, after) => {
        const hide = createRedaction(() => [hidden]);
        const texts = [hidden, JSON.stringify(hidden), encodeURIComponent(hidden)];
        for (const text of texts) {
          expect(hide(`${before}${text}${after}`)).not.toContain(hidden);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('no query of a URL comes through', () => {
    const hide = createRedaction(() => []);
    const scheme = fc.constantFrom('rtmp', 'https', 'http', 'srt', 'HTTP');
    const value = fc.stringMatching(/^[a-z0-9!$&'()*+,;:@/.~_-]{8,30}$/);
    fc.assert(
      fc.property(scheme, value, around, (anyScheme, hidden, before) => {
        const url = `${anyScheme}://vod.example.com/a/b.mp4?key=Q7${hidden}Q7`;
        expect(hide(`${before} ${url}`)).not.toContain(`Q7${hidden}`);
        expect(hide(JSON.stringify({ error_msg: `${before} ${url}` }))).not.toContain(
          `Q7${hidden}`,
        );
      }),
      { numRuns: 500 },
    );
  });
});
