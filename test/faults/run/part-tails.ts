import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '#src/approval/run/task-changes.ts';
import { canonicalJson } from '#src/relay/payload.ts';
import { backlogOf, chainOf, documents, takenPuts } from './audit.ts';
import { lives } from './life.ts';
import { looksOf } from './looks.ts';
import type { Row } from './part.ts';
import { createPlayer } from './player.ts';
import type { Random } from './random.ts';
import { createStage, type Stage } from './stage.ts';

const PAIRS = 2;
/** The most recent writes that are lost, and how long Redis is down, at most, in milliseconds. */
const LOST_MS = 300;
const AWAY_MS = 4_000;
const SETTLE_MS = 120_000;
const LOOK_MS = 200;

/**
 * Redis comes back without what was written last, while requests are decided and run. What people did in that
 * time is gone and has to be done again; but no call is made twice, and nothing runs for ever.
 */
export const playTails = async (random: Random, rounds: number): Promise<Row> => {
  const startedMs = Date.now();
  const transport = random.pick(['socket', 'http'] as const);
  const stage = await createStage({ random, transport, operators: PAIRS, leads: PAIRS });
  const pairs = stage.operators.map(
    (operator, index) =>
      [createPlayer(stage, operator), createPlayer(stage, stage.leads[index] ?? '')] as const,
  );
  let given = 0;
  for (let round = 0; round < rounds; round += 1) {
    const approving = Promise.withResolvers<void>();
    const lived = pairs.map(([requester, approver], index) =>
      lives(stage, requester, approver, index === 0 ? { approving: approving.resolve } : {}).catch(
        // The store has lost their request or decision, and they give up.
        () => (given += 1),
      ),
    );
    await approving.promise;
    await sleep(random.between(0, 150));
    const copy = stage.redis.copy();
    await sleep(random.between(0, LOST_MS));
    await stage.redis.loseSince(copy, random.between(0, AWAY_MS));
    await Promise.all(lived);
    await Promise.all(pairs.flat().map((player) => player.leaves()));
  }
  const row = await auditTails(stage);
  await stage.close();
  return {
    ...row,
    runs: rounds,
    seconds: (Date.now() - startedMs) / 1000,
    notes: `over ${transport}; ${given} lives given up`,
  };
};

const auditTails = async (stage: Stage): Promise<Omit<Row, 'runs' | 'seconds' | 'notes'>> => {
  const stuck = await untilNothingRuns(stage);
  const puts = takenPuts(stage);
  const calls = Map.groupBy(puts, ({ body }) => canonicalJson(body));
  const locks = await stage.reader.keys('{relaydesk}:task-lock:*');
  const requests = await documents(stage);
  const looks = await looksOf(stage, requests);
  return {
    part: 'tails',
    requests: requests.length,
    puts: puts.length,
    looks: looks.looks,
    // Every change is requested once and not retried.
    doubled: [
      ...looks.doubled,
      ...[...calls].flatMap(([payload, made]) =>
        made.length > 1 ? [`${made.length} calls of ${payload}`] : [],
      ),
    ],
    lost: [
      ...stuck,
      ...looks.lost,
      ...locks.map((lock) => `left: ${lock}`),
      ...stage.ledger.crashes,
    ],
    silent: [],
    untrue: await chainOf(stage),
    counts: stage.ledger.counts(),
  };
};

/** What is still running or waiting after enough time. */
const untilNothingRuns = async (stage: Stage): Promise<string[]> => {
  const untilMs = Date.now() + SETTLE_MS;
  for (;;) {
    const running = (await documents(stage)).filter(
      (request) => isRunning(request) || request.state === 'approved',
    );
    const backlog = await backlogOf(stage, []);
    if (running.length + backlog.length === 0) return [];
    if (Date.now() > untilMs)
      return [...running.map(({ id, state }) => `${id} is ${state}`), ...backlog];
    await sleep(LOOK_MS);
  }
};
