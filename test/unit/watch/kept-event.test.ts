import { expect, test } from 'vitest';
import { readEvent } from '#src/watch/event.ts';
import { fileOf, keptOf } from '#src/watch/kept-event.ts';
import { taskId } from './sample-event.ts';

const kept = (body: object) => keptOf(readEvent({ task_id: taskId, ...body })!);

test('of a file its host and path are kept, and nothing that is signed', () => {
  const url = 'https://user:word@media.example.com/news/evening.mp4?auth_key=secret1';
  const found = kept({ event: 'VodSourceFileStart', msg: JSON.stringify({ url, index: 3 }) });

  expect(found).toEqual({
    event: 'VodSourceFileStart',
    file: 'media.example.com/news/evening.mp4',
    index: '3',
    said: undefined,
  });
  expect(found.file).toBe(fileOf(url));
});

test('of an alarm its kind and words are kept, and no more than a line of them', () => {
  const found = kept({
    event: 'TaskAlarm',
    msg: { type: 'PullFileFailed', code: 42, message: 'x'.repeat(500) },
  });

  expect(found.said).toMatch(/^PullFileFailed 42 x+…$/);
  expect(found.said?.length).toBe(120);
});
