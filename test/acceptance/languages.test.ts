import { expect, test } from 'vitest';
import { modalText } from '#sandbox/story-text.ts';
import { story } from './desk.ts';

story('A lead whose Slack is in Chinese, in a project that speaks English', (at) => {
  test('reviews and decides in Chinese, while card, thread and result stay English', async () => {
    const { operator, thirdLead, opsChannel, newTask } = at();
    const card = await operator.asksFor(newTask(), { status: 'pause' });

    const review = await thirdLead.reviews(card);
    const answer = await thirdLead.decides('approve', 'Fine');

    expect(review).toContain('待审批');
    expect(review).toContain('将停播');
    expect(review).toContain('你的决定');
    expect(review).not.toContain('Waiting for approval');
    expect(answer).toContain(`你批准了 ${card.request}`);
    const text = await card.says('Applied', 'approved by @Li Third');
    expect(text).not.toMatch(/\p{Script=Han}/u);
    await card.threadSays('@Li Third approved (1 of 1)');
    expect(await opsChannel.says('Applied', card.request)).not.toMatch(/\p{Script=Han}/u);
  });

  test('is refused, helped and shown tasks in Chinese, and fills in a Chinese form', async () => {
    const { thirdLead, newTask } = at();
    const task = newTask();

    expect(await thirdLead.types('/relay modfy')).toMatch(/没有命令.*是否要输入 `modify`/);
    expect(await thirdLead.types('/relay help')).toContain('申请变更拉流转推任务');
    await thirdLead.types(`/relay show ${task.task_id}`);
    await thirdLead.isTold(task.task_id, '▶️ 启用');

    await thirdLead.opensForm(task.task_id);
    await thirdLead.untilSees('变更拉流转推任务', '提交审批', '变更原因');
    await thirdLead.fills({ reason: '停播检修' });
    expect(JSON.stringify(await thirdLead.triesToSubmit())).toContain('请至少修改一个字段');
    await thirdLead.fills({ status: 'pause' });
    const card = await at().cardOf(await thirdLead.submits());

    expect(card.text()).toContain('Waiting for approval');
    expect(await thirdLead.reviews(card)).toContain('这是你本人的申请');
  });

  test('is followed if their Slack has another language, and only for them', async () => {
    const { operator, lead, thirdLead, newTask } = at();
    const card = await operator.asksFor(newTask(), { vod_loop_time: '3' });

    expect(await lead.reviews(card)).toContain('Your decision');
    expect(await thirdLead.reviews(card)).toContain('你的决定');
  });
});

story(
  'A project that speaks Chinese',
  (at) => {
    test('posts its card, its thread and its result in Chinese, and everybody else reads their own', async () => {
      const { operator, lead, opsChannel, newTask } = at();
      const form = await operator.opensForm(newTask().task_id);
      await operator.fills({ vod_loop_time: '4', reason: 'Four rounds' });
      const card = await at().cardOf(await operator.submits());

      expect(modalText(form)).toContain('Ask for approval');
      expect(await card.says('待审批', '申请人', '须 1 人批准')).not.toContain('Waiting');
      expect(await lead.reviews(card)).toContain('Your decision');
      await lead.decides('approve');

      await card.says('✅ 已生效', '@Lena Lead 于', '任务的设置与申请完全一致');
      await card.threadSays('@Lena Lead 批准（1/1）');
      await opsChannel.says('已生效', card.request, '@Olga Operator');
    });

    test('says in Chinese why a change failed, and what to do', async () => {
      const { operator, lead, opsChannel, newTask, live } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      const body = { error_code: 'LIVE.100011001', error_msg: 'Invalid parameter: source_urls' };
      live.fail({ on: 'PUT', with: { status: 400, body } });

      await lead.approves(card);

      await card.says('❌ 失败', ...Object.values(body), 'API 不接受某个参数值');
      await opsChannel.says('失败', card.request);
    });

    test('explains in Chinese what the API left unexplained', async () => {
      const { operator, lead, opsChannel, newTask, live } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      live.fail({ on: 'PUT', with: { status: 403, body: { teapot: true } } });

      await lead.approves(card);

      const text = await card.says('❌ 失败', '应答中没有错误码：{"teapot":true');
      expect(text).not.toContain('error code');
      await opsChannel.says('失败', card.request, '应答中没有错误码');
    });

    test('posts watched events in Chinese', async () => {
      const { operator, opsChannel, newTask } = at();

      await operator.types(`/relay watch ${newTask().task_id} TaskAlarm`);

      await opsChannel.says('🔔 @Olga Operator 让本频道订阅', '`TaskAlarm`');
      await operator.types('/relay watch');
      await operator.isTold('This channel has');
    });
  },
  {
    projectYaml: ['language: zh-CN', 'approvers: { users: [U0LEAD], usergroups: [S0LEADS] }'],
  },
);
