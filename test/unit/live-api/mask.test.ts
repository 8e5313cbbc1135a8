import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMask, excerptOf, messageOf } from '#src/live-api/mask.ts';

const mask = createMask(() => ['S3cret-pass"word', 'tok']);

describe('masked', () => {
  test.each([
    [
      'rtmp://a.example.com/live/x?txSecret=abc&txTime=1 failed',
      'rtmp://a.example.com/live/x?*** failed',
    ],
    ['https://user:pw@a.example.com/x', 'https://***@a.example.com/x'],
    [
      String.raw`{"url":"http:\/\/a.example.com\/x?auth_key=1\u0026b=2"}`,
      String.raw`{"url":"http:\/\/a.example.com\/x?***"}`,
    ],
    ['https://a.example.com/x?opaque', 'https://a.example.com/x?***'],
    ['/live/x?sign=abc', '/live/x?***'],
    ['push_args txSecret=abc&txTime=1', 'push_args txSecret=***'],
    ['{"password":"abc","name":"bob"}', '{"password":"***","name":"bob"}'],
    [
      'Authorization: SDK-HMAC-SHA256 Access=AK, SignedHeaders=a, Signature=b',
      'Authorization: ***',
    ],
    ['X-Auth-Token: MIIabc', 'X-Auth-Token: ***'],
    ['{"X-Auth-Token":"MIIabc"}', '{"X-Auth-Token":"***"}'],
    [`token is ${'MIIF'.repeat(20)}`, 'token is ***'],
    ['the word S3cret-pass"word', 'the word ***'],
    [String.raw`"S3cret-pass\"word"`, '"***"'],
    ['cut at S3cret-pa', 'cut at ***'],
  ])('%s', (text, expected) => {
    expect(mask(text)).toBe(expected);
  });
});

describe('left alone', () => {
  test.each([
    ['Incorrect IAM authentication information: verify aksk signature fail'],
    ['Incorrect IAM authentication information: decrypt token fail'],
    [
      'The throttling threshold has been reached: policy user over ratelimit,limit:60,time:1 minute',
    ],
    ['Invalid parameter: end_time must be later than start_time'],
    ['7864b3dc-e92f-4f01-9a34-3d5b0e1f0c11'],
    ['https://a.example.com/live/x.mp4'],
    ['did you mean this? yes'],
  ])('%s', (text) => {
    expect(mask(text)).toBe(text);
  });
});

test('an excerpt is short, printable and masked before it is cut', () => {
  const body = `${'x '.repeat(95)}S3cret-pass"word\u0000\u001B[31m\u202E`;

  const excerpt = excerptOf(body, mask);

  expect(excerpt.length).toBeLessThanOrEqual(200);
  expect(excerpt).not.toMatch(/S3c|\p{Cc}|\u202E/u);
});

test.each(['x', 'a://', '?', 'key', '://', '"key":"', '\\', 'a@', ' '])(
  'two megabytes of %j take no time',
  (piece) => {
    const startedMs = performance.now();

    excerptOf(piece.repeat(2_000_000 / piece.length), mask);

    expect(performance.now() - startedMs).toBeLessThan(1000);
  },
);

test('a long message is shortened', () => {
  expect(messageOf('word '.repeat(1000), mask)).toHaveLength(1000);
});

describe('whatever the text around it', () => {
  const secret = fc.stringMatching(/^[!-~]{8,60}$/);
  const around = fc.string({ unit: 'grapheme', maxLength: 60 });

  test('no known secret comes through', () => {
    fc.assert(
      fc.property(secret, around, around, (hidden, before, after) => {
        const hide = createMask(() => [hidden]);
        const texts = [hidden, JSON.stringify(hidden), encodeURIComponent(hidden)];
        for (const text of texts) {
          expect(hide(`${before}${text}${after}`)).not.toContain(hidden);
          expect(excerptOf(`${before}${text}${after}`, hide)).not.toContain(hidden);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('no query of a URL comes through', () => {
    const hide = createMask(() => []);
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
