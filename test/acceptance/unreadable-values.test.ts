import { expect, test } from 'vitest';
import { PROJECT } from '#sandbox/cast.ts';
import { messageText } from '#sandbox/story-text.ts';
import { story } from './desk.ts';

story('What the Live API answers and nobody can read', (at) => {
  test.each([
    ['vod_start_video_time', 12.5, '12.5', 'Start position: '],
    ['vod_refresh_type', 2, '2', 'How to switch: '],
    ['callback_events', 'TaskAlarm', '"TaskAlarm"', 'Reported events: '],
  ])(
    'does not count as the default: a task whose %s became %j after the form was opened is not changed',
    async (field, raw, said, label) => {
      const { operator, lead, newTask, putsOf, live } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { vod_loop_time: '4' });
      live.setRaw(task.task_id, { [field]: raw });

      const review = await lead.reviews(card);
      await lead.decides('approve');

      expect(review).toContain(`⚠️ cannot be read: ${said}`);
      expect(review).not.toContain('Rebase');
      await card.says('Not run', label, `⚠️ cannot be read: ${said}`);
      expect(putsOf(task)).toEqual([]);
    },
  );

  test.each([
    ['vod_refresh_type', 2, '2'],
    ['vod_start_video_time', 12.5, '12.5'],
    ['vod_loop_time', { rounds: 3 }, '{"rounds":3}'],
    ['source_urls', ['https://media.example.com/a.mp4?auth_key=hidden-key', null], 'a.mp4?…'],
    ['status', true, 'true'],
  ])('offers no form: %s holds %j, and the notice says so', async (field, raw, said) => {
    const { operator, newTask, live } = at();
    const task = newTask();
    live.setRaw(task.task_id, { [field]: raw });

    await operator.types(`/relay modify ${PROJECT.name} ${task.task_id}`);

    const told = await operator.untilSees('This task cannot be changed here');
    expect(told).toContain(field);
    expect(told).toContain(said);
    expect(told).not.toContain('hidden-key');
    expect(told).not.toContain('[Ask for approval]');
  });

  test('is shown as it is by /relay show and /relay list', async () => {
    const { operator, newTask, live } = at();
    const task = newTask();
    live.setRaw(task.task_id, { status: 7, source_urls: 'x', vod_loop_time: { rounds: 3 } });

    await operator.types(`/relay show ${PROJECT.name} ${task.task_id}`);
    await operator.isTold(
      'vod_loop_time  ⚠️ cannot be read: {"rounds":3}',
      'source_urls  ⚠️ cannot be read: "x"',
      'Not changeable here',
    );
    await operator.types(`/relay list ${PROJECT.name} ${task.task_id}`);
    await operator.isTold('⚠️ status cannot be read: `7`', '⚠️ sources cannot be read');
  });

  test('does not count as the requested value: a loop that reads back as an object is not called applied', async () => {
    const { operator, lead, newTask, putsOf, live, opsChannel } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.before('PUT', () =>
      live.before('GET', () => live.setRaw(task.task_id, { vod_loop_time: { rounds: 3 } })),
    );

    await lead.approves(card);

    const said = await card.says(
      'Accepted, but the task does not have the change',
      'Rounds: 4 rounds → ⚠️ cannot be read: {"rounds":3}',
    );
    expect(said).not.toMatch(/✅|Applied|every requested|every field/);
    await opsChannel.says('Accepted, but the task does not have the change', card.request);
    expect(putsOf(task)).toHaveLength(1);
  });

  test('says neither yes nor no after a refusal', async () => {
    const { operator, lead, newTask, putsOf, live } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.before('PUT', () => {
      live.fail({ on: 'PUT', with: { status: 400, body: { error_code: 'LIVE.100011001' } } });
      live.setRaw(task.task_id, { vod_loop_time: { rounds: 4 } });
    });

    await lead.approves(card);

    await card.says(
      'Failed',
      'the change may or may not have taken effect',
      'Rounds: 4 rounds → ⚠️ cannot be read: {"rounds":4}',
    );
    expect(card.text()).not.toContain('does not have the change');
    expect(putsOf(task)).toHaveLength(1);
  });

  test.each([
    ['null beside a count', { task_infos: null, total: 5 }, 'unknown shape'],
    ['an empty list beside a count', { task_infos: [], total: 1 }, 'unknown shape'],
    ['a 200 that is a no', { task_infos: [], error_code: 'LIVE.100011002' }, 'LIVE.100011002'],
  ])('never leads to "no such task": %s', async (_what, body, said) => {
    const { operator, newTask, live } = at();
    const task = newTask();
    live.fail({ on: 'GET', times: Infinity, with: { status: 200, body } });

    await operator.types(`/relay modify ${PROJECT.name} ${task.task_id}`);

    const told = await operator.untilSees('did not return the task');
    expect(told).toContain(said);
    expect(told).not.toContain('There is no task');
  });

  test('is never shown as markup and mentions nobody', async () => {
    const { operator, lead, newTask, live, slack } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.setRaw(task.task_id, { vod_refresh_type: { '<!channel>': '<@U0LEAD> `*x*`' } });

    await lead.approves(card);

    const said = await card.says('Not run', 'cannot be read');
    expect(said).toContain('<!channel>');
    const mentions = card.now().replies.flatMap((reply) => reply.mentions);
    expect([...card.now().mentions, ...mentions].map(({ kind }) => kind)).not.toContain('channel');
    expect(slack.faults()).toEqual([]);
    expect(messageText(card.now())).not.toContain('✅');
  });
});
