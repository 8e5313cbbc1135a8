import { setTimeout as sleep } from 'node:timers/promises';
import { documents } from './audit.ts';
import { allCards, cardsOf, hasButton, snapshot } from './cards.ts';
import { signed } from './front.ts';
import { newTask, newWish } from './life.ts';
import { concluded, type Row } from './part.ts';
import { createPlayer, type Player } from './player.ts';
import type { Random } from './random.ts';
import { createStage, type Stage } from './stage.ts';
import type { Message } from '#sandbox/slack/types.ts';

const FORM = 'application/x-www-form-urlencoded';
const NOISE = {
  /** More than a third of all deliveries come twice, and some of them three times. */
  copies: (random: Random): number => (random.chance(0.35) ? (random.chance(0.2) ? 2 : 1) : 0),
  delayMs: (random: Random): number => random.between(0, 120),
};
/** What an actor does next, and how likely. */
const OPERATOR_CARD_SHARE = 0.25;

interface Crowd {
  readonly stage: Stage;
  readonly random: Random;
  /** Cards as they were at some time: their buttons are as old as that. */
  readonly old: Message[];
  readonly isOver: () => boolean;
}

/**
 * A crowd asks, edits, withdraws, decides and presses old buttons at the same time; the network repeats and reorders
 * their requests, and attackers replay some.
 */
export const playDeliveries = async (
  random: Random,
  deliveries: number,
  isShort: boolean,
): Promise<Row> => {
  const startedMs = Date.now();
  const jitter = random.fork('jitter');
  const stage = await createStage({
    random,
    transport: 'http',
    operators: 6,
    leads: 4,
    noise: NOISE,
    // Far enough apart for calls of two replicas to overtake each other.
    slackDelayMs: () => jitter.between(0, 40),
  });
  const isOver = (): boolean => stage.front.delivered() >= deliveries;
  const crowd = { stage, old: [], isOver };
  const player = (id: string): Player => createPlayer(stage, id);
  await Promise.all([
    ...stage.operators.map((id) =>
      asksAndChanges({ ...crowd, random: random.fork(id) }, player(id)),
    ),
    ...stage.leads.map((id) =>
      reviewsAndDecides({ ...crowd, random: random.fork(id) }, player(id)),
    ),
    ...stage.strangers.map((id) => meddles({ ...crowd, random: random.fork(id) }, player(id))),
    ...[1, 2].map((number) => sendsAgain({ ...crowd, random: random.fork(`again ${number}`) })),
  ]);
  await decidesOnAll(stage, player(stage.leads[0] ?? ''));
  return concluded('deliveries', stage, {
    runs: stage.front.delivered(),
    startedMs,
    isShort,
    notes: 'a run is a delivery',
  });
};

const asksAndChanges = async (crowd: Crowd, player: Player): Promise<void> => {
  const { stage, random } = crowd;
  // Few tasks for many people: they compete.
  const tasks = [newTask(stage), newTask(stage), sharedTask(stage)];
  while (!crowd.isOver()) {
    const card = random.chance(OPERATOR_CARD_SHARE) ? anyCard(crowd) : undefined;
    if (!card) {
      // Half of them for a task without a request, or soon everybody would have one for every task.
      const wish = newWish(random.chance(0.5) ? newTask(stage) : random.pick(tasks));
      if (await player.opensForm(wish)) {
        await (random.chance(0.3) ? player.submitsTwice() : player.submits());
      }
    } else if (hasButton(card, 'edit') && random.chance(0.6)) {
      await player.opens(card, 'edit');
      if (await player.fills(newWish(''))) await player.submits();
    } else if (hasButton(card, 'withdraw') && random.chance(0.3)) {
      await player.does(card, 'withdraw');
    } else if (hasButton(card, 'revert')) {
      await player.opens(card, 'revert');
      if (await player.fills(newWish(''))) await player.submits();
    } else if (hasButton(card, 'retry')) await player.does(card, 'retry');
    await player.leaves();
  }
};

