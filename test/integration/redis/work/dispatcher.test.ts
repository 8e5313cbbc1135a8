import { AsyncLocalStorage } from 'node:async_hooks';
import { expect, test } from 'vitest';
import { createDispatcher, type Handlers } from '#src/outbox/dispatcher.ts';
import { keys } from '#src/redis/keys.ts';
import type { Delivery } from '#src/redis/work/outbox.ts';
import { requestWith } from '../../../unit/approval/sample-request.ts';
import { nowMs } from '../../../unit/relay/sample-task.ts';
import { put, setUpOutboxes } from '../set-up-outboxes.ts';
import { entriesIn, ranked, setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const { replica } = setUpOutboxes(redis);
const claimed = requestWith({ id: 'R-1', state: 'applying', version: 3 });

test('what is handed over goes to its handler with what was claimed, and is gone when that is through', async () => {
  const { connection, dispatcher, begun, end, handedOver } = await setUp();

  dispatcher.handOff.take(await handedOver('execute R-1', 'show R-1'), claimed);
  await begun(2);
  end();
  await dispatcher.stop();

  expect(await begun(2)).toMatchObject([
    { entry: { kind: 'execute', request: 'R-1' }, claimed },
    { entry: { kind: 'show', request: 'R-1' } },
  ]);
  expect(await entriesIn(connection, keys.outbox)).toEqual([]);
});

test('an answer that is late, and hands over what was found meanwhile, does not begin it twice', async () => {
  const { connection, dispatcher, begun, end, handedOver } = await setUp();
  const reply = await handedOver('execute R-1');

  dispatcher.handOff.take(reply, claimed);
  dispatcher.handOff.take(reply, claimed);
  await begun(1);
  end();
  await dispatcher.stop();

  expect(await begun(1)).toHaveLength(1);
  // Nor does it wait behind the first, to be begun by another replica.
  expect(await ranked(connection, keys.timers)).toEqual([]);
});

test('a replica that stops asks for nothing; what an answer still brings goes to the others at once', async () => {
  const { connection, dispatcher, begun, handedOver } = await setUp();
  const reply = await handedOver('execute R-1');
  const before = dispatcher.handOff.consumer();

  const stopped = dispatcher.stop();
  dispatcher.handOff.take(reply, claimed);
  await stopped;
  await expect.poll(() => ranked(connection, keys.timers)).toEqual([['execute R-1', `${nowMs}`]]);

  expect([before, dispatcher.handOff.consumer()]).toEqual(['one', undefined]);
  expect(await begun(0)).toEqual([]);
});

test('of what a click hands over, only what it claimed is worked on in the name of that click', async () => {
  const { dispatcher, begun, end, handedOver, click, clicks } = await setUp();
  const reply = await handedOver('show R-1', 'execute R-1', 'execute R-2');

  click.run('a click', () => dispatcher.handOff.take(reply, claimed));
  await begun(3);
  end();
  await dispatcher.stop();

  expect(clicks).toEqual([undefined, 'a click', undefined]);
});

test.each([
  ['a fault of its own is dead-lettered', 'show R-1 19', new Error('broken'), 'aside'],
  ['Slack being away waits for Slack', 'show R-1 19', new Error('away'), 'show R-1 19'],
  ['a round that fails is never given up', 'head daily 19', new Error('broken'), 'head daily 19'],
])('after twenty failures: %s', async (_what, line, error, expected) => {
  const { connection, dispatcher, begun, fail, handedOver } = await setUp();

  dispatcher.handOff.take(await handedOver(line), claimed);
  await begun(1);
  fail(error);
  await dispatcher.stop();

  const waiting = await connection.zrange(keys.timers, '0', '-1');
  const aside = await connection.xlen(keys.deadLetters);
  expect(aside === 1 ? ['aside'] : waiting).toEqual([expected]);
});

/** A dispatcher whose handlers wait until they are told to end, without its loops. */
async function setUp() {
  const connection = redis.connection();
  const outbox = replica('one');
  await outbox.prepare();
  const click = new AsyncLocalStorage<string>();
  const clicks: (string | undefined)[] = [];
  const deliveries: Delivery[] = [];
  const ended = Promise.withResolvers<undefined>();
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  let told = Promise.withResolvers<undefined>();
  const handler = async (delivery: Delivery) => {
    clicks.push(click.getStore());
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
    sleep: () => Promise.resolve(),
    log,
  });
  return {
    connection,
    dispatcher,
    click,
    clicks,
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
    /** Entries, taken by this replica, as a commit hands them over. */
    async handedOver(...lines: readonly string[]): Promise<unknown> {
      await put(connection, ...lines);
      return redis.reader().xreadgroup('GROUP', 'dispatchers', 'one', 'STREAMS', keys.outbox, '>');
    },
  };
}

function quiet(): void {}
