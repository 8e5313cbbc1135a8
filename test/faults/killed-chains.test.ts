import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bot } from '#sandbox/bot.ts';
import { createClock } from '#sandbox/clock.ts';
import { chainOf, roundsOf } from '../acceptance/chain.ts';
import { type Desk, HOUR_MS, openDesk } from '../acceptance/desk.ts';

/** More for a long run: `CHAINS=50`. */
const CHAINS = Number(process.env['CHAINS'] ?? 2);
const LENGTH = 5;
/** How long after the time of a change a replica is killed. */
const KILLED_AFTER_MS = [5, 25, 60, 120, 250];

describe('Replicas are killed while a chain of five runs', () => {
  const clock = createClock();
  let desk: Desk;
  const alive: Bot[] = [];
  beforeAll(async () => {
    desk = await openDesk({ clock });
    alive.push(desk.bot(), await desk.startBot());
    await desk.slack.until(() => desk.slack.connections() === 2, 'two connections');
  });
  afterAll(() => desk.close());

  test('each change goes out once, in order, or is held, and the cards say which', async () => {
    const { lead, newTask, putsOf, slack, store } = desk;
    for (let round = 0; round < CHAINS; round += 1) {
      const task = newTask();
      const chain = await chainOf(desk, clock, task, LENGTH);
      for (const card of chain) await lead.approves(card);

      for (const [at, card] of chain.entries()) {
        await clock.moveOn(HOUR_MS);
        await sleep((KILLED_AFTER_MS[(at + round) % LENGTH] ?? 0) + ((round * 37 + at * 13) % 40));
        await alive.shift()?.kill();
        alive.push(await desk.startBot());
        await slack.until(
          () => /\*(?:✅ Applied|❌ Failed|⏸️ Held|⌛ Expired)/.test(card.text()),
          `the end of ${card.request}`,
          { timeoutMs: 120_000 },
        );
      }
      await expect.poll(() => store.backlog(), { timeout: 60_000 }).toEqual([]);

      const rounds = roundsOf(putsOf(task));
      expect(rounds).toEqual(rounds.map((_each, at) => String(at + 1)));
      const applied = chain.filter((card) => card.text().includes('*✅ Applied*'));
      expect(applied).toEqual(chain.slice(0, applied.length));
      // Where the chain breaks nothing was sent: a replica was killed between its mark and its PUT.
      expect(rounds).toHaveLength(applied.length);
      expect(chain.map((card) => card.copies())).toEqual(Array(LENGTH).fill(1));
    }
    expect(slack.faults()).toEqual([]);
  }, 600_000);
});
