import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { SourcePin } from '#src/relay/source-pin.ts';
import { renderCard, threadParts } from '#src/slack/card/card.ts';
import { moment } from '#src/slack/kit/text.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { requestWith } from '../../approval/sample-request.ts';
import { nowMs } from '../../relay/sample-task.ts';

const MEDIA = 'https://media.example.com';
const listOf = (count: number) =>
  Array.from({ length: count }, (_, index) => `${MEDIA}/${index + 1}.mp4`);
const cardOf = (fields: Partial<ChangeRequest>, language: 'en' | 'zh-CN' = 'en') =>
  JSON.stringify(
    renderCard(requestWith(fields), { ping: [], competing: [] }, wordsFor(language)).blocks,
  );

const pins: SourcePin[] = [
  { file: 1, checkedAtMs: nowMs, durationSeconds: 1930 },
  { file: 2, checkedAtMs: nowMs - 60_000, trouble: { kind: 'missing', httpStatus: 404 } },
  { file: 3, checkedAtMs: nowMs, trouble: { kind: 'not_media', contentType: 'text/html' } },
];

test('a card shows for each file its length or its problem, and the time of the check', () => {
  const card = cardOf({ change: { source_urls: listOf(4) }, pins });

  expect(card).toContain(`+  1  ${MEDIA}/1.mp4 · 32:10`);
  expect(card).toContain(`+  2  ${MEDIA}/2.mp4 · ✗ 404`);
  expect(card).toContain(`+  3  ${MEDIA}/3.mp4 · ✗ not a media file`);
  expect(card).toContain(`+  4  ${MEDIA}/4.mp4`);
  expect(card).not.toContain('4.mp4 ·');
  expect(card).toContain(`Files checked ${moment(nowMs - 60_000)}`);
  expect(cardOf({ change: { source_urls: listOf(4) }, pins }, 'zh-CN')).toContain('文件检查时间');
});

test('an approved card shows the findings ahead of its run', () => {
  const ahead = { pins: [{ file: 1, checkedAtMs: nowMs, durationSeconds: 60 }] };
  const fields = { state: 'approved', runAtMs: nowMs, change: { source_urls: listOf(1) } } as const;

  expect(cardOf({ ...fields, pins, ahead })).toContain('1.mp4 · 1:00');
});

test('nothing is shown for unchecked files or an unchanged list', () => {
  expect(cardOf({ change: { source_urls: listOf(1) } })).not.toContain('Files checked');
  expect(cardOf({ pins })).not.toContain('Files checked');
});

test('a list of more than a dozen lines goes into the thread; a dozen fit on the card', () => {
  const base = { ...requestWith().base, source_urls: [] };
  const dozen = requestWith({ base, change: { source_urls: listOf(12) } });
  const more = requestWith({ base, change: { source_urls: listOf(13) } });

  expect(threadParts(dozen, wordsFor('en'))).toEqual([]);
  expect(cardOf(dozen)).toContain('12.mp4');
  expect(JSON.stringify(threadParts(more, wordsFor('en')))).toContain('13.mp4');
  expect(cardOf(more)).toContain('The list is too long for a card');
});
