import { expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { HOUR_MS, OWN_DESK, secondsFromNow, story } from './desk.ts';
import { opensAgain } from './life.ts';
import type { Submitted } from './people.ts';

const titleOf = (result: Submitted): string =>
  'updated' in result ? result.updated.title : JSON.stringify(result);

/** The person fills in the form of a task of their own and submits it. */
const REQUEST = { vod_loop_time: '4', reason: 'Four rounds do' };

story('What was done stands in the title', (at) => {
  test('of a submitted request and of an edited one', async () => {
    const { operator, newTask, cardOf } = at();
    await operator.opensForm(newTask().task_id);
    await operator.fills(REQUEST);

    const asked = titleOf(await operator.triesToSubmit());

    expect(asked).toMatch(/^Requested: R-\d+$/);
    const id = asked.replace('Requested: ', '');
    await operator.leaves();
    await opensAgain(at(), operator, await cardOf(id), 'edit');
    await operator.fills({ reason: 'Four rounds will do' });
    expect(titleOf(await operator.triesToSubmit())).toBe(`Edited: ${id}`);
  });

  test('of a decision, in the language of the person who decided', async () => {
    const { operator, lead, thirdLead, newTask } = at();
    const first = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    const second = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    await lead.reviews(first);
    await lead.fills({ decision: 'approve' });
    await thirdLead.reviews(second);
    await thirdLead.fills({ decision: 'reject', note: '今天不行' });

    expect(titleOf(await lead.triesToSubmit())).toBe(`Approved: ${first.request}`);
    expect(titleOf(await thirdLead.triesToSubmit())).toBe(`已驳回：${second.request}`);
  });

  test('a decision that comes too late does not count, and the title says so', async () => {
    const { operator, lead, secondLead, newTask } = at();
    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    await lead.reviews(card);
    await secondLead.rejects(card, 'Not today');
    await lead.fills({ decision: 'approve' });

    expect(titleOf(await lead.triesToSubmit())).toBe('Not counted');
  });
});

story(
  'What was done without an approval stands in the title',
  (at) => {
    const submits = async (more: Parameters<ReturnType<typeof at>['operator']['fills']>[0]) => {
      const { operator, newTask } = at();
      await operator.opensForm(newTask().task_id);
      await operator.fills({ ...REQUEST, ...more });
      return titleOf(await operator.triesToSubmit());
    };

    test('say that the change runs, or when', async () => {
      expect(await submits({})).toMatch(/^Running: R-\d+$/);
      await at().operator.leaves();
      expect(await submits({ apply_at: secondsFromNow(HOUR_MS) })).toMatch(/^Scheduled: R-\d+$/);
    });
  },
  {
    ...OWN_DESK,
    projectYaml: [
      `approvers: { users: [${PEOPLE.lead.id}] }`,
      'policy: { rules: [{ when: { fields: [vod_loop_time], only: true }, quorum: 0 }] }',
    ],
  },
);
