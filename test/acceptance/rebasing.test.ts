import { expect, test } from 'vitest';
import { story } from './desk.ts';
import { digestOn, takesOver } from './life.ts';

story('Somebody else changes what the request leaves alone', (at) => {
  test('the approver rebases: a new version and digest, approved and applied, with both changes', async () => {
    const { operator, lead, newTask, putsOf, live } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    const before = digestOn(card);
    live.edit(task.task_id, { vod_start_video_index: 2 });

    const review = await lead.reviews(card);
    const next = await takesOver(at(), lead);
    await card.threadSays('@Lena Lead rebased the request onto', 'approved again');

    expect(review).toContain('Start file: file 1 → file 3');
    expect(next).toContain('has not changed since this was requested');
    expect(digestOn(card)).toMatch(/^[0-9a-f]{12}$/);
    expect(digestOn(card)).not.toBe(before);
    expect(next).toContain(digestOn(card));
    expect(putsOf(task)).toEqual([]);

    expect(await lead.decides('approve')).toContain('You approved');
    await card.says('Applied');
    expect(live.task(task.task_id)).toMatchObject({ vod_loop_time: '4', vod_start_video_index: 2 });
    expect(putsOf(task)).toHaveLength(1);
  });

  test('an older review does not approve the newer version', async () => {
    const { operator, lead, secondLead, newTask, putsOf, live } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.edit(task.task_id, { vod_start_video_index: 2 });
    await secondLead.reviews(card);
    await lead.reviews(card);
    await takesOver(at(), lead);

    expect(await secondLead.decides('approve')).toContain('was changed after you opened it');
    expect(putsOf(task)).toEqual([]);
  });

  test('it is not offered when the same field moved', async () => {
    const { operator, lead, newTask, live, slack } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.edit(task.task_id, { vod_loop_time: '9', vod_start_video_index: 2 });

    await lead.reviews(card);

    expect(JSON.stringify(slack.person(lead.id).modal()?.blocks)).not.toContain('"rebase"');
  });
});
