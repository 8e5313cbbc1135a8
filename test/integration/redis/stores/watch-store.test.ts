import { expect, test } from 'vitest';
import { createWatchStore } from '#src/redis/stores/watch-store.ts';
import { keys } from '#src/redis/keys.ts';
import type { EventGroup } from '#src/watch/group.ts';
import { withEvent } from '#src/watch/group.ts';
import { TooManyEventsError } from '#src/watch/ports.ts';
import { arrivalWith, nowMs } from '../../../unit/watch/sample-event.ts';
import { setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const DAY_MS = 86_400_000;

const storeOf = (perMinute?: number) => {
  const connection = redis.connection();
  return createWatchStore(connection, DAY_MS, connection, perMinute);
};
const takenWith = (id: string) => ({
  id,
  receivedAtMs: nowMs,
  event: { event: 'TaskExit', taskId: `task-${id}`, said: [] },
});

test('events over the limit per minute are refused, and nothing of them is kept', async () => {
  const store = storeOf(3);
  for (const id of ['a', 'b', 'c']) expect(await store.take(takenWith(id))).toBe(true);

  await expect(store.take(takenWith('d'))).rejects.toThrow(TooManyEventsError);

  expect(await store.load('d')).toBeUndefined();
  expect(await redis.connection().exists(keys.eventSeen('d'))).toBe(0);
  expect(await redis.connection().xlen(keys.outbox)).toBe(3);
});

test('a repeated event is taken once, no matter which replicas get it', async () => {
  const replicas = [storeOf(), storeOf(), storeOf()];

  const taken = await Promise.all(replicas.map((store) => store.take(takenWith('same'))));

  expect(taken.filter(Boolean)).toHaveLength(1);
});

test('a burst of five hundred events in three replicas is counted completely', async () => {
  const replicas = [storeOf(), storeOf(), storeOf()];

  await Promise.all(
    Array.from({ length: 500 }, (_all, at) =>
      replicas[at % 3]!.changeGroup('group', (group: EventGroup | undefined) =>
        withEvent(group, arrivalWith({ id: `event-${at}` }), nowMs),
      ),
    ),
  );

  expect((await storeOf().group('group'))?.count).toBe(500);
});
