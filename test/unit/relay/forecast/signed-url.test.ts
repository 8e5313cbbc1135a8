import { expect, test } from 'vitest';
import { signatureEnd } from '#src/relay/forecast/signed-url.ts';
import signedUrls from './signed-urls.json' with { type: 'json' };

const MADE = '20261128T200000Z';
const END = Date.parse('2026-11-28T21:00:00Z');
const SECONDS = END / 1000;

test.each([
  ['AWS, OBS and MinIO', `a.mp4?X-Amz-Date=${MADE}&X-Amz-Expires=3600&X-Amz-Signature=0`],
  ['Google', `a.mp4?X-Goog-Date=${MADE}&X-Goog-Expires=3600&X-Goog-Signature=0`],
  ['OSS', `a.mp4?x-oss-date=${MADE}&x-oss-expires=3600&x-oss-signature=0`],
  ['TOS', `a.mp4?X-Tos-Date=${MADE}&X-Tos-Expires=3600&X-Tos-Signature=0`],
  ['COS', `a.mp4?q-sign-algorithm=sha1&q-sign-time=${SECONDS - 60};${SECONDS}&q-signature=0`],
  ['Qiniu', `a.mp4?e=${SECONDS}&token=A:0`],
  ['OBS, OSS and S3 of old', `a.mp4?AccessKeyId=A&Expires=${SECONDS}&Signature=0%3D`],
  ['CloudFront', `a.mp4?Expires=${SECONDS}&Signature=0&Key-Pair-Id=K`],
  ['Azure', 'a.mp4?sv=2024-11-04&se=2026-11-28T21%3A00%3A00Z&sr=b&sig=0'],
  ['Akamai', `a.m3u8?hdnts=st=1~exp=${SECONDS}~acl=/*~hmac=0`],
  ['Tencent', `a?txSecret=0&txTime=${SECONDS.toString(16)}`],
])('the expiry in a URL of %s', (_name, path) => {
  expect(signatureEnd(`https://media.example.com/${path}`)).toEqual({ kind: 'ends', atMs: END });
});

test.each([
  ['Huawei', `a.flv?hwSecret=0&hwTime=${SECONDS.toString(16)}`],
  ['Wangsu', `a.flv?wsSecret=0&wsTime=${SECONDS.toString(16)}`],
  ['CDN type A', `a.mp4?auth_key=${SECONDS}-0-0-0`],
])('for %s the time in the URL may be the expiry or the creation', (_name, path) => {
  expect(signatureEnd(`https://media.example.com/${path}`)).toEqual({ kind: 'may_end', atMs: END });
});

test.each([
  'a.mp4',
  'a.mp4?expires=soon&v=3',
  'a.mp4?Expires=never&Signature=0',
  `a.mp4?Expires=${SECONDS}`,
  'a.mp4?X-Amz-Date=yesterday&X-Amz-Expires=3600',
  'a.mp4?sig=0&se=tomorrow',
  `a.mp4?e=${SECONDS}`,
  'a.mp4?q-sign-time=now;later',
  'a.mp4?txSecret=0&txTime=not-hex!',
])('%s has no readable expiry', (path) => {
  expect(signatureEnd(`https://media.example.com/${path}`)).toBeUndefined();
});

test('the arguments of a push, without a question mark, are read too', () => {
  expect(signatureEnd(`txSecret=0&txTime=${SECONDS.toString(16)}`)?.atMs).toBe(END);
});

test('of two signatures, the one that expires first counts', () => {
  const address = `https://media.example.com/a?Expires=${SECONDS + 60}&Signature=0&se=2026-11-28T21:00:00Z&sig=0`;

  expect(signatureEnd(address)?.atMs).toBe(END);
});

test.each(signedUrls)('the expiry of a whole URL: $scheme', ({ address, kind, at }) => {
  const end = signatureEnd(address);

  expect(end).toEqual(at === undefined ? undefined : { kind, atMs: Date.parse(at) });
});
