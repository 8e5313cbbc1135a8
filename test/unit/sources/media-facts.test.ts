import { expect, test } from 'vitest';
import { mediaFacts } from '#src/sources/media-facts.ts';

const WHOLE = { type: 'General', format: 'MPEG-4', seconds: 60, isStreamable: 'No' };
const VIDEO = { type: 'Video', format: 'AVC', width: 1920, height: 1080 };
const AUDIO = { type: 'Audio', format: 'AAC', language: 'en' };
const CONTEXT = { sizeBytes: 1000, isAll: true, contentType: 'video/mp4' };

const kindsOf = (...args: Parameters<typeof mediaFacts>) =>
  mediaFacts(...args).problems.map(({ kind }) => kind);

test('invalid names of formats and languages are dropped', () => {
  const { facts } = mediaFacts(
    [
      { ...WHOLE, format: '<!channel>' },
      { ...VIDEO, format: '*bold*' },
      { ...AUDIO, format: 'x'.repeat(500), language: 'en <https://evil.example.com>' },
    ],
    CONTEXT,
  );

  expect(facts).toMatchObject({
    container: undefined,
    videoCodec: undefined,
    audioCodecs: [],
    audioLanguages: [],
  });
});

test('an index at the end is a problem only of large files', () => {
  const large = { ...CONTEXT, sizeBytes: 100 * 1024 ** 2 };

  expect(kindsOf([WHOLE, VIDEO, AUDIO], CONTEXT)).toEqual([]);
  expect(kindsOf([WHOLE, VIDEO, AUDIO], large)).toEqual(['index_at_end']);
});

test('no duration is given if the parser could not read everything', () => {
  const { facts, problems } = mediaFacts([WHOLE, VIDEO, AUDIO], { ...CONTEXT, isAll: false });

  expect(facts.durationSeconds).toBeUndefined();
  expect(problems).toEqual([{ kind: 'not_examined' }]);
});

test('a known container without tracks is truncated, an unknown one is not media', () => {
  expect(kindsOf([WHOLE], CONTEXT)).toEqual(['truncated']);
  expect(kindsOf([{ type: 'General', format: 'ZIP' }], CONTEXT)).toEqual(['not_media']);
  expect(kindsOf([{ type: 'General' }, { type: 'Image', format: 'PNG' }], CONTEXT)).toEqual([
    'not_media',
  ]);
});

test('a transport stream is as long as its longest track', () => {
  const whole = { type: 'General', format: 'MPEG-TS', seconds: 99 };
  const { facts } = mediaFacts(
    [whole, { ...VIDEO, seconds: 59.5 }, { ...AUDIO, seconds: 60 }],
    CONTEXT,
  );

  expect(facts.durationSeconds).toBe(60);
});
