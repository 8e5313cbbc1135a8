import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR_MS, secondsFromNow, story } from './desk.ts';
import { openChangeableDesk } from './life.ts';

const APPROVERS = 'approvers: { users: [U0LEAD], usergroups: [S0LEADS] }';
const at = (ms: number): string => new Date(Date.now() + ms).toISOString();
const FREEZE = `policy: { freeze: [{ from: "${at(-HOUR_MS)}", to: "${at(HOUR_MS)}", reason: New Year show }] }`;

story(
  'Changes are frozen',
  (desk) => {
    test('the form says so, and refuses in place with all that was typed', async () => {
      const { operator, newTask, store } = desk();
      const count = await store.requestCount();
      await operator.opensForm(newTask().task_id);
      expect(operator.sees()).toMatch(/Changes\W+are frozen until/);
      expect(operator.sees()).toContain('New Year show');
      await operator.fills({ vod_loop_time: '4', reason: 'Four rounds' });

      expect(await operator.triesToSubmit()).toEqual({
        errors: { reason: expect.stringMatching(/frozen until .*New Year show/) },
      });
      expect(operator.sees()).toContain('Four rounds');
      expect(operator.sees()).toContain('Repeat the playlist: 4');
      expect(await store.requestCount()).toBe(count);
    });

    test('a change for after the freeze can be asked for and approved', async () => {
      const { operator, lead, newTask } = desk();
      const card = await operator.asksFor(newTask(), {
        vod_loop_time: '4',
        apply_at: secondsFromNow(2 * HOUR_MS),
      });

      expect(await lead.approves(card)).toContain('You approved');
      await card.says('Approved, waiting to run');
    });
  },
  { projectYaml: [APPROVERS, FREEZE] },
);

describe('A freeze begins while a request waits', () => {
  let desk: Awaited<ReturnType<typeof openChangeableDesk>>;
  beforeAll(async () => {
    desk = await openChangeableDesk([APPROVERS]);
  });
  afterAll(() => desk.close());

  test('an approval is refused, a rejection is not, and nothing is run', async () => {
    const { operator, lead, secondLead, newTask, putsOf } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    await lead.reviews(card);

    await desk.changesConfiguration([APPROVERS, FREEZE]);

    expect(await lead.decides('approve')).toMatch(/frozen until .*New Year show/);
    expect(card.text()).toContain('needs 1 approval');
    expect(await secondLead.rejects(card, 'After the show')).toContain('You rejected');
    await card.says('Rejected');
    expect(putsOf(task)).toEqual([]);
  });
});
