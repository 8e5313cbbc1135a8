import {
  type Body,
  bytes,
  file,
  fileBytes,
  gzipBomb,
  half,
  largeMp4,
  noise,
  zip,
} from './bodies.ts';

/** How one path answers. */
export type Answer =
  | {
      readonly kind: 'body';
      readonly body: Body;
      readonly type?: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** A server without ranges always sends the whole file. */
      readonly noRanges?: boolean;
    }
  | { readonly kind: 'status'; readonly status: number }
  /** `origin` is replaced by the address of this server. */
  | { readonly kind: 'redirect'; readonly to: string; readonly headers?: Record<string, string> }
  | { readonly kind: 'never' }
  /** The head, then one byte per second. */
  | { readonly kind: 'drip'; readonly body: Body }
  /** The same bytes again and again, without a length. */
  | { readonly kind: 'endless'; readonly content: Buffer }
  /** Promises more than it sends. */
  | { readonly kind: 'cut_short'; readonly body: Body }
  /** Answers a range with another one. */
  | { readonly kind: 'other_range'; readonly body: Body }
  | { readonly kind: 'reset' };

/** What a check should find out about a path. */
export interface Expected {
  readonly verdict: 'good' | 'missing' | 'not_media' | 'unreachable';
  /** Further remarks, in alphabetical order. */
  readonly remarks?: readonly string[];
  /** The file of `files/facts.json` whose facts it has. */
  readonly facts?: string;
}

export interface Prepared {
  readonly path: string;
  readonly answer: Answer;
  readonly expected: Expected;
}

const mp4 = (body: Body, extra: object = {}): Answer => ({
  kind: 'body',
  body,
  type: 'video/mp4',
  ...extra,
});
const typed = (type: string, body: Body): Answer => ({ kind: 'body', body, type });
const playlist = (...lines: readonly string[]): Answer =>
  typed('application/vnd.apple.mpegurl', bytes(`#EXTM3U\n${lines.join('\n')}\n`));
const status = (code: number): Answer => ({ kind: 'status', status: code });
const redirect = (to: string): Answer => ({ kind: 'redirect', to });

const good = (facts: string, ...remarks: readonly string[]): Expected => ({
  verdict: 'good',
  facts,
  remarks,
});
const NOT_MEDIA: Expected = { verdict: 'not_media' };
const MISSING: Expected = { verdict: 'missing' };
const unreachable = (why: string): Expected => ({ verdict: 'unreachable', remarks: [why] });

const MEDIA: readonly [string, Answer, Expected][] = [
  ['/morning.mp4', mp4(file('morning.mp4')), good('morning.mp4')],
  ['/evening.mp4', mp4(file('evening.mp4')), good('evening.mp4')],
  ['/weather.ts', typed('video/mp2t', file('weather.mpegts')), good('weather.mpegts')],
  ['/clip.flv', typed('video/x-flv', file('clip.flv')), good('clip.flv')],
  ['/film.mkv', typed('video/x-matroska', file('film.mkv')), good('film.mkv')],
  ['/hevc.mp4', mp4(file('hevc.mp4')), good('hevc.mp4')],
  ['/two-languages.mp4', mp4(file('two-languages.mp4')), good('two-languages.mp4')],
  ['/fragmented.mp4', mp4(file('fragmented.mp4')), good('fragmented.mp4')],
  ['/silent.mp4', mp4(file('silent.mp4')), good('silent.mp4', 'no_audio')],
  ['/sound.m4a', typed('audio/mp4', file('sound.m4a')), good('sound.m4a', 'no_video')],
  ['/no-type.mp4', { kind: 'body', body: file('morning.mp4') }, good('morning.mp4')],
  ['/octets.mp4', typed('application/octet-stream', file('morning.mp4')), good('morning.mp4')],
  [
    '/no-ranges.mp4',
    mp4(file('evening.mp4'), { noRanges: true }),
    good('evening.mp4', 'no_ranges'),
  ],
  ['/large.mp4', mp4(largeMp4('evening.mp4')), good('evening.mp4', 'index_at_end')],
  [
    '/large-no-ranges.mp4',
    mp4(largeMp4('evening.mp4'), { noRanges: true }),
    { verdict: 'good', remarks: ['no_ranges', 'not_examined'] },
  ],
  ['/half.mp4', mp4(half('morning.mp4')), { verdict: 'good', remarks: ['truncated'] }],
  ['/half-no-index.mp4', mp4(half('evening.mp4')), { verdict: 'good', remarks: ['truncated'] }],
  [
    '/endless.ts',
    { kind: 'endless', content: fileBytes('weather.mpegts') },
    { verdict: 'good', remarks: ['no_ranges', 'not_examined'] },
  ],
];

