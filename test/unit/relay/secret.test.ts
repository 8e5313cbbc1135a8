import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint, maskedUrl } from '#src/relay/secret.ts';
import { runs } from './arbitrary-task.ts';

test.each([
  ['https://media.example.com/a.mp4', 'https://media.example.com/a.mp4'],
  ['rtmp://live.example.com:1935/app/stream', 'rtmp://live.example.com:1935/app/stream'],
  ['https://media.example.com/a.mp4?', 'https://media.example.com/a.mp4'],
  ['https://media.example.com/a@b.mp4', 'https://media.example.com/a@b.mp4'],
  ['', ''],
])('%s holds no secret and stays as it is', (url, shown) => {
  expect(maskedUrl(url)).toBe(shown);
});

test.each([
  [
    'a query',
    'https://media.example.com/a.mp4?auth_key=S3CRET',
    'https://media.example.com/a.mp4?…',
  ],
  ['a fragment', 'https://media.example.com/a.mp4#S3CRET', 'https://media.example.com/a.mp4?…'],
  ['both', 'https://media.example.com/a.mp4?x=S3CRET#S3CRET', 'https://media.example.com/a.mp4?…'],
  ['a query with a slash and an at sign', 'rtmp://h.example/a?k=S3CRET/@x', 'rtmp://h.example/a?…'],
  ['two question marks', 'rtmp://h.example/a?b?S3CRET', 'rtmp://h.example/a?…'],
  ['a line break', 'rtmp://h.example/a?b\nS3CRET', 'rtmp://h.example/a?…'],
  ['no scheme', 'push_args?txSecret=S3CRET', 'push_args?…'],
])('%s is hidden behind its fingerprint', (_what, url, place) => {
  const shown = maskedUrl(url);

  expect(shown).not.toContain('S3CRET');
  expect(shown.slice(0, -6)).toBe(place);
  expect(shown.slice(-6)).toMatch(/^[0-9a-f]{6}$/);
});

test.each([
  ['a user', 'rtmp://S3CRET@h.example/a'],
  ['a user and a password', 'https://user:S3CRET@h.example/a'],
  ['a password with an at sign', 'https://user:pass@S3CRET@h.example/a'],
  ['a user in upper case scheme', 'RTMP://user:S3CRET@h.example/a'],
])('%s before the host is hidden', (_what, url) => {
  const shown = maskedUrl(url);

  expect(shown).not.toContain('S3CRET');
  expect(shown).toMatch(/^rtmp|^https/i);
  expect(shown).toMatch(/:\/\/…[0-9a-f]{6}@h\.example\/a$/);
});

const someSecret = fc.stringMatching(/^[A-Z]{8,20}$/);
const somePlace = fc.constantFrom('https://media.example.com/a.mp4', 'rtmp://h.example:1935/app/s');

test('no value of a query survives', () => {
  const someQuery = fc.dictionary(fc.stringMatching(/^[a-z_]{1,9}$/), someSecret, { minKeys: 1 });
  fc.assert(
    fc.property(somePlace, someQuery, (place, query) => {
      const shown = maskedUrl(`${place}?${new URLSearchParams(query).toString()}`);

      expect(Object.values(query).filter((value) => shown.includes(value))).toEqual([]);
      expect(shown.startsWith(`${place}?…`)).toBe(true);
    }),
    runs,
  );
});

test('a changed secret is shown differently, and an equal one alike', () => {
  fc.assert(
    fc.property(somePlace, someSecret, someSecret, (place, first, second) => {
      const [a, b] = [maskedUrl(`${place}?k=${first}`), maskedUrl(`${place}?k=${second}`)];

      expect(a === b).toBe(first === second);
    }),
    runs,
  );
});

test('a fingerprint is six hexadecimal characters', () => {
  expect(fingerprint('')).toBe('e3b0c4');
});
