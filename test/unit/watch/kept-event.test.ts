import { expect, test } from 'vitest';
import { readEvent } from '#src/watch/event.ts';
import { fileOf, keptOf } from '#src/watch/kept-event.ts';
import { taskId } from './sample-event.ts';

const kept = (body: object) => keptOf(readEvent({ task_id: taskId, ...body })!);

test('for a file, host and path are kept, without the signature', () => {
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

test('for an alarm, its kind and one line of its text are kept', () => {
  const found = kept({
    event: 'TaskAlarm',
    msg: { type: 'PullFileFailed', code: 42, message: 'x'.repeat(500) },
  });

  expect(found.said).toMatch(/^PullFileFailed 42 x+…$/);
  expect(found.said?.length).toBe(120);
});
