import { expect, test } from 'vitest';
import { untilAnswer } from './answers.ts';
import { applies, BATCH_CONFIG, isSlate, someTasks, submitsBatch } from './batch.ts';
import { story } from './desk.ts';

story(
  'A batch',
  (at) => {
    test('of three is one request, one card and one approval, and every task is changed once', async () => {
      const { operator, lead, putsOf, opsChannel, store } = at();
      const { app, tasks } = someTasks(at(), 3);
      const before = await store.requestCount();
      const card = await applies(at(), `${app}/*`);

      expect(card.text()).toContain('Apply standby-slate to 3 tasks');
      for (const { stream_name: name } of tasks) expect(card.text()).toContain(`${app}/${name}`);
      expect(card.text().split('slate.mp4')).toHaveLength(2);
      const review = await lead.reviews(card);
      expect(review).toContain('no task has changed since');
      expect(review).not.toContain('one.mp4');
      await lead.fills({ note: 'Go' });
      await lead.pressesInForm('review_next');
      const diffs = await lead.untilSees('page 1 of 1');
      expect(diffs).toContain('The same change on 3 tasks:');
      expect(diffs).toContain(`${app}/c003`);
      expect(diffs.split('one.mp4')).toHaveLength(2);
      expect(tasks.flatMap(putsOf)).toEqual([]);
      await lead.decides('approve');
      await card.threadSays('Go');

      await card.says('✅ 3 applied', '*✅ Applied*');
      await opsChannel.says(card.request, '✅ 3 applied');
      expect(tasks.map((task) => putsOf(task).length)).toEqual([1, 1, 1]);
      expect(tasks.every((task) => isSlate(at(), task))).toBe(true);
      expect(card.copies()).toBe(1);
      expect(await store.requestCount()).toBe(before + 4);
      await operator.types(`/relay show ${card.request}.2`);
      await untilAnswer(at(), operator, `What happened to ${card.request}.2`, 'Approved with');
      await operator.types(`/relay history ${String(tasks[0]?.task_id)}`);
      await untilAnswer(at(), operator, '1 closed request', `${card.request}.`);
      await operator.types('/relay requests mine');
      const open = await untilAnswer(at(), operator, 'open request');
      expect(open).not.toContain(`${card.request}.`);
    });

    test('goes on when one fails and one was changed meanwhile, and its card says what became of each', async () => {
      const { lead, putsOf, live } = at();
      const { app, tasks } = someTasks(at(), 3);
      const card = await applies(at(), `${app}/*`);
      const [moved] = tasks;
      if (!moved) throw new Error('no tasks');
      live.edit(moved.task_id, { vod_loop_time: '9' });
      const review = await lead.reviews(card);
      const body = { error_code: 'LIVE.103100001', error_msg: 'Invalid request parameter' };
      live.fail({ on: 'PUT', with: { status: 400, body } });

      await lead.decides('approve');

      expect(review).toContain(`will not run:* ${app}/c001`);
      await card.says('*⚠️ Partly applied*', '✅ 1 applied', '❌ 1 failed', '🔀 1 not run');
      expect(putsOf(moved)).toEqual([]);
      expect(tasks.slice(1).map((task) => putsOf(task).length)).toEqual([1, 1]);
      expect(tasks.filter((task) => isSlate(at(), task))).toHaveLength(1);
    });

    test('takes the strictest policy of any of its tasks', async () => {
      const { lead, secondLead, putsOf, newTask } = at();
      const { app, tasks } = someTasks(at(), 1);
      const vip = newTask({ app_name: 'vip', stream_name: `of-${app}` });
      const card = await applies(at(), `${app}/* vip/of-${app}`);
      await card.says('needs 2 approvals');

      await lead.approves(card);
      await card.says('needs 1 more');
      expect([...tasks, vip].flatMap(putsOf)).toEqual([]);
      await secondLead.approves(card);

      await card.says('✅ 2 applied');
    });

    test.each([
      ['rejected', 'Rejected', 'rejected'],
      ['withdrawn', 'Withdrawn', 'withdrew'],
    ])('that is %s ends its parts, and changes nothing', async (how, said, told) => {
      const { operator, lead, putsOf, store } = at();
      const { app, tasks } = someTasks(at(), 2);
      const card = await applies(at(), `${app}/*`);

      if (how === 'rejected') await lead.rejects(card, 'Not now');
      else await operator.withdraws(card);

      await card.says(said);
      await at().isQuiet();
      await operator.types(`/relay show ${card.request}.1`);
      await untilAnswer(at(), operator, `What happened to ${card.request}.1`, told);
      expect(tasks.flatMap(putsOf)).toEqual([]);
      expect(await store.backlog()).toEqual([]);
    });

    test('is decided on as a whole: a part has no decision of its own, and a batch no form', async () => {
      const { operator, lead } = at();
      const { app } = someTasks(at(), 2);
      const card = await applies(at(), `${app}/*`);

      await lead.types(`/relay show ${card.request}.1`);
      const shown = await untilAnswer(at(), lead, `What happened to ${card.request}.1`);
      expect(shown).not.toContain('Review…');
      await operator.types(`/relay revert ${card.request}`);
      await operator.untilSees('has not ended yet', 'Nothing was requested');
    });

    test('is reverted by another batch, for each task that it changed', async () => {
      const { operator, lead, putsOf, live } = at();
      const { app, tasks } = someTasks(at(), 3);
      const held = tasks.map(({ task_id: id }) => live.task(id).source_urls);
      const card = await applies(at(), `${app}/*`);
      const [moved, again] = tasks;
      if (!moved || !again) throw new Error('no tasks');
      live.edit(moved.task_id, { vod_loop_time: '9' });
      await lead.approves(card);
      await card.says('*⚠️ Partly applied*', '✅ 2 applied', '🔀 1 not run');
      live.edit(again.task_id, { source_urls: ['https://media.example.com/after.mp4'] });

      const form = await operator.presses(card, 'revert');
      expect(form).toContain(`Undo what ${card.request} changed, on *2 tasks*`);
      expect(form).toMatch(new RegExp(`${card.request}\\.\\d ${app}/c001\\*: it was not applied`));
      const back = await submitsBatch(at(), 'The feed is back');

      await back.says(`Revert ${card.request} on 2 tasks`, 'needs 1 approval');
      expect(await lead.reviews(back)).toContain('no task has changed since');
      await lead.decides('approve');
      await back.says('✅ 2 applied');
      expect(tasks.map(({ task_id: id }) => live.task(id).source_urls)).toEqual(held);
      expect(tasks.map((task) => putsOf(task).length)).toEqual([0, 2, 2]);
      await operator.types(`/relay show ${back.request}.1`);
      await untilAnswer(at(), operator, `Revert ${card.request}.`);
      const nothing = await operator.presses(card, 'revert');
      expect(nothing).toContain('so nothing was requested');
      expect(nothing).toContain(`${app}/c002*: it already has its earlier settings`);
    });

    test('that nobody has to approve is requested once the number of its tasks was typed', async () => {
      const { operator, putsOf, cardOf } = at();
      const { app, tasks } = someTasks(at(), 2, 'unreviewed');
      const puts = () => tasks.map((task) => putsOf(task).length);
      await operator.types(`/relay apply standby-slate live-prod ${app}/*`);
      await operator.untilSees('as one request');
      await operator.fills({ reason: 'The feed is gone' });

      await operator.triesToSubmit();
      await operator.untilSees('nobody reviews this first', 'type the number of tasks: *2*');
      await operator.fills({ confirm: '20' });
      await operator.triesToSubmit();
      await operator.untilSees('Nothing was requested: the number of tasks is 2.');
      expect(puts()).toEqual([0, 0]);
      await operator.fills({ confirm: '2' });
      await operator.triesToSubmit();

      const said = await operator.untilSees('R-');
      const card = await cardOf(/R-\d+/.exec(said)?.[0] ?? '');
      await card.says('✅ 2 applied');
      expect(puts()).toEqual([1, 1]);
    });

    test('that was refused can be submitted again with another reason', async () => {
      const { operator } = at();
      const { app, tasks } = someTasks(at(), 2);
      const [, second] = tasks;
      if (!second) throw new Error('no tasks');
      const single = await operator.asksFor(second, { vod_loop_time: '4' });
      await operator.types(`/relay apply standby-slate live-prod ${app}/*`);
      await operator.untilSees('as one request');
      await operator.fills({ reason: 'The feed is gone' });
      await operator.triesToSubmit();
      await operator.untilSees(`already have an open request for this task: ${single.request}`);
      await operator.withdraws(single);
      await single.says('Withdrawn');

      const card = await submitsBatch(at(), 'The feed is gone again');

      await card.says('Apply standby-slate to 2 tasks', 'The feed is gone again');
    });
  },
  { projectYaml: BATCH_CONFIG },
);
