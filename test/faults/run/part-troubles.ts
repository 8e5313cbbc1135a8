import { setTimeout as sleep } from 'node:timers/promises';
import { lives } from './life.ts';
import { concluded, type Row } from './part.ts';
import { createPlayer } from './player.ts';
import type { Random } from './random.ts';
import { createStage } from './stage.ts';
import type { Trouble } from './trouble.ts';

export interface TroublePlan {
  readonly part: string;
  readonly troubles: readonly Trouble[];
  /** How often each of them happens. */
  readonly rounds: number;
  /** Lives that run through it at the same time. */
  readonly pairs: number;
  /** How long it lasts, in milliseconds; by default until the lives are over. */
  readonly lastsMs?: (random: Random) => number;
  /** Whether it begins with the approval instead of at a random moment. */
  readonly isAtApproval?: boolean;
  /** Left out: either. */
  readonly transport?: 'socket' | 'http';
  readonly isShort: boolean;
}

/** Lives run while a service has trouble, and in the end everything has to be right. */
export const playTroubles = async (random: Random, plan: TroublePlan): Promise<Row> => {
  const startedMs = Date.now();
  const { pairs, troubles, rounds, lastsMs } = plan;
  const transport = plan.transport ?? random.pick(['socket', 'http'] as const);
  const stage = await createStage({ random, transport, operators: pairs, leads: pairs });
  const players = stage.operators.map((operator, index) => ({
    requester: createPlayer(stage, operator),
    approver: createPlayer(stage, stage.leads[index] ?? ''),
  }));
  let runs = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const trouble of troubles) {
      const approving = Promise.withResolvers<void>();
      const lived = Promise.all(
        players.map(({ requester, approver }) =>
          lives(stage, requester, approver, {
            approving: () => approving.resolve(),
            isRetried: random.chance(0.5),
          }),
        ),
      );
      if (plan.isAtApproval) await approving.promise;
      else await sleep(random.between(0, 400));
      const end = await trouble.begin(stage, random);
      if (lastsMs) await sleep(lastsMs(random));
      else await lived;
      await end();
      await lived;
      runs += players.length;
    }
  }
  return concluded(plan.part, stage, {
    runs,
    startedMs,
    isShort: plan.isShort,
    notes: `over ${transport}; ${troubles.map(({ name }) => name).join(', ')}`,
  });
};
