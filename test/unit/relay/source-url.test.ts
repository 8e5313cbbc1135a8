import { expect, test } from 'vitest';
import {
  DEFAULT_SOURCE_SCHEMES,
  SOURCE_URL_MAX_LENGTH,
  sourceUrlProblem,
} from '#src/relay/source-url.ts';

const anyPublicHost = { schemes: [...DEFAULT_SOURCE_SCHEMES] };

test.each([
  'https://media.example.com/news/morning.mp4',
  'http://media.example.com/news/morning.mp4',
  'rtmp://live.example.com/live/stream1',
  'rtmp://live.example.com:1935/live/stream1?auth_key=1-0-0-abc',
  'HTTPS://Media.Example.COM/a.mp4',
  'https://media.example.com',
  'https://media.example.com:8443/a.mp4?x=1&y=%20#t=10',
  'https://media.example.com/%E6%96%B0%E9%97%BB.mp4',
  'https://media.example.com/新闻.mp4',
  'https://xn--fiqs8s.example/a.mp4',
  'https://media.example.com./a.mp4',
  'https://8.8.8.8/a.mp4',
  'rtmp://8.8.8.8/live/a',
  'https://[2606:4700::1111]/a.mp4',
  'rtmp://[2606:4700::1111]:1935/live/a',
  'https://media.example.com/a@b.mp4',
  'https://mylocalhost.example/a.mp4',
  'https://internal.example.com/a.mp4',
])('%s is fine', (url) => {
  expect(sourceUrlProblem(url, anyPublicHost)).toBeUndefined();
});

test.each([
  'file:///etc/passwd',
  '',
  'media.example.com/a.mp4',
  '//media.example.com/a.mp4',
  'https:media.example.com/a.mp4',
  'https:/media.example.com/a.mp4',
  'https://',
  'https:///a.mp4',
  'https://?a',
  'https://:443/a.mp4',
  'https://media.example.com:65536/a.mp4',
  'https://media.example.com:port/a.mp4',
  'https://media.example.com:-1/a.mp4',
  'https://[::1/a.mp4',
  'https://[fe80::1%25eth0]/a.mp4',
  'https://[fe80::1%eth0]/a.mp4',
  'https://256.1.1.1/a.mp4',
  'https://1.2.3.4.5/a.mp4',
  'https://0x1ffffffff/a.mp4',
  'https://exa%00mple.com/a.mp4',
  'https://exa%2Fmple.com/a.mp4',
  'javascript:alert(1)//https://media.example.com',
  '<https://media.example.com/a.mp4>',
])('%s is no URL', (url) => {
  expect(sourceUrlProblem(url, anyPublicHost)).toEqual({ code: 'url_malformed' });
});

test.each([
  ['a space', ' '],
  ['a tab', '\t'],
  ['a line feed', '\n'],
  ['a carriage return', '\r'],
  ['a null', '\0'],
  ['an escape', '\u001b'],
  ['a delete', '\u007f'],
  ['a space that does not break', '\u00a0'],
  ['an ideographic space', '\u3000'],
  ['a line separator', '\u2028'],
  ['a space of no width', '\u200b'],
  ['a joiner of no width', '\u200d'],
  ['a word joiner', '\u2060'],
  ['a byte order mark', '\ufeff'],
  ['a soft hyphen', '\u00ad'],
  ['a right-to-left override', '\u202e'],
  ['half of a pair', '\ud800'],
  ['a double quote', '"'],
  ['a less-than', '<'],
  ['a greater-than', '>'],
  ['a backslash', '\\'],
  ['a caret', '^'],
  ['a backtick', '`'],
  ['a brace', '{'],
  ['a bar', '|'],
])('%s is not allowed in a URL', (_what, character) => {
  const places = [
    `${character}https://media.example.com/a.mp4`,
    `https://media.exam${character}ple.com/a.mp4`,
    `https://media.example.com/a${character}b.mp4`,
    `https://media.example.com/a.mp4${character}`,
  ];

  expect(places.map((url) => sourceUrlProblem(url, anyPublicHost))).toEqual(
    places.map(() => ({ code: 'url_malformed' })),
  );
});

test.each(['ftp', 'rtsp', 'srt', 'rtmps', 'gopher', 'ws', 'data', 'x-https', 'httpss'])(
  '%s is no scheme for a source',
  (scheme) => {
    expect(sourceUrlProblem(`${scheme}://media.example.com/a`, anyPublicHost)).toEqual({
      code: 'url_scheme_not_allowed',
      schemes: ['https', 'http', 'rtmp'],
    });
  },
);

