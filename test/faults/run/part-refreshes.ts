import { setTimeout as sleep } from 'node:timers/promises';
import { lives } from './life.ts';
import { concluded, metGoodbyes, type Row } from './part.ts';
import { createPlayer } from './player.ts';
import type { Random } from './random.ts';
import { createStage, type Stage } from './stage.ts';

/** Requests under way at any time. */
const PAIRS = 3;
/** Time between two endings, in milliseconds. After shorter connections, the bot reconnects more and more slowly. */
const PAUSE_MS = { least: 1_100, most: 1_800 };

const ENDINGS = ['ask', 'close', 'fin', 'cut'] as const;
const BAD_OPENINGS = ['no_hello', { status: 408 }, { status: 200 }] as const;

/**
 * Slack ends the connections of Socket Mode, over and over, while requests are asked for, decided and run. First it
 * announces a refresh each time, which nobody may notice: there Slack's own error counts as a silent click. Then
 * connections break in every other way, and new ones sometimes fail to open.
 */
export const playRefreshes = async (
  random: Random,
  plan: { readonly refreshes: number; readonly isShort: boolean },
): Promise<Row> => {
  const startedMs = Date.now();
  const stage = await createStage({ random, transport: 'socket', operators: PAIRS, leads: PAIRS });
  const over = new AbortController();
  const load = Promise.all(
    stage.operators.map(async (operator, index) => {
      const requester = createPlayer(stage, operator);
      const approver = createPlayer(stage, stage.leads[index] ?? '');
      while (!over.signal.aborted) await lives(stage, requester, approver);
    }),
  );
  await ends(stage, random, plan.refreshes, ['ask']);
  const met = metGoodbyes(stage);
  const unseen = stage.ledger.counts().slackErrors - met;
  await ends(stage, random, plan.refreshes, ENDINGS);
  over.abort();
  await load;
  const row = await concluded('refreshes', stage, {
    runs: 2 * plan.refreshes,
    startedMs,
    isShort: plan.isShort,
    notes: `over socket, ${unseen} clicks answered by Slack's own error during refreshes, and ${met} that met a goodbye`,
  });
  // In the short run other tests keep the machine busy, while Slack's three seconds are real.
  if (plan.isShort || unseen === 0) return row;
  return { ...row, silent: [...row.silent, `${unseen} clicks that a refresh lost`] };
};

const ends = async (
  { slack }: Stage,
  random: Random,
  times: number,
  ways: readonly (typeof ENDINGS)[number][],
): Promise<void> => {
  for (let time = 0; time < times; time += 1) {
    await sleep(random.between(PAUSE_MS.least, PAUSE_MS.most));
    if (ways.length > 1 && random.chance(0.3)) slack.nextOpenings(random.pick(BAD_OPENINGS));
    if (random.chance(0.2)) void slack.limitEvents();
    slack.disconnectSockets(random.pick(ways));
    await slack.until(() => slack.connections() > 0, 'a connection', { timeoutMs: 30_000 });
  }
};
