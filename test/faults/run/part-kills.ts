import { setTimeout as sleep } from 'node:timers/promises';
import { armed, randomMoment } from './kill.ts';
import { lives } from './life.ts';
import { concluded, type Row } from './part.ts';
import { createPlayer, type Player } from './player.ts';
import type { Random } from './random.ts';
import { createStage, type Stage } from './stage.ts';

/** Concurrent lives: one whose clicks trigger the kill, and others that are affected. */
const PAIRS = 2;
/** Longest time a killed replica stays away, in milliseconds. */
const AWAY_MS = 500;

/** Replicas are killed with -9 between click and report, and started again. */
export const playKills = async (
  random: Random,
  plan: {
    readonly transport: 'socket' | 'http';
    readonly kills: number;
    readonly isShort: boolean;
  },
): Promise<Row> => {
  const { transport, kills, isShort } = plan;
  const startedMs = Date.now();
  const stage = await createStage({ random, transport, operators: PAIRS, leads: PAIRS });
  const pairs = stage.operators.map((operator, index): [Player, Player] => [
    createPlayer(stage, operator),
    createPlayer(stage, stage.leads[index] ?? ''),
  ]);
  let killed = 0;
  let missed = 0;
  while (killed < kills) {
    if (await killOnce(stage, random, pairs)) killed += 1;
    else missed += 1;
  }
  const notes = `over ${transport}, ${missed} moments did not come`;
  return concluded('kills', stage, { runs: killed, startedMs, isShort, notes });
};

const killOnce = async (
  stage: Stage,
  random: Random,
  pairs: readonly [Player, Player][],
): Promise<boolean> => {
  const moment = randomMoment(random);
  const step = random.pick(['submitting', 'approving'] as const);
  let trap: ReturnType<typeof armed> | undefined;
  const arm = (): void => {
    trap = armed(stage, moment, random);
  };
  const restarted = new AbortController();
  const restart = (async (): Promise<void> => {
    while (!restarted.signal.aborted && !trap?.killed()) await sleep(10);
    const victim = trap?.killed();
    if (!victim) return;
    await victim.bot().exited;
    await sleep(random.between(0, AWAY_MS));
    await victim.start();
  })();
  await Promise.all(
    pairs.map(([requester, approver], index) =>
      lives(stage, requester, approver, index === 0 ? { [step]: arm } : {}),
    ),
  );
  trap?.disarm();
  restarted.abort();
  await restart;
  return trap?.killed() !== undefined;
};
