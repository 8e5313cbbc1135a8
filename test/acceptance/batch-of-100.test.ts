import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applies, BATCH_CONFIG, isSlate, someTasks } from './batch.ts';
import { type Desk, openDesk } from './desk.ts';

const COUNT = 100;

describe('A batch of a hundred tasks', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ replicas: 2, projectYaml: BATCH_CONFIG });
  });
  afterAll(() => desk.close());

  test('is one card with a row for each, and changes each once: one drifts, one fails', async () => {
    const { lead, live, putsOf, slack, isQuiet } = desk;
    const { app, tasks } = someTasks(desk, COUNT);
    const card = await applies(desk, `${app}/*`);
    for (const { stream_name: name } of tasks) expect(card.text()).toContain(`${app}/${name}`);
    const moved = tasks[41]!;
    live.edit(moved.task_id, { vod_loop_time: '9' });
    const review = await lead.reviews(card);
    expect(review).toContain(`will not run:* ${app}/c042`);
    const body = { error_code: 'LIVE.103100001', error_msg: 'Invalid request parameter' };
    live.fail({ on: 'PUT', with: { status: 400, body } });

    await lead.decides('approve');

    await slack.until(() => card.text().includes('*⚠️ Partly applied*'), 'its end', {
      timeoutMs: 180_000,
    });
    await isQuiet();
    expect(card.text()).toContain('❌ 1 failed · 🔀 1 not run, because the task had changed');
    expect(card.text()).toContain(`✅ ${COUNT - 2} applied`);
    expect(tasks.filter((task) => isSlate(desk, task))).toHaveLength(COUNT - 2);
    expect(tasks.map((task) => putsOf(task).length)).toEqual(
      tasks.map((task) => (task === moved ? 0 : 1)),
    );
    expect(card.copies()).toBe(1);
    expect(slack.faults()).toEqual([]);
  }, 300_000);
});
