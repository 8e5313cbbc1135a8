import { expect, test } from 'vitest';
import type { Read } from '#src/relay/live-api.ts';
import { createPlaces, PLACES_MAX, READS_MAX } from '#src/watch/places.ts';
import { nowMs } from './sample-event.ts';

type Answer = Read | { readonly ok: 'not_found' };

const setUp = (answer: Answer = { ok: 'not_found' }) => {
  let time = nowMs;
  const reads: string[] = [];
  const project = {
    name: 'live-prod',
    cloud: 'cloud-1',
    tasks: {
      read: (taskId: string) => {
        reads.push(taskId);
        return Promise.resolve(answer);
      },
    },
  };
  const places = createPlaces(() => time);
  return {
    reads,
    placeOf: (taskId: string) => places.of(project, taskId),
    held: places.held,
    passes: (ms: number) => void (time += ms),
  };
};

const found: Answer = { ok: true, task: { task_id: 't', app_name: 'live', stream_name: 'a' } };

test('events of one task that come at once share one reading', async () => {
  const { placeOf, reads } = setUp(found);

  const all = await Promise.all(Array.from({ length: 50 }, () => placeOf('t')));

  expect(new Set(all.map((one) => JSON.stringify(one)))).toEqual(new Set(['{"name":"live/a"}']));
  expect(reads).toEqual(['t']);
});

test('a task that could not be read is read again', async () => {
  const { placeOf, reads } = setUp({ ok: false, failure: { kind: 'network' } });

  expect([await placeOf('t'), await placeOf('t')]).toEqual(['unread', 'unread']);

  expect(reads).toEqual(['t', 't']);
});

test('made-up tasks take so many readings a minute and no more, and are remembered in a small place', async () => {
  const { placeOf, reads, held, passes } = setUp();

  const first = await Promise.all(Array.from({ length: 1_000 }, (_all, at) => placeOf(`a${at}`)));
  expect(reads).toHaveLength(READS_MAX);
  expect(first.filter((place) => place === 'unread')).toHaveLength(1_000 - READS_MAX);

  for (let minute = 0; minute < 100; minute += 1) {
    passes(60_000);
    for (let at = 0; at < READS_MAX; at += 1) await placeOf(`b${minute}-${at}`);
  }
  expect(held()).toBeLessThanOrEqual(PLACES_MAX);
});
