import { expect } from 'vitest';
import type { Card } from '../acceptance/card.ts';
import type { Desk } from '../acceptance/desk.ts';

/** Waits until no work is left, and checks that no message about a request exists twice. */
export const isToldOnce = async (desk: Desk, card: Card, state: string): Promise<void> => {
  await card.says(state);
  await desk.opsChannel.says(state, card.request);
  await desk.isQuiet();
  expect({ cards: card.copies(), results: desk.opsChannel.count(`${card.request},`) }).toEqual({
    cards: 1,
    results: 1,
  });
  expect(card.thread()).toEqual([...new Set(card.thread())]);
  expect(card.thread().filter((line) => line.includes(card.request))).toHaveLength(1);
};