test.each([',', ';', '，', '、'])(
  'a %s at the end was between two URLs, unless it is encoded',
  (mark) => {
    const url = 'https://media.example.com/a,b;c.mp4';

    expect(sourceUrlProblem(url, anyPublicHost)).toBeUndefined();
    expect(sourceUrlProblem(`${url}${encodeURIComponent(mark)}`, anyPublicHost)).toBeUndefined();
    expect(sourceUrlProblem(`${url}${mark}`, anyPublicHost)).toEqual({
      code: 'url_ends_in_mark',
      mark,
    });
  },
);

test('a project sets the accepted schemes', () => {
  const policy = { schemes: ['srt', 'rtmps'] };

  expect(sourceUrlProblem('srt://live.example.com:9000/a', policy)).toBeUndefined();
  expect(sourceUrlProblem('RTMPS://live.example.com/a', policy)).toBeUndefined();
  expect(sourceUrlProblem('https://live.example.com/a', policy)).toMatchObject({
    code: 'url_scheme_not_allowed',
  });
});

test.each([
  'https://user@media.example.com/a.mp4',
  'https://user:secret@media.example.com/a.mp4',
  'https://:secret@media.example.com/a.mp4',
  'rtmp://user:secret@live.example.com/a',
  'https://media.example.com:443@127.0.0.1/a.mp4',
  'https://media.example.com@127.0.0.1/a.mp4',
])('%s carries credentials', (url) => {
  expect(sourceUrlProblem(url, anyPublicHost)).toEqual({ code: 'url_has_credentials' });
});

test('an empty user part does not hide the host', () => {
  expect(sourceUrlProblem('https://@127.0.0.1/a.mp4', anyPublicHost)).toMatchObject({
    code: 'url_private_host',
  });
});

const listed = { schemes: ['https', 'rtmp'], hosts: ['*.Example.com', 'media.other.example'] };

test.each([
  'https://example.com/a.mp4',
  'https://media.example.com/a.mp4',
  'https://a.b.example.com/a.mp4',
  'https://MEDIA.EXAMPLE.COM/a.mp4',
  'https://media.example.com./a.mp4',
  'rtmp://media.other.example:1935/live',
  'https://ｍedia.example.com/a.mp4',
])('%s is on the list of hosts', (url) => {
  expect(sourceUrlProblem(url, listed)).toBeUndefined();
});

test.each([
  ['https://evil-example.com/a.mp4', 'evil-example.com'],
  ['https://example.com.evil.example/a.mp4', 'example.com.evil.example'],
  ['https://a.media.other.example/a.mp4', 'a.media.other.example'],
  ['https://other.example/a.mp4', 'other.example'],
  ['rtmp://media.other.example.evil.example/a', 'media.other.example.evil.example'],
  ['https://evil.example?.example.com', 'evil.example'],
  ['https://evil.example#.example.com', 'evil.example'],
  ['https://evil.example/.example.com', 'evil.example'],
  ['https://mediа.ехample.com/a.mp4', 'xn--medi-83d.xn--ample-ywe6i.com'],
  ['https://xn--exmple-4nf.com/a.mp4', 'xn--exmple-4nf.com'],
  ['https://8.8.8.8/a.mp4', '8.8.8.8'],
])('%s is not on the list of hosts', (url, host) => {
  expect(sourceUrlProblem(url, listed)).toEqual({ code: 'url_host_not_allowed', host });
});

test.each([
  ['an empty list takes no host', { schemes: ['https'], hosts: [] }, 'url_host_not_allowed'],
  [
    'being listed does not make a host public',
    { schemes: ['https'], hosts: ['*.example.com', 'localhost'] },
    'url_host_not_allowed',
  ],
])('%s', (_what, policy, code) => {
  expect(sourceUrlProblem('https://media.test.example/a.mp4', policy)?.code).toBe(code);
  expect(sourceUrlProblem('https://localhost/a.mp4', policy)?.code).toBe('url_private_host');
});

test.each([
  [SOURCE_URL_MAX_LENGTH, undefined],
  [SOURCE_URL_MAX_LENGTH + 1, { code: 'url_too_long', max: 2048 }],
])('a URL of %i characters: %j', (length, problem) => {
  const start = 'https://media.example.com/';

  expect(sourceUrlProblem(start.padEnd(length, 'a'), anyPublicHost)).toEqual(problem);
});
