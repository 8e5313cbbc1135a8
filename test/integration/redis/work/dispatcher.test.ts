import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createDispatcher, type Handlers } from '#src/outbox/dispatcher.ts';
import { keys } from '#src/redis/keys.ts';
import type { Delivery } from '#src/redis/work/outbox.ts';
import { nowMs } from '../../../unit/relay/sample-task.ts';
import { put, setUpOutboxes } from '../set-up-outboxes.ts';
import { entriesIn, ranked, setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const { replica } = setUpOutboxes(redis);

test('an entry of the outbox goes to its handler, and is removed when that is done', async () => {
  const { connection, dispatcher, begun, end } = await setUp('execute R-1', 'show R-1');

  await dispatcher.start();
  const taken = await begun(2);
  end();
  await dispatcher.stop();

  expect(taken.map(({ entry }) => entry.kind)).toEqual(['execute', 'show']);
  expect(await entriesIn(connection, keys.outbox)).toEqual([]);
});

test('a late answer does not start entries again that were found meanwhile', async () => {
  const { connection, dispatcher, begun, end, outbox } = await setUp('execute R-1', 'show R-1');
  const found = await outbox.take();
  outbox.take = once([found, found.slice(0, 1)]);

  await dispatcher.start();
  await begun(2);
  end();
  await dispatcher.stop();

  expect(await begun(2)).toHaveLength(2);
  // Nor does it wait behind the first, to be begun by another replica.
  expect(await ranked(connection, keys.timers)).toEqual([]);
});

test('entries that are waiting at a stop go to other replicas at once', async () => {
  const { connection, dispatcher, begun, end } = await setUp('execute R-1', 'execute R-1');

  await dispatcher.start();
  await begun(1);
  const stopped = dispatcher.stop();
  end();
  await stopped;

  // A last heartbeat may have moved it on into the outbox already.
  const due = await connection.zrange(keys.timers, '0', '-1');
  expect([...due, ...(await entriesIn(connection, keys.outbox))]).toEqual(['execute R-1']);
  expect(await begun(1)).toHaveLength(1);
});

test.each([
  ['a fault of its own is dead-lettered', 'show R-1 19', new Error('broken'), 'aside'],
  ['Slack being away waits for Slack', 'show R-1 19', new Error('away'), 'show R-1 19'],
  ['a round that fails is never given up', 'head daily 19', new Error('broken'), 'head daily 19'],
])('after twenty failures: %s', async (_what, line, error, expected) => {
  const { connection, dispatcher, begun, fail } = await setUp(line);

  await dispatcher.start();
  await begun(1);
  fail(error);
  await dispatcher.stop();

  const waiting = await connection.zrange(keys.timers, '0', '-1');
  const aside = await connection.xlen(keys.deadLetters);
  expect(aside === 1 ? ['aside'] : waiting).toEqual([expected]);
});

/** A dispatcher whose handlers wait until they are told to end, and what it finds in the outbox. */
async function setUp(...lines: readonly string[]) {
  const connection = redis.connection();
  const outbox = replica('one');
  await outbox.prepare();
  await put(connection, ...lines);
  const deliveries: Delivery[] = [];
  const ended = Promise.withResolvers<undefined>();
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  let told = Promise.withResolvers<undefined>();
  const handler = async (delivery: Delivery) => {
    deliveries.push(delivery);
    told.resolve(undefined);
    await ended.promise;
    return { done: true } as const;
  };
  const dispatcher = createDispatcher({
    outbox,
    handlers: new Proxy({}, { get: () => handler }) as Handlers,
    around: (_entry, work) => work(),
    isOutage: (error) => error instanceof Error && error.message === 'away',
    onBeat: () => Promise.resolve(),
    now: () => nowMs,
    sleep,
    log,
  });
  return {
    connection,
    dispatcher,
    outbox,
    /** Waits until so many have begun. */
    async begun(count: number): Promise<readonly Delivery[]> {
      while (deliveries.length < count) {
        await told.promise;
        told = Promise.withResolvers();
      }
      return deliveries;
    },
    end: () => ended.resolve(undefined),
    fail: (error: Error) => ended.reject(error),
  };
}

/** Answers of one reading after another, and then of one that finds nothing. */
function once(answers: Delivery[][]): () => Promise<Delivery[]> {
  return async () => answers.shift() ?? (await sleep(10, []));
}

function quiet(): void {}