const reviewsAndDecides = async (crowd: Crowd, player: Player): Promise<void> => {
  const { random } = crowd;
  while (!crowd.isOver()) {
    const card = anyCard(crowd);
    if (card && hasButton(card, 'review')) {
      await player.opens(card, 'review');
      await player.decides(random.chance(0.8) ? 'approve' : random.pick(['reject', 'rebase']));
    } else if (card && hasButton(card, 'retry')) await player.does(card, 'retry');
    else await player.types(random.pick(['list', 'show', 'help', 'nonsense']));
    await player.leaves();
  }
};

/** Guests, people on no list, and people of another workspace try everything. */
const meddles = async (crowd: Crowd, player: Player): Promise<void> => {
  const { stage, random } = crowd;
  while (!crowd.isOver()) {
    const card = anyCard(crowd);
    const action = random.pick(['review', 'withdraw', 'edit', 'retry', 'revert'] as const);
    if (card && hasButton(card, action)) {
      if (action === 'withdraw' || action === 'retry') await player.does(card, action);
      else {
        await player.opens(card, action);
        await player.decides('approve');
      }
    } else if (player.mayType && (await player.opensForm(newWish(sharedTask(stage))))) {
      await player.submits();
    } else await sleep(random.between(5, 50));
    await player.leaves();
  }
};

/** Replays: unchanged, freshly signed, in another name, or with a wrong signature. */
const sendsAgain = async (crowd: Crowd): Promise<void> => {
  const { stage, random } = crowd;
  while (!crowd.isOver()) {
    await sleep(random.between(0, 60));
    const recent = stage.front.recent();
    if (recent.length === 0) {
      await stage.slack.until(() => stage.front.recent().length > 0, 'something to send again');
      continue;
    }
    const delivery = random.pick(recent);
    const way = random.pick([
      'as it was',
      'signed again',
      'another name',
      'wrong signature',
    ] as const);
    if (way === 'as it was') await stage.front.deliver(delivery);
    else if (way === 'signed again') await stage.front.deliver(signed(delivery.body, FORM));
    else if (way === 'another name') {
      const name = random.pick(stage.strangers);
      const body = delivery.body.replaceAll(/U0(OPERATOR|LEAD)\d/g, name);
      await stage.front.deliver(signed(body, FORM));
    } else {
      const { headers } = signed(delivery.body, FORM);
      const forged = { ...headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` };
      const answer = await stage.front.deliver({ body: delivery.body, headers: forged });
      if (answer?.status !== 401) {
        stage.ledger.forged.push(
          `a forged delivery was answered with ${answer?.status ?? 'nothing'}`,
        );
      }
    }
  }
};

let shared: { readonly stage: Stage; readonly task: string } | undefined;

/** One task that everybody wants. */
const sharedTask = (stage: Stage): string => {
  if (shared?.stage !== stage) shared = { stage, task: newTask(stage) };
  return shared.task;
};

/** A current card or a kept old one. */
const anyCard = ({ stage, random, old }: Crowd): Message | undefined => {
  const cards = allCards(stage).slice(-40);
  if (cards.length === 0) return undefined;
  const card = snapshot(random.pick(cards));
  old.push(card);
  if (old.length > 200) old.shift();
  return random.chance(0.3) ? random.pick(old) : card;
};

/** Rejects what is still open at the end. */
const decidesOnAll = async (stage: Stage, lead: Player): Promise<void> => {
  for (let round = 0; round < 10; round += 1) {
    await stage.front.isQuiet();
    const open = (await documents(stage)).filter(({ state }) => state === 'pending');
    if (open.length === 0) return;
    for (const { id } of open) {
      const find = () => cardsOf(stage, id).at(-1);
      const card = await stage.slack.until(find, `the card of ${id}`, { timeoutMs: 60_000 });
      await lead.opens(card, 'review');
      await lead.decides('reject');
      await lead.leaves();
    }
  }
};
