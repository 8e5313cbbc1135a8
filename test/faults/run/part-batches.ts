import { setTimeout as sleep } from 'node:timers/promises';
import { isClosed } from '#src/approval/record/change-request.ts';
import { PROJECT } from '#sandbox/cast.ts';
import { documents } from './audit.ts';
import { cardsOf, hasButton, snapshot } from './cards.ts';
import { armed, randomMoment } from './kill.ts';
import { approves, newTask } from './life.ts';
import { concluded, type Row } from './part.ts';
import { createPlayer, type Player } from './player.ts';
import type { Random } from './random.ts';
import { createStage, type Stage, WIRES } from './stage.ts';

/** Batches under way at a time, each with a requester and two who decide. */
const GROUPS = 2;
const TASKS = 12;
const TASKS_SHORT = 5;
/** Longest time a killed replica stays away, in milliseconds. */
const AWAY_MS = 500;
/** Traffic until a kill, compared with that of one request. */
const TIMES = 5;
/** A call that is lost on its way is looked for during a minute, which a short run has not. */
const WIRES_SHORT = ['slack', 'redis'] as const;
/** A moment that does not come in this time is given up, in milliseconds. */
const MISSED_MS = 8_000;
const AGAIN_MS = 100;
const TRIES_MAX = 40;
/** How often somebody looks for the card of what they asked for before they ask again. */
const LOOKS = 20;
/** A call whose answer was lost is looked for during a minute; in milliseconds. */
const END_MS = 240_000;
const REFUSED = {
  status: 400,
  body: { error_code: 'LIVE.103100001', error_msg: 'Invalid request parameter' },
};
const PRESET = [
  'presets:',
  '  slate: { source_urls: [https://media.example.com/slate.mp4], vod_start_video_index: 0 }',
];

interface Group {
  readonly requester: Player;
  readonly deciders: readonly [Player, Player];
}

/** Replicas are killed with -9 while batches are approved, run, stop and are answered, and started again. */
export const playBatches = async (
  random: Random,
  plan: {
    readonly transport: 'socket' | 'http';
    readonly kills: number;
    readonly isShort: boolean;
  },
): Promise<Row> => {
  const { transport, kills, isShort } = plan;
  const startedMs = Date.now();
  const people = { operators: GROUPS, leads: GROUPS * 2 };
  const stage = await createStage({ random, transport, yaml: PRESET, ...people });
  const groups = stage.operators.map((operator, index): Group => {
    const decider = (at: number) => createPlayer(stage, stage.leads[index * 2 + at] ?? '');
    return { requester: createPlayer(stage, operator), deciders: [decider(0), decider(1)] };
  });
  let killed = 0;
  let missed = 0;
  const killing = async (): Promise<void> => {
    while (killed < kills) {
      if (await killOnce(stage, random, isShort)) killed += 1;
      else missed += 1;
    }
  };
  let batches = 0;
  const isEnough = (): boolean => killed >= kills;
  const count = isShort ? TASKS_SHORT : TASKS;
  const living = groups.map(async (group, index): Promise<void> => {
    const own = random.fork(`group ${index}`);
    while (!isEnough()) {
      batches += 1;
      await livesBatch(stage, group, own, { app: `batch${batches}`, count });
    }
  });
  await Promise.all([killing(), ...living]);
  const notes = `over ${transport}, ${batches} batches of ${count} tasks, ${missed} moments did not come`;
  return concluded('batches', stage, { runs: killed, startedMs, isShort, notes });
};

/** Kills a replica at a random moment and starts it again; false if the moment did not come. */
const killOnce = async (stage: Stage, random: Random, isShort: boolean): Promise<boolean> => {
  const moment = randomMoment(random, TIMES, isShort ? WIRES_SHORT : WIRES);
  const trap = armed(stage, moment, random);
  const untilMs = Date.now() + MISSED_MS;
  while (!trap.killed() && Date.now() < untilMs) await sleep(10);
  trap.disarm();
  const victim = trap.killed();
  if (!victim) return false;
  await victim.bot().exited;
  await sleep(random.between(0, AWAY_MS));
  await victim.start();
  return true;
};

/** From the command to the end; one task may be changed by somebody else, and one be refused. */
const livesBatch = async (
  stage: Stage,
  { requester, deciders }: Group,
  random: Random,
  { app, count }: { readonly app: string; readonly count: number },
): Promise<void> => {
  const tasks = Array.from({ length: count }, () => newTask(stage, app));
  const onFailure = random.pick(['go_on', 'stop'] as const);
  const reason = `The feed of ${app} is gone`;
  await asksForBatch(stage, requester, { app, onFailure, reason });
  if (random.chance(0.5)) stage.live.edit(random.pick(tasks), { vod_loop_time: '9' });
  if (random.chance(0.5)) stage.live.fail({ on: 'PUT', with: REFUSED });
  // Where an answer was lost it may have been asked for twice.
  for (;;) {
    const [next] = await openBatches(stage, reason);
    if (next === undefined) return;
    await approves(stage, random.pick(deciders), next, 'withdraw');
    await ends(stage, deciders, random, next);
  }
};

/** Answers what a batch asks, until it has ended. */
const ends = async (
  stage: Stage,
  deciders: Group['deciders'],
  random: Random,
  request: string,
): Promise<void> => {
  const untilMs = Date.now() + END_MS;
  for (;;) {
    const card = cardsOf(stage, request).at(-1);
    if (card && !hasButton(card, 'review')) return;
    if (Date.now() > untilMs) throw new Error(`${request} does not end: ${card?.text}`);
    if (card && hasButton(card, 'go_on')) await answers(deciders, snapshot(card), random);
    await sleep(AGAIN_MS);
  }
};

/** Ids of the batches with this reason that have not ended. */
const openBatches = async (stage: Stage, reason: string): Promise<readonly string[]> =>
  (await documents(stage))
    .filter(({ batch, reason: why, state }) => batch && why === reason && !isClosed(state))
    .map(({ id }) => id);

/** Two people answer at once, not always the same. */
const answers = async (
  [one, other]: Group['deciders'],
  card: ReturnType<typeof snapshot>,
  random: Random,
): Promise<void> => {
  const second = random.pick(['go_on', 'stop_rest'] as const);
  await Promise.all([one.does(card, 'go_on'), other.does(card, second)]);
};

/** Asks until it is submitted. */
const asksForBatch = async (
  stage: Stage,
  player: Player,
  {
    app,
    onFailure,
    reason,
  }: { readonly app: string; readonly onFailure: 'go_on' | 'stop'; readonly reason: string },
): Promise<void> => {
  let told = '';
  for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
    await player.leaves();
    told = await player.types(`apply slate ${PROJECT.name} ${app}/*`);
    if (await player.fills({ fields: { on_failure: onFailure }, reason })) {
      told = await player.submits();
    }
    // It may be submitted although its answer was lost, or came as "loading".
    for (let look = 0; look < LOOKS; look += 1) {
      if ((await openBatches(stage, reason)).length > 0) {
        await player.leaves();
        return;
      }
      await sleep(AGAIN_MS);
    }
  }
  throw new Error(`${player.id} could not ask for a batch: ${told}`);
};
