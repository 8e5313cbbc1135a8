import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisServer } from '#sandbox/redis.ts';
import { type SentinelRedis, startSentinelRedis } from '#sandbox/redis-sentinels.ts';
import { lives } from './life.ts';
import { concluded, type Row } from './part.ts';
import { createPlayer } from './player.ts';
import type { Random } from './random.ts';
import { createStage } from './stage.ts';

/** Requests under way at any time. */
const PAIRS = 3;
/**
 * Sentinels learn every ten seconds how far each replica is. If they wait longer than that before a failover, they
 * choose the one that is ahead; in a short run all replicas are in sync.
 */
const PATIENT = { downAfterMs: 11_000, waitReplicas: 1 };
const HASTY = { downAfterMs: 1_000, waitReplicas: 2 };
/** Longest time before a master is stopped, and longest time it stays away, in milliseconds. */
const CALM_MS = 2_000;
const AWAY_MS = 1_500;

const ENDS = [
  {
    name: 'killed with -9',
    begin: (master: RedisServer) => master.kill(),
    end: (master: RedisServer) => master.restart(),
  },
  {
    name: 'stopped in its tracks',
    begin: (master: RedisServer) => Promise.resolve(master.freeze()),
    end: (master: RedisServer) => Promise.resolve(master.thaw()),
  },
] as const;

/**
 * The master of the store goes away in the middle of approvals, Sentinels make a replica the master,
 * and the old one comes back as a replica, over and over. Every write waits for replicas.
 */
export const playFailovers = async (
  random: Random,
  plan: { readonly rounds: number; readonly isShort: boolean },
): Promise<Row> => {
  const startedMs = Date.now();
  const transport = random.pick(['socket', 'http'] as const);
  const { downAfterMs, waitReplicas } = plan.isShort ? HASTY : PATIENT;
  const sentinels = await startSentinelRedis({ downAfterMs });
  const stage = await createStage({
    random,
    transport,
    sentinels: { ...sentinels, waitReplicas },
    operators: PAIRS,
    leads: PAIRS,
  });
  const over = new AbortController();
  const living = Promise.all(
    stage.operators.map(async (operator, index) => {
      const requester = createPlayer(stage, operator);
      const approver = createPlayer(stage, stage.leads[index] ?? '');
      while (!over.signal.aborted) await lives(stage, requester, approver);
    }),
  );
  const failing = failsOver(sentinels, random, plan.rounds).finally(() => over.abort());
  const [longestMs] = await Promise.all([failing, living]);
  return concluded('failover', stage, {
    runs: plan.rounds,
    startedMs,
    isShort: plan.isShort,
    notes: `over ${transport}; a master ${ENDS.map(({ name }) => name).join(' or ')}; another one was there after ${(longestMs / 1000).toFixed(1)} s at the longest`,
  });
};

/** Resolves with the longest time without a master, in milliseconds. */
const failsOver = async (
  sentinels: SentinelRedis,
  random: Random,
  rounds: number,
): Promise<number> => {
  let longestMs = 0;
  for (let round = 0; round < rounds; round += 1) {
    await sleep(random.between(0, CALM_MS));
    const { begin, end } = random.pick(ENDS);
    const awayMs = random.between(0, AWAY_MS);
    const master = await sentinels.master();
    const fromMs = performance.now();
    await begin(master);
    await sentinels.untilReplaced(master);
    longestMs = Math.max(longestMs, performance.now() - fromMs);
    await sleep(awayMs);
    await end(master);
    await sentinels.untilWhole(true);
  }
  return longestMs;
};
