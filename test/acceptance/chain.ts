import type { Clock } from '#sandbox/clock.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { type Card, untilCard } from './card.ts';
import { type Desk, HOUR_MS } from './desk.ts';
import type { Filled } from './people.ts';

/** The rounds that PUTs asked for, in their order. */
export const roundsOf = (puts: readonly { readonly body?: unknown }[]): unknown[] =>
  puts.map(({ body }) => (body as WireTask).vod_loop_time);

/** Presses Follow up… on a card, fills in the form and submits it. */
export const followsUp = async (
  { slack }: Desk,
  person: Desk['operator'],
  card: Card,
  fields: Filled,
): Promise<Card> => {
  await person.presses(card, 'follow_up');
  await person.fills({ ...fields, reason: 'What comes after' });
  return untilCard(slack, await person.submits());
};

/** A chain of changes, each an hour after the one before: rounds 1, 2, and so on. */
export const chainOf = async (
  desk: Desk,
  clock: Clock,
  task: WireTask,
  length: number,
): Promise<Card[]> => {
  const { operator } = desk;
  const nowMs = clock.now();
  const chain: Card[] = [];
  for (let rounds = 1; rounds <= length; rounds += 1) {
    const applyAt = Math.floor((nowMs + rounds * HOUR_MS) / 1000);
    const fields = { vod_loop_time: String(rounds), apply_at: applyAt };
    const last = chain.at(-1);
    chain.push(
      last ? await followsUp(desk, operator, last, fields) : await operator.asksFor(task, fields),
    );
  }
  return chain;
};