const HLS: readonly [string, Answer, Expected][] = [
  ...[0, 1, 2].map((part): [string, Answer, Expected] => [
    `/hls/part-${part}.ts`,
    typed('video/mp2t', file(`hls/part-${part}.mpegts`)),
    { verdict: 'good' },
  ]),
  [
    '/hls/vod.m3u8',
    typed('application/vnd.apple.mpegurl', file('hls/vod.m3u8')),
    good('hls/vod.m3u8'),
  ],
  [
    '/hls/master.m3u8',
    playlist('#EXT-X-STREAM-INF:BANDWIDTH=80000,RESOLUTION=320x180', 'vod.m3u8'),
    good('hls/vod.m3u8'),
  ],
  [
    '/hls/live.m3u8',
    playlist(
      '#EXT-X-TARGETDURATION:3',
      '#EXT-X-MEDIA-SEQUENCE:7',
      ...['0', '1'].flatMap((part) => ['#EXTINF:3.0,', `part-${part}.ts`]),
    ),
    { verdict: 'good', remarks: ['live'] },
  ],
  [
    '/hls/gap.m3u8',
    playlist('#EXT-X-TARGETDURATION:3', '#EXTINF:3.0,', 'part-9.ts', '#EXT-X-ENDLIST'),
    { verdict: 'missing' },
  ],
  ['/hls/empty.m3u8', playlist('#EXT-X-TARGETDURATION:3', '#EXT-X-ENDLIST'), NOT_MEDIA],
  ['/hls/itself.m3u8', playlist('#EXT-X-STREAM-INF:BANDWIDTH=1', 'itself.m3u8'), NOT_MEDIA],
  [
    '/hls/inside.m3u8',
    playlist('#EXT-X-TARGETDURATION:3', '#EXTINF:3,', 'http://10.0.0.1/a.ts', '#EXT-X-ENDLIST'),
    unreachable('private_address'),
  ],
];

const NO_MEDIA: readonly [string, Answer, Expected][] = [
  ['/page.mp4', mp4(bytes('<!DOCTYPE html><title>Please sign in</title>')), NOT_MEDIA],
  ['/text.txt', typed('text/plain', bytes('Nothing to see here.\n'.repeat(50))), NOT_MEDIA],
  ['/picture.mp4', mp4(file('picture.png')), NOT_MEDIA],
  ['/noise.mp4', mp4(bytes(noise(50_000))), NOT_MEDIA],
  ['/zeros.mp4', mp4(bytes(Buffer.alloc(50_000))), NOT_MEDIA],
  ['/empty.mp4', mp4(bytes('')), NOT_MEDIA],
  ['/archive.mp4', mp4(bytes(zip('a.mp4', fileBytes('morning.mp4')))), NOT_MEDIA],
  [
    '/bomb.mp4',
    mp4(bytes(gzipBomb()), { headers: { 'content-encoding': 'gzip' }, noRanges: true }),
    NOT_MEDIA,
  ],
  ['/endless.mp4', { kind: 'endless', content: noise(64 * 1024) }, NOT_MEDIA],
];

const NOT_THERE: readonly [string, Answer, Expected][] = [
  ['/missing.mp4', status(404), MISSING],
  ['/gone.mp4', status(410), MISSING],
  ['/forbidden.mp4', status(403), unreachable('status')],
  ['/broken.mp4', status(500), unreachable('status')],
  ['/busy.mp4', status(503), unreachable('status')],
  ['/reset.mp4', { kind: 'reset' }, unreachable('connection')],
  ['/never.mp4', { kind: 'never' }, unreachable('timeout')],
  ['/slow.mp4', { kind: 'drip', body: file('morning.mp4') }, unreachable('timeout')],
  ['/short.mp4', { kind: 'cut_short', body: file('morning.mp4') }, unreachable('connection')],
  [
    '/other-range.mp4',
    { kind: 'other_range', body: file('evening.mp4') },
    unreachable('odd_answer'),
  ],
  [
    '/long-head.mp4',
    mp4(file('morning.mp4'), { headers: { 'x-long': 'x'.repeat(40_000) } }),
    unreachable('odd_answer'),
  ],
];

const MOVED: readonly [string, Answer, Expected][] = [
  ['/moved.mp4', redirect('/morning.mp4'), good('morning.mp4')],
  ['/moved-2.mp4', redirect('origin/moved.mp4'), good('morning.mp4')],
  ['/moved-3.mp4', redirect('origin/moved-2.mp4'), good('morning.mp4')],
  ['/moved-4.mp4', redirect('origin/moved-3.mp4'), unreachable('redirects')],
  ['/moved-inside.mp4', redirect('http://10.0.0.1/a.mp4'), unreachable('private_address')],
  [
    '/moved-to-metadata.mp4',
    redirect('http://169.254.169.254/latest/meta-data'),
    unreachable('private_address'),
  ],
  ['/moved-mapped.mp4', redirect('http://[::ffff:10.0.0.1]/a.mp4'), unreachable('private_address')],
  ['/moved-to-file.mp4', redirect('file:///etc/passwd'), unreachable('scheme')],
  ['/moved-to-port.mp4', redirect('http://127.0.0.1:6379/'), unreachable('port')],
  ['/moved-with-user.mp4', redirect('http://me:secret@127.0.0.1/'), unreachable('credentials')],
  [
    '/cookie.mp4',
    { kind: 'redirect', to: '/morning.mp4', headers: { 'set-cookie': 'seen=1' } },
    good('morning.mp4'),
  ],
];

/** All sources of the media server, with the expected facts. */
export const PREPARED: readonly Prepared[] = [
  ...MEDIA,
  ...HLS,
  ...NO_MEDIA,
  ...NOT_THERE,
  ...MOVED,
].map(([path, answer, expected]) => ({ path, answer, expected }));
