import { expect, test } from 'vitest';
import { toWireTime } from '#sandbox/live/wire-task.ts';
import { newestAnswer, untilAnswer } from './answers.ts';
import { BATCH_CONFIG, SLATE, someTasks, submitsBatch } from './batch.ts';
import { DAY_MS, HOUR_MS, story } from './desk.ts';
import { GO_BACK_MS } from './nights.ts';

story(
  'What a batch is to change',
  (at) => {
    test('names what it cannot include and why, and asks for the rest', async () => {
      const { operator } = at();
      const { app } = someTasks(at(), 2);
      at().newTask({
        app_name: app,
        stream_name: 'has-it',
        source_urls: [SLATE],
        vod_start_video_index: 0,
      });
      at().newTask({ app_name: app, stream_name: 'live-feed', source_type: 'PullChannelPushLive' });

      const frozen = at().newTask({ app_name: app, stream_name: 'frozen' });
      await at().lead.types(`/relay freeze ${frozen.task_id} for 2h Election night`);
      await at().lead.isTold('Election night');

      await operator.types(`/relay apply standby-slate live-prod ${app}/* nothing/here`);
      const form = await operator.untilSees('as one request');

      expect(form).toContain('Apply *standby-slate* to *2 tasks*');
      expect(form).toContain(`${app}/has-it*: it already has all of these settings`);
      expect(form).toContain(`${app}/live-feed*: 🔒 This task cannot be changed`);
      expect(form).toContain('nothing/here*: there is no task of this name');
      const card = await submitsBatch(at(), 'The feed is gone');
      await card.says(
        'Apply standby-slate to 2 tasks',
        'Not included:',
        'nothing/here*: there is no task',
      );
      expect(await at().lead.reviews(card)).toContain(
        'nothing/here*: there is no task of this name',
      );
      expect(form).toMatch(
        new RegExp(`${app}/frozen\\*: ❄️ Changes are frozen until .*Election night`),
      );
    });

    test('an end that fits tasks which start later is accepted; where clocks show it twice, it is asked about', async () => {
      const { operator } = at();
      const first = GO_BACK_MS / 1000 - 30 * 60;
      const { app, tasks } = someTasks(at(), 2);
      for (const { task_id: id } of tasks) {
        at().live.edit(id, {
          start_time: toWireTime(GO_BACK_MS - 13 * HOUR_MS),
          end_time: toWireTime(GO_BACK_MS + 2 * DAY_MS),
        });
      }
      await operator.types(`/relay apply live-prod ${app}/*`);
      await operator.untilSees('Relay tasks');
      await operator.fills({ end_time: first });
      await operator.triesToSubmit();
      await operator.untilSees('Which 02:30 is meant?');

      expect(JSON.stringify(await operator.triesToSubmit())).toContain('required');
      await operator.fills({ which_end_time: 'The second 02:30 (UTC+01:00)' });
      await operator.triesToSubmit();

      expect(await operator.untilSees('as one request')).toContain(
        toWireTime(GO_BACK_MS + HOUR_MS / 2),
      );
    });

    test('is chosen in a form: tasks that are searched, and a preset or fields', async () => {
      const { operator, lead, live } = at();
      const { app, tasks } = someTasks(at(), 3);
      const ids = tasks.map(({ task_id: id }) => id);

      await operator.types('/relay apply');
      await operator.untilSees('Relay tasks');
      const found = await operator.searches('tasks live-prod', `${app}/`);
      expect(found).toHaveLength(3);
      await operator.fills({ 'tasks live-prod': ids.slice(0, 2) });
      const nothing = await operator.triesToSubmit();
      expect(nothing).toMatchObject({
        errors: { source_urls: 'Choose a preset, or fill in what to change.' },
      });
      await operator.fills({ source_urls: 'ftp://media.example.com/a.mp4' });
      expect(JSON.stringify(await operator.triesToSubmit())).toContain('Line 1');
      await operator.fills({
        source_urls: 'https://media.example.com/typed.mp4',
        vod_refresh_type: 'immediate_new_source',
      });
      await operator.triesToSubmit();
      const form = await operator.untilSees('as one request');
      expect(form).toContain('Change *2 tasks* in *live-prod*');
      expect(form).toContain('typed.mp4');

      await operator.fills({ reason: 'The feed is gone' });
      await operator.pressesInForm('pick_again');
      await operator.untilSees('Relay tasks');
      await operator.fills({ 'picked_preset live-prod': 'standby-slate', source_urls: null });
      await operator.triesToSubmit();
      await operator.untilSees('Apply *standby-slate* to *2 tasks*');
      const card = await submitsBatch(at());
      await card.says('Apply standby-slate to 2 tasks', 'The feed is gone');
      await lead.approves(card);
      await card.says('✅ 2 applied');
      expect(ids.map((id) => live.task(id).source_urls)).toEqual([
        [SLATE],
        [SLATE],
        expect.not.arrayContaining([SLATE]),
      ]);
    });

    test('is asked for from a list, with the tasks that the list was narrowed down to', async () => {
      const { operator } = at();
      const { app } = someTasks(at(), 3);
      await operator.types(`/relay list live-prod ${app}/c00`);
      const list = await untilAnswer(at(), operator, `${app}/c001`);
      expect(list).toContain('Change several…');
      await at().slack.person(operator.id).presses(newestAnswer(at(), operator), 'change_several');
      await operator.untilSees('Relay tasks');
      await operator.fills({ status: 'pause' });
      await operator.triesToSubmit();
      const form = await operator.untilSees('as one request');
      expect(form).toContain('Change *3 tasks*');

      const card = await submitsBatch(at(), 'Rights claim');
      await card.says('Change 3 tasks', 'OFF AIR');
    });

    test('from a list of more tasks than a request takes, it says so and lets people choose', async () => {
      const { operator, slack } = at();
      const { app } = someTasks(at(), 101);
      await operator.types(`/relay list live-prod ${app}/`);
      await untilAnswer(at(), operator, `${app}/c001`);
      await slack.person(operator.id).presses(newestAnswer(at(), operator), 'change_several');

      expect(await operator.untilSees('Relay tasks')).toContain('101 tasks; one request takes 100');
    });

    test('without a task that could take it requests nothing and keeps the reasons', async () => {
      const { operator } = at();
      await operator.types('/relay apply standby-slate live-prod nobody/*');
      await operator.untilSees('so nothing was requested', 'there is no task of this name');
      await operator.leaves();
      await operator.types('/relay apply standby-slat live-prod live/*');
      await operator.untilSees('There is no preset', 'Did you mean `standby-slate`?');
    });

    test('keeps the tasks that were typed without a preset, or with one that does not exist', async () => {
      const { operator } = at();
      const { app } = someTasks(at(), 2);
      for (const [preset, said] of [
        ['', 'Relay tasks'],
        ['standby-slat ', 'There is no preset'],
      ] as const) {
        await operator.types(`/relay apply ${preset}live-prod ${app}/*`);
        await operator.untilSees(said);
        await operator.fills({ status: 'pause' });
        await operator.triesToSubmit();
        await operator.untilSees('Change *2 tasks*');
        await operator.leaves();
      }
    });
  },
  { projectYaml: BATCH_CONFIG, clocksChange: true },
);
