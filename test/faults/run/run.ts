import { playBatches } from './part-batches.ts';
import { playDeliveries } from './part-deliveries.ts';
import { playFailovers } from './part-failover.ts';
import { playKills } from './part-kills.ts';
import { playRolling } from './part-rolling.ts';
import { playRefreshes } from './part-refreshes.ts';
import { playTails } from './part-tails.ts';
import { playTroubles } from './part-troubles.ts';
import { broken, inARow, type Row, together } from './part.ts';
import { createRandom, type Random } from './random.ts';
import { CHANNEL_TROUBLES } from './troubles-channels.ts';
import { CLOCK_TROUBLES } from './troubles-clock.ts';
import { LIVE_TROUBLES, QUICK_LIVE_TROUBLES } from './troubles-live.ts';
import { REDIS_TROUBLES } from './troubles-redis.ts';
import { SLACK_TROUBLES } from './troubles-slack.ts';

export interface RunOptions {
  readonly seed: number;
  readonly deliveries: number;
  readonly kills: number;
  /** One of each trouble; unconfirmed requests are not waited for. */
  readonly isShort: boolean;
  /** Desks at the same time in the part with the kills. */
  readonly stages: number;
  /** Only the parts of these names; all of them if left out. */
  readonly parts?: readonly string[] | undefined;
}

/** Runs the parts and prints each line as soon as it is known. */
export const play = async (
  options: RunOptions,
  tell: (row: Row) => void = () => undefined,
): Promise<Row[]> => {
  const random = createRandom(options.seed);
  const wanted = ([name]: readonly [string, Part]): boolean =>
    options.parts?.includes(name) ?? true;
  const parts = Object.entries(PARTS).filter(wanted);
  const playPart = async ([name, part]: readonly [string, Part]): Promise<Row> => {
    const row = await part(options, random.fork(name)).catch((error: unknown) =>
      broken(name, error),
    );
    tell(row);
    return row;
  };
  const rows: Row[] = [];
  for (const part of parts.filter(isAlone)) rows.push(await playPart(part));
  const others = parts.filter((part) => !isAlone(part));
  return [...rows, ...(await Promise.all(others.map(playPart)))];
};

type Part = (options: RunOptions, random: Random) => Promise<Row>;

/** A workspace full of old cards would only slow down the sandbox. */
const DELIVERIES_EACH = 1_000;

const deliveries: Part = async ({ deliveries: count, isShort }, random) => {
  const rows: Row[] = [];
  for (let left = count; left > 0; left -= DELIVERIES_EACH) {
    const share = Math.min(left, DELIVERIES_EACH);
    rows.push(await playDeliveries(random.fork(`${left} left`), share, isShort));
  }
  return inARow('deliveries', rows);
};

const kills: Part = async ({ kills: count, stages, isShort }, random) => {
  const shares = Array.from({ length: stages }, (_, index) =>
    Math.ceil((count - index) / stages),
  ).filter((share) => share > 0);
  const rows = await Promise.all(
    shares.map((share, index) =>
      playKills(random.fork(`stage ${index}`), {
        transport: index % 2 === 0 ? 'socket' : 'http',
        kills: share,
        isShort,
      }),
    ),
  );
  return together('kills', rows);
};

/** A short run kills a replica so many times in batches. */
const KILLS_SHORT = 4;

const batches: Part = async ({ kills: count, isShort }, random) => {
  const transports = isShort ? (['socket'] as const) : (['socket', 'http'] as const);
  const rows = await Promise.all(
    transports.map((transport) =>
      playBatches(random.fork(transport), {
        transport,
        kills: isShort ? KILLS_SHORT : Math.ceil(count / transports.length),
        isShort,
      }),
    ),
  );
  return together('batches', rows);
};

const rolling: Part = async ({ isShort }, random) => {
  const transports = isShort ? (['http'] as const) : (['socket', 'http'] as const);
  const rows: Row[] = [];
  for (const transport of transports) {
    const plan = { transport, rounds: isShort ? 1 : 15, isShort };
    rows.push(await playRolling(random.fork(transport), plan));
  }
  return inARow('rolling', rows);
};

const refreshes: Part = ({ isShort }, random) =>
  playRefreshes(random, { refreshes: isShort ? 3 : 40, isShort });

const failover: Part = ({ isShort }, random) =>
  playFailovers(random, { rounds: isShort ? 1 : 12, isShort });

const redis: Part = ({ isShort }, random) =>
  playTroubles(random, {
    part: 'redis',
    troubles: REDIS_TROUBLES,
    rounds: isShort ? 1 : 10,
    pairs: isShort ? 1 : 3,
    lastsMs: (own) => own.between(200, 3_500),
    isShort,
  });

const slack: Part = ({ isShort }, random) =>
  playTroubles(random, {
    part: 'slack',
    troubles: SLACK_TROUBLES,
    rounds: isShort ? 1 : 10,
    pairs: isShort ? 1 : 3,
    isShort,
  });

const channels: Part = ({ isShort }, random) =>
  playTroubles(random, {
    part: 'channels',
    troubles: CHANNEL_TROUBLES,
    rounds: isShort ? 1 : 10,
    pairs: isShort ? 1 : 3,
    lastsMs: (own) => own.between(200, 4_000),
    isShort,
  });

const live: Part = ({ isShort }, random) =>
  playTroubles(random, {
    part: 'live',
    troubles: isShort ? QUICK_LIVE_TROUBLES : LIVE_TROUBLES,
    rounds: isShort ? 1 : 5,
    pairs: isShort ? 1 : 4,
    isAtApproval: true,
    isShort,
  });

const clocks: Part = ({ isShort }, random) =>
  playTroubles(random, {
    part: 'clocks',
    troubles: CLOCK_TROUBLES,
    rounds: isShort ? 1 : 5,
    pairs: isShort ? 1 : 3,
    // Over HTTP, a machine with a wrong clock accepts no click, because of the signatures' time.
    transport: 'socket',
    isShort,
  });

const tails: Part = ({ isShort }, random) => playTails(random, isShort ? 1 : 20);

const PARTS: Readonly<Record<string, Part>> = {
  deliveries,
  kills,
  batches,
  rolling,
  refreshes,
  failover,
  redis,
  slack,
  channels,
  live,
  clocks,
  tails,
};

/** Deliveries keep both cores busy, and restarts are judged by Slack's three seconds; the others mostly wait. */
const isAlone = ([, part]: readonly [string, Part]): boolean =>
  part === deliveries || part === rolling || part === refreshes;
