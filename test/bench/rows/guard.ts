import { Redis } from 'ioredis';
import { keys } from '#src/redis/keys.ts';
import type { Bench } from '../bench.ts';
import { isQuiet } from '../quiet.ts';
import { listenTo, roundTrips } from '../round-trips.ts';
import { alone, type Line, type Row } from '../row.ts';
import { type Contestant, createStage, type Stage } from '../stage.ts';
import { until } from '../submissions.ts';
import { counted, play, sum, told } from './life.ts';

/** What one request costs, by whom it is paid. */
interface Cost {
  readonly live: number;
  readonly redis: number;
  readonly slack: Readonly<Record<string, number>>;
}

/** What it costs to look at the stream of a change: with the request itself, and with each look after it. */
export const guard = async (_bench: Bench): Promise<Row> => {
  const off = await onStage('off', (stage, ours) => lifeOf(stage, ours));
  const on = await onStage('10m', async (stage, ours) => {
    const life = await lifeOf(stage, ours);
    return { life, first: await nextLook(stage, ours), next: await nextLook(stage, ours) };
  });
  return {
    name: 'guard',
    title: 'What looking at the stream costs',
    how: 'One request from `/relay modify` to its result, with `guard: off` and with `guard: 10m`; then the look that finds the stream present, and one that finds nothing new. The stream is looked for seven times in ten minutes and is usually found the first time. Counted by the simulated Slack and Live API and by Redis.',
    lines: [
      ...linesOf('a request, looks off', off),
      ...linesOf('a request, looks on', on.life, { live: off.live + 1 }),
      ...linesOf('the look that finds the stream', on.first, { live: 1 }),
      ...linesOf('a look that finds nothing new', on.next, { live: 1 }),
    ],
  };
};

const onStage = async <T>(
  setting: string,
  act: (stage: Stage, ours: Contestant) => Promise<T>,
): Promise<T> => {
  const stage = await createStage({ guard: setting });
  try {
    return await act(stage, await stage.contestant('relaydesk'));
  } finally {
    await stage.close();
  }
};

/**
 * The second life: the first one teaches Redis the scripts. Its own looks are left out, which come a quarter of a minute
 * after it: on a slow machine amid the second.
 */
const lifeOf = async (stage: Stage, ours: Contestant): Promise<Cost> => {
  await play(stage, ours, 1);
  const redis = new Redis(ours.redis.url);
  await redis.zrem(keys.timers, 'look stream:R-1');
  redis.disconnect();
  const { liveCalls, slackCalls, trips } = await play(stage, ours, 2);
  return { live: liveCalls, redis: counted(Object.values(trips).flat()), slack: slackCalls };
};

/** Lets the next look at the stream of the second request come due now. */
const nextLook = async (stage: Stage, ours: Contestant): Promise<Cost> => {
  const { outside } = stage;
  const redis = new Redis(ours.redis.url);
  const entry = 'look stream:R-2';
  const [liveBefore, slackBefore] = [
    (await outside.ask('liveCalls')).length,
    await outside.ask('slackCalls'),
  ];
  const listening = await listenTo(ours.redis.url);
  const nowMs = Date.now();
  await redis.zadd(keys.timers, 'XX', nowMs, entry);
  await until('the look after it', async () => {
    const due = await redis.zscore(keys.timers, entry);
    return due !== null && Number(due) > nowMs;
  });
  await isQuiet(stage, ours);
  redis.disconnect();
  const trips = roundTrips((await listening.take()).filter(isOfTheDesk));
  listening.stop();
  const live = (await outside.ask('liveCalls')).length - liveBefore;
  const slack = Object.entries(await outside.ask('slackCalls'))
    .map(([method, count]) => [method, count - (slackBefore[method] ?? 0)] as const)
    .filter(([, count]) => count > 0);
  return { live, redis: counted(trips), slack: Object.fromEntries(slack) };
};

/** What this row itself asks Redis is not the desk's. */
const isOfTheDesk = ([name = '', key = '']: readonly string[]): boolean =>
  !(['zscore', 'zadd'].includes(name.toLowerCase()) && key === keys.timers);

const linesOf = (
  what: string,
  { live, redis, slack }: Cost,
  atMost: { readonly live?: number } = {},
): Line[] => [
  line(`${what}: calls to the Live API`, live, atMost.live),
  line(`${what}: round trips to Redis`, redis),
  { ...line(`${what}: calls to Slack`, sum(slack)), note: told(slack) || 'none' },
];

const line = (what: string, value: number, atMost?: number): Line =>
  alone({ what, unit: 'count', ...(atMost === undefined ? {} : { goal: { atMost } }) }, [value]);
