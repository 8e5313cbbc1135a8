import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MediaServer, startMediaServer } from '#sandbox/media/media-server.ts';
import { type Expected, PREPARED } from '#sandbox/media/prepared.ts';
import { type SourceCheck, troubleOf } from '#src/relay/source-check.ts';
import { type CheckSource, createCheckSource } from '#src/sources/check.ts';
import { createEgress } from '#src/sources/egress.ts';
import { createExaminer } from '#src/sources/examine.ts';

interface MediaFacts {
  readonly container: string;
  readonly video?: string;
  readonly audio: readonly string[];
  readonly languages: readonly string[];
  readonly width?: number;
  readonly height?: number;
  readonly frameRate?: number;
  readonly seconds: number;
  readonly indexAtEnd?: boolean;
}

const FACTS: Readonly<Record<string, MediaFacts>> = JSON.parse(
  readFileSync(new URL('../../sandbox/media/files/facts.json', import.meta.url), 'utf8'),
);

let media: MediaServer;
beforeAll(async () => {
  media = await startMediaServer();
});
afterAll(() => media.stop());

const checker = (timeoutMs = 20_000, ports: readonly number[] = []): CheckSource =>
  createCheckSource({
    egress: createEgress({
      policy: { ports: [media.port, ...ports], allowPrivate: ['127.0.0.0/8'] },
      limits: { timeoutMs, bytes: 8 * 1024 ** 2, redirects: 3, atOnce: 4 },
    }),
    examiner: createExaminer(),
    now: () => 7,
  });

/** Those that answer too slowly are given less time, so that nobody waits for them. */
const isSlow = ({ remarks }: Expected) => remarks?.includes('timeout') === true;
const SLOW_MS = 300;

test.each(PREPARED)('$path is $expected.verdict $expected.remarks', async ({ path, expected }) => {
  const check = checker(isSlow(expected) ? SLOW_MS : undefined);

  const found = await check(`${media.url}${path}`);

  expect(found.checkedAtMs).toBe(7);
  expect(judged(found)).toEqual({ verdict: expected.verdict, remarks: expected.remarks ?? [] });
});

test.each(PREPARED.filter(({ expected }) => expected.facts !== undefined))(
  'the facts of $path are those kept beside the file',
  async ({ path, expected: { facts = '' } }) => {
    const kept = FACTS[facts];

    const found = await checker()(`${media.url}${path}`);

    expect(kept).toBeDefined();
    expect(found.durationSeconds).toBeGreaterThan((kept?.seconds ?? 0) - 0.1);
    expect(found.durationSeconds).toBeLessThan((kept?.seconds ?? 0) + 0.1);
    expect(found).toMatchObject({ container: kept?.container, audioCodecs: kept?.audio });
    expect([found.videoCodec, found.width, found.height]).toEqual([
      kept?.video,
      kept?.width,
      kept?.height,
    ]);
    // A transport stream does not tell it in so short a file.
    expect([kept?.frameRate, undefined]).toContain(found.frameRate);
    expect(found.audioLanguages).toEqual(kept?.languages);
    expect(found.indexAtEnd).toBe(kept?.indexAtEnd);
  },
);

test('size, ETag and Last-Modified are kept, to tell later whether the file is another', async () => {
  const found = await checker()(`${media.url}/morning.mp4`);

  expect(found).toMatchObject({
    httpStatus: 206,
    contentType: 'video/mp4',
    sizeBytes: 99_195,
    etag: '"99195"',
    lastModified: 'Sat, 28 Nov 2026 08:40:00 GMT',
    acceptsRanges: true,
  });
});

test('a file of three gigabytes is judged by a few ranges of it', async () => {
  const before = media.requests().length;

  await checker()(`${media.url}/large.mp4`);

  const ranges = media.requests().slice(before);
  expect(ranges.length).toBeLessThanOrEqual(4);
});

test.each(['-1', '0', '1e308'])(
  'two segments of %s seconds have no length, which is not a length of nothing',
  async (seconds) => {
    const segment = `#EXTINF:${seconds},\n${media.url}/hls/part-0.ts\n`;
    const server = createServer((_request, response) =>
      response.end(`#EXTM3U\n#EXT-X-TARGETDURATION:3\n${segment.repeat(2)}#EXT-X-ENDLIST\n`),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;

    const found = await checker(20_000, [port])(`http://127.0.0.1:${port}/odd.m3u8`);

    server.close();
    expect(found).toMatchObject({ container: 'HLS', isLive: false });
    expect(found.durationSeconds).toBeUndefined();
  },
);

function judged(found: SourceCheck) {
  const main = ['missing', 'not_media', 'unreachable'];
  const remarks = found.problems.flatMap((problem) => {
    if (problem.kind === 'unreachable') return [problem.why];
    return main.includes(problem.kind) ? [] : [problem.kind];
  });
  const live = found.isLive === true ? ['live'] : [];
  return {
    verdict: troubleOf(found)?.kind ?? 'good',
    remarks: [...remarks, ...live].toSorted(),
  };
}
