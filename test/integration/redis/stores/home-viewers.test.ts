import { expect, test } from 'vitest';
import type { PublishedHome } from '#src/ports/home-viewers.ts';
import { keys } from '#src/redis/keys.ts';
import { createHomeViewers, VIEWING_MS } from '#src/redis/stores/home-viewers.ts';
import { lead, secondLead } from '../../../unit/approval/sample-request.ts';
import { ranked, setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const look: PublishedHome = { hash: '1.a', state: '{}', digest: 'd', publishedAtMs: 1_000 };

const setUp = (startMs = 1_000_000) => {
  let nowMs = startMs;
  const connection = redis.connection();
  return {
    connection,
    looking: createHomeViewers(connection, () => nowMs),
    wait: (ms: number) => (nowMs += ms),
  };
};

test('what a Home shows is known until its time is over', async () => {
  const { looking, connection } = setUp();
  await looking.begin(lead, look);

  await looking.save(lead, { hash: '2.b' });

  expect(await looking.load(lead)).toEqual({ ...look, hash: '2.b' });
  expect(await looking.load(secondLead)).toBeUndefined();
  expect(await connection.pttl(keys.home('U0LEAD'))).toBeGreaterThan(VIEWING_MS - 60_000);
});

test('every viewer is due once, no matter how often something changes', async () => {
  const { looking, connection } = setUp();
  await looking.begin(lead, look);
  await looking.begin(secondLead, look);

  await looking.refreshAll();
  await looking.refreshAll();

  expect(await ranked(connection, keys.timers)).toEqual([
    ['home U0LEAD', '1000000'],
    ['home U0SECONDLEAD', '1000000'],
  ]);
});

test('somebody who has not pressed anything for a while is left alone', async () => {
  const { looking, connection, wait } = setUp();
  await looking.begin(lead, look);
  wait(VIEWING_MS + 1);
  await looking.begin(secondLead, look);

  await looking.refreshAll();

  expect(await ranked(connection, keys.timers)).toEqual([['home U0SECONDLEAD', '1600001']]);
});

test('of two times for the same Home the earlier counts', async () => {
  const { looking, connection } = setUp();

  await looking.refreshAt(lead, 500);
  await looking.refreshAt(lead, 300);
  await looking.refreshAt(lead, 900);

  expect(await ranked(connection, keys.timers)).toEqual([['home U0LEAD', '300']]);
});

test('no more than 200 people are kept fresh', async () => {
  const { looking, connection, wait } = setUp();
  for (let index = 0; index < 203; index += 1) {
    wait(1);
    await looking.begin({ userId: `U${index}` }, look);
  }

  expect(await connection.zcard(keys.homeViewers)).toBe(200);
  expect(await connection.zscore(keys.homeViewers, 'U2')).toBeNull();
});
