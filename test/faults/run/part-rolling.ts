import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT } from '#sandbox/cast.ts';
import { lives } from './life.ts';
import { concluded, metGoodbyes, type Row } from './part.ts';
import { createPlayer, type Player } from './player.ts';
import type { Random } from './random.ts';
import { createStage, type Stage } from './stage.ts';

/** Requests under way at any time. */
const PAIRS = 3;
/** Longest time a replica stays away, in milliseconds. */
const AWAY_MS = 500;
/** How often the load balancer checks, and how long a replica keeps answering after `/readyz` fails. */
const LOOKS_EVERY_MS = 200;
const STOP_DELAY_S = '1';

/**
 * Each replica in turn is asked to stop and started again, as an upgrade does it, while requests are
 * asked for, decided and run. Nobody may notice: in the long run not even Slack's own error counts as an
 * answer here.
 */
export const playRolling = async (
  random: Random,
  plan: {
    readonly transport: 'socket' | 'http';
    /** How often all the replicas are restarted. */
    readonly rounds: number;
    readonly isShort: boolean;
  },
): Promise<Row> => {
  const startedMs = Date.now();
  const stage = await createStage({
    random,
    transport: plan.transport,
    operators: PAIRS + 1,
    leads: PAIRS,
    env: { STOP_DELAY: STOP_DELAY_S },
    looksEveryMs: LOOKS_EVERY_MS,
  });
  const players = stage.operators.map((id) => createPlayer(stage, id));
  const over = new AbortController();
  const during = async (work: () => Promise<unknown>): Promise<void> => {
    while (!over.signal.aborted) await work();
  };
  const load = Promise.all([
    ...stage.leads.map((lead, index) => {
      const [requester, approver] = [players[index], createPlayer(stage, lead)];
      return requester ? during(() => lives(stage, requester, approver)) : undefined;
    }),
    during(() => asksAround(players[PAIRS])),
  ]);
  const restarting = restartsInTurn(stage, random, plan.rounds).finally(() => over.abort());
  const [stops] = await Promise.all([restarting, load]);
  const longest = (Math.max(...stops) / 1000).toFixed(1);
  const [unanswered, met] = [unansweredOf(stage), metGoodbyes(stage)];
  const row = await concluded('rolling', stage, {
    runs: stops.length,
    startedMs,
    isShort: plan.isShort,
    notes: `over ${plan.transport}, the longest stop took ${longest} s${unanswered}`,
  });
  // In the short run other tests keep the machine busy, while Slack's three seconds are real.
  if (plan.isShort) return row;
  const { leftLoading } = row.counts;
  const slackErrors = row.counts.slackErrors - met;
  return {
    ...row,
    silent: [
      ...row.silent,
      ...(slackErrors > 0 ? [`${slackErrors} clicks that Slack answered with its own error`] : []),
      ...(leftLoading > 0 ? [`${leftLoading} modals that nobody filled`] : []),
    ],
  };
};

/** Requests that no replica acknowledged, by outcome. */
const unansweredOf = ({ slack }: Stage): string => {
  const failed = slack.workspace.deliveries.filter(({ outcome }) => outcome !== 'acked');
  const kinds = Map.groupBy(failed, ({ outcome, reason = '' }) => `${outcome} ${reason}`.trim());
  return [...kinds].map(([kind, list]) => `, ${list.length} × ${kind}`).join('');
};

/** Resolves with how long each stop took, in milliseconds. */
const restartsInTurn = async (
  stage: Stage,
  random: Random,
  rounds: number,
): Promise<readonly number[]> => {
  const stops: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const replica of stage.replicas) {
      await sleep(random.between(0, AWAY_MS));
      const fromMs = performance.now();
      const { code } = await replica.stop();
      stops.push(performance.now() - fromMs);
      if (code !== 0) stage.ledger.crashes.push(`a stop ended with ${code}`);
      await sleep(random.between(0, AWAY_MS));
      await replica.start();
      // An upgrade continues once the new replica is ready.
      await replica.look();
    }
  }
  return stops;
};

/** Somebody who only reads, with commands that are acknowledged before they are answered. */
const asksAround = async (player: Player | undefined): Promise<void> => {
  await player?.types(`list ${PROJECT.name}`);
  await player?.types('help');
  await sleep(100);
};
