import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, openDesk } from './desk.ts';
import { openChangeableDesk } from './life.ts';

const asking = async ({ operator, newTask }: Pick<Desk, 'operator' | 'newTask'>) => {
  await operator.opensForm(newTask().task_id);
  await operator.fills({ vod_loop_time: '2', reason: 'To see who decides' });
  return operator.triesToSubmit();
};

describe('An empty list of approvers', () => {
  let desk: Awaited<ReturnType<typeof openChangeableDesk>>;
  beforeAll(async () => {
    desk = await openChangeableDesk(['approvers: { users: [U0LEAD] }']);
  });
  afterAll(() => desk.close());

  test('means nobody', async () => {
    const { operator, lead, newTask } = desk;
    const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });
    await desk.changesConfiguration(['approvers: { users: [], usergroups: [] }']);

    const review = await lead.reviews(card);
    await lead.leaves();

    expect(review).toContain('Nobody may approve in this project');
    expect(review).not.toContain('[Decide]');
    expect(await asking(desk)).toEqual({
      errors: { reason: expect.stringContaining('Nobody may approve in this project') as string },
    });
  });
});

describe('Nobody who is active is on the lists', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ projectYaml: ['approvers: { users: [U0GUEST, U0OPERATOR] }'] });
  });
  afterAll(() => desk.close());

  test('is said at the submit: a guest does not count, and neither does who asks', async () => {
    expect(await asking(desk)).toEqual({
      errors: { reason: expect.stringContaining('Nobody could approve this') as string },
    });
    expect(await desk.store.requestCount()).toBe(0);
  });
});
