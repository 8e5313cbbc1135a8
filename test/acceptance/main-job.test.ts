import { expect, test } from 'vitest';
import { PROJECT } from '#sandbox/cast.ts';
import { toWireTime } from '#sandbox/live/wire-task.ts';
import { OWN_DESK, DAY_MS, secondsFromNow, story } from './desk.ts';

story(
  'The main job',
  (at) => {
    test('the task holds what was requested and approved, and everybody is told', async () => {
      const { operator, lead, opsChannel, live, newTask, putsOf } = at();
      const task = newTask();
      const urls = ['https://media.example.com/one.mp4', 'https://media.example.com/evening.mp4'];
      const end = secondsFromNow(2 * DAY_MS);

      const card = await operator.asksFor(
        task,
        { source_urls: urls.join('\n'), end_time: end },
        'The evening bulletin is ready',
      );
      expect(await card.says('Waiting for approval')).toContain('The evening bulletin is ready');
      expect(card.text()).toContain('7 fields do not change');
      const review = await lead.reviews(card);
      expect(review).toContain('the task has not changed');
      expect(await lead.decides('approve', 'Looks right')).toContain('You approved');

      const applied = await card.says('Applied', `task_id \`${task.task_id}\``, 'request_id');
      expect(applied).toContain('the task now has every requested setting');
      expect(await card.threadSays('@Lena Lead approved')).toContain('Looks right');
      await card.threadSays('Applied', '@Olga Operator');
      await opsChannel.says('Applied', card.request, task.task_id);
      const [put, ...more] = putsOf(task);
      expect(more).toEqual([]);
      expect(put).toMatchObject({
        path: `/v1/${PROJECT.id}/pull/stream/task`,
        body: {
          task_id: task.task_id,
          source_urls: urls,
          end_time: toWireTime(end * 1000),
          vod_refresh_type: 'immediate_new_source',
          vod_loop_time: '-1',
          callback_events: task.callback_events,
        },
      });
      expect(live.task(task.task_id)).toEqual({
        ...task,
        source_urls: urls,
        end_time: toWireTime(end * 1000),
      });
    });

    test('the card shows each changed field from old to new, and the review shows the whole digest', async () => {
      const { operator, lead, newTask } = at();
      const task = newTask();

      const card = await operator.asksFor(task, {
        source_urls: 'https://media.example.com/one.mp4\nhttps://media.example.com/four.mp4',
        vod_loop_time: '3',
        status: 'pause',
      });
      const review = await lead.reviews(card);

      const text = card.text();
      expect(text).toContain('Status: On → Paused');
      expect(text).toContain('Rounds: until the end → 3 rounds');
      expect(text).toContain('+  2  https://media.example.com/four.mp4');
      expect(text).toContain('-  2  https://media.example.com/two.mp4');
      expect(text).toContain('OFF AIR* as soon as this runs, until someone resumes it');
      const digest = /digest\s+([0-9a-f]{64})/.exec(review)?.[1] ?? '';
      expect(text).toContain(digest.slice(0, 12));
      expect(digest).not.toBe('');
    });

    test('a replica uses one token for all its calls', async () => {
      const { operator, lead, newTask, live, replicas } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });

      await lead.approves(card);
      await card.says('Applied');

      const tokens = live.calls().filter(({ on }) => on === 'TOKEN').length;
      expect([tokens > 0, tokens <= replicas]).toEqual([true, true]);
    });
  },
  OWN_DESK,
);
