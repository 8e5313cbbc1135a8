import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bot } from '#sandbox/bot.ts';
import { applies, BATCH_CONFIG, isSlate, someTasks } from '../acceptance/batch.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';

/** More for a long run: `BATCHES=50`. */
const BATCHES = Number(process.env['BATCHES'] ?? 4);
const TASKS = 12;
/** Kills of a batch, each after a time of its own. */
const KILLED_AFTER_MS = [15, 60, 150, 400];

describe('Replicas are killed while a batch runs', () => {
  let desk: Desk;
  const alive: Bot[] = [];
  beforeAll(async () => {
    desk = await openDesk({ projectYaml: BATCH_CONFIG });
    alive.push(desk.bot(), await desk.startBot());
    await desk.slack.until(() => desk.slack.connections() === 2, 'two connections');
  });
  afterAll(() => desk.close());

  test('every task is changed once or not at all, and the card says which', async () => {
    const { lead, putsOf, slack, store } = desk;
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const { app, tasks } = someTasks(desk, TASKS);
      const card = await applies(desk, `${app}/*`);
      await lead.approves(card);
      for (const [at, afterMs] of KILLED_AFTER_MS.entries()) {
        await sleep(afterMs + ((batch * 37 + at * 13) % 90));
        await alive.shift()?.kill();
        alive.push(await desk.startBot());
      }

      await slack.until(
        () => /\*(?:✅ Applied|⚠️ Partly applied|❌ Failed)\*/.test(card.text()),
        `the end of ${card.request}`,
        { timeoutMs: 120_000 },
      );
      await expect.poll(() => store.backlog(), { timeout: 60_000 }).toBe(0);

      const puts = tasks.map((task) => putsOf(task).length);
      expect(Math.max(...puts)).toBe(1);
      const done = tasks.filter((task) => isSlate(desk, task)).length;
      expect(card.text()).toContain(`✅ ${done} applied`);
      expect(card.copies()).toBe(1);
    }
    expect(slack.faults()).toEqual([]);
  }, 600_000);
});
