import { expect, test } from 'vitest';
import type { SourcePin } from '#src/relay/source-pin.ts';
import { renderCard } from '#src/slack/card/card.ts';
import { changedSourceBlocks } from '#src/slack/card/changed-sources.ts';
import { renderResult } from '#src/slack/card/result.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { requestWith } from '../../approval/sample-request.ts';

const words = wordsFor('en');
const source_urls = ['https://media.example.com/evening.mp4', 'https://media.example.com/b.mp4'];
const was: SourcePin = { file: 1, sizeBytes: 1_000, etag: '"a"', durationSeconds: 1930 };

const said = (now: SourcePin, pins: readonly SourcePin[] = [was]): string =>
  JSON.stringify(
    changedSourceBlocks(
      requestWith({ change: { source_urls }, pins, changedSources: [now] }),
      words,
    ),
  );

test.each<[SourcePin, string]>([
  [{ ...was, sizeBytes: 7 }, '1 evening.mp4 · 7 bytes instead of 1000'],
  [{ ...was, durationSeconds: 12, etag: '"b"' }, '1 evening.mp4 · 0:12 long instead of 32:10'],
  [{ ...was, etag: '"b"' }, '1 evening.mp4 · replaced on the server'],
  [
    { file: 1, trouble: { kind: 'missing', httpStatus: 404 } },
    '1 evening.mp4 · the server answers 404: there is no such file',
  ],
])('%j is reported', (now, expected) => {
  expect(said(now)).toContain(expected);
});

test('a file that can be played again is reported as such', () => {
  const gone: SourcePin = { file: 2, trouble: { kind: 'missing', httpStatus: 404 } };

  expect(said({ file: 2 }, [gone])).toContain('2 b.mp4 · can be played again');
});

test('card and result say so, and nothing if all was as approved', () => {
  const applied = requestWith({
    state: 'applied',
    change: { source_urls },
    outcome: { sent: true },
    pins: [was],
  });
  const changed = { ...applied, changedSources: [{ ...was, sizeBytes: 7 }] };
  const screens = (request: typeof applied): readonly string[] =>
    [
      renderCard(request, { ping: [], competing: [] }, words),
      renderResult(request, 'done', words),
    ].map((message) => JSON.stringify(message));

  for (const screen of screens(changed)) expect(screen).toContain('Not as approved');
  for (const screen of screens(applied)) expect(screen).not.toContain('Not as approved');
});

test('a card shows findings about sources as part of the effects', () => {
  const pins: SourcePin[] = [{ file: 2, trouble: { kind: 'missing', httpStatus: 404 } }];
  const card = renderCard(
    requestWith({ change: { source_urls }, pins }),
    { ping: [], competing: [] },
    words,
  );

  expect(JSON.stringify(card)).toContain('*Could go OFF AIR* at b.mp4 (file 2)');
});
