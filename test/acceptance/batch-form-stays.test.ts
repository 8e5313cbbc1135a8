import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BATCH_CONFIG, isSlate, SLATE, someTasks, submitsBatch } from './batch.ts';
import type { Desk } from './desk.ts';
import { openChangeableDesk } from './life.ts';

const REASON = 'The feed of all these channels is gone since eight';

describe('A form for many tasks that cannot be submitted', () => {
  let desk: Desk & { close: () => Promise<void> };
  beforeAll(async () => {
    desk = await openChangeableDesk(BATCH_CONFIG);
  });
  beforeEach(() => desk.operator.leaves());
  afterAll(() => desk.close());

  test('while Redis is down shows again what was typed, and then goes through', async () => {
    const { operator, lead, redis } = desk;
    const { app, tasks } = someTasks(desk, 2);
    await operator.types(`/relay apply standby-slate live-prod ${app}/*`);
    await operator.untilSees('as one request');
    await operator.fills({ reason: REASON });

    await redis.kill();
    await operator.triesToSubmit();
    const said = await operator.untilSees('may not have been saved');
    await redis.restart();

    expect(said).toContain(REASON);
    expect(said).toContain(`${app}/c002`);
    const card = await submitsBatch(desk);
    await lead.approves(card);
    await card.says('2 applied');
    expect(tasks.every((task) => isSlate(desk, task))).toBe(true);
  });

  test('if the store has lost it, shows what was typed, to be copied', async () => {
    const { operator, store } = desk;
    const { app } = someTasks(desk, 2);
    await operator.types(`/relay apply standby-slate live-prod ${app}/*`);
    await operator.untilSees('as one request');
    await operator.fills({ reason: REASON });

    await store.loseDrafts();
    await operator.triesToSubmit();

    expect(await operator.untilSees('Copy what you typed')).toContain(REASON);
  });

  test('while Redis is down keeps the chosen tasks and the new playlist', async () => {
    const { operator, redis } = desk;
    const { app } = someTasks(desk, 2);
    await operator.types(`/relay apply live-prod ${app}/*`);
    await operator.untilSees('Relay tasks');
    await operator.fills({ source_urls: SLATE });
    const typed = operator.form()?.state;

    await redis.kill();
    const failed = await operator.triesToSubmit();
    await redis.restart();

    expect(JSON.stringify(failed)).toContain('may not have been saved');
    expect(operator.form()?.state).toEqual(typed);
    await operator.triesToSubmit();
    expect(await operator.untilSees('as one request')).toContain('slate.mp4');
  });
});
