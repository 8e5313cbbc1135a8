import { expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { story } from './desk.ts';

const statuses = (calls: readonly { readonly answer: { status: unknown } | undefined }[]) =>
  calls.map(({ answer }) => answer?.status);

story('What the API answers', (at) => {
  test('a 400 is shown in the words of the API, with its ids and a line of advice', async () => {
    const { operator, lead, newTask, live, putsOf, opsChannel } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    const body = {
      error_code: 'LIVE.100011001',
      error_msg: 'Invalid parameter: source_urls',
      request_id: 'c0ffee00c0ffee00c0ffee00c0ffee00',
    };
    live.fail({ on: 'PUT', with: { status: 400, body } });

    await lead.approves(card);

    await card.says('Failed', ...Object.values(body), '💡');
    await card.threadSays('Failed', '@Olga Operator', '@Lena Lead', ...Object.values(body));
    await opsChannel.says('Failed', card.request, ...Object.values(body));
    expect(statuses(putsOf(task))).toEqual([400]);
    expect(live.task(task.task_id)).toEqual(task);
  });

  test('a field that differs after a 200 is named, and the lead is notified as well', async () => {
    const { operator, lead, newTask, live, opsChannel } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.before('PUT', () =>
      live.before('GET', () => void live.edit(task.task_id, { vod_start_video_time: 17 })),
    );

    await lead.approves(card);

    await card.says('Applied', 'not what was requested', 'Start position: 0 s → 17 s');
    await opsChannel.says('Applied', card.request, '@Lena Lead', 'Start position: 0 s → 17 s');
  });

  test.each(['renew', 'forgotten'] as const)(
    'an expired token (%s) is renewed once by each replica, and the call is made',
    async (how) => {
      const { operator, lead, newTask, live, putsOf, replicas } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { vod_loop_time: '4' });
      const tokensBefore = live.calls().filter(({ on }) => on === 'TOKEN').length;
      live.before('PUT', () => live.expireTokens(how));

      await lead.approves(card);

      await card.says('Applied');
      expect(statuses(putsOf(task))).toEqual([401, 200]);
      const tokens = live.calls().filter(({ on }) => on === 'TOKEN').length - tokensBefore;
      expect([tokens > 0, tokens <= replicas]).toEqual([true, true]);
    },
  );

  test('a throttled call is made again', async () => {
    const { operator, lead, newTask, live, putsOf } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.fail({ on: 'PUT', with: { status: 429, headers: { 'retry-after': '1' } } });

    await lead.approves(card);

    await card.says('Applied');
    expect(statuses(putsOf(task))).toEqual([429, 200]);
  });

  test('an answer that was lost is settled by reading: applied, with one call', async () => {
    const { operator, lead, newTask, live, putsOf, opsChannel } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.fail({ on: 'PUT', with: 'cut_after' });

    await lead.approves(card);

    await card.says('Outcome unknown');
    await card.threadSays('got no reply', 'not be sent twice');
    await card.says('Applied');
    await opsChannel.says('Applied', card.request);
    expect(putsOf(task)).toHaveLength(1);
    expect(live.task(task.task_id).vod_loop_time).toBe('4');
  });
});

story(
  'A project that sends only what differs, to an API that resets what is left out',
  (at) => {
    test('the fields that moved without being asked for are on the card', async () => {
      const { operator, lead, newTask, putsOf } = at();
      const task = newTask({ vod_start_video_time: 30, vod_loop_time: '12' });
      const card = await operator.asksFor(task, { vod_loop_time: '4' });

      await lead.approves(card);

      await card.says('Applied', 'not what was requested', 'Start position: 30 s → 0 s');
      expect(putsOf(task).map(({ body }) => body)).toEqual([
        {
          task_id: task.task_id,
          vod_loop_time: '4',
          vod_refresh_type: 'immediate_new_source',
        },
      ]);
    });
  },
  {
    projectYaml: [`approvers: { users: [${PEOPLE.lead.id}] }`, 'send: changed'],
    live: { omission: 'reset' },
  },
);
