import { expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import type { WireTaskFields } from '#sandbox/live/wire-task.ts';
import { untilAnswer } from './answers.ts';
import { submitsBatch } from './batch.ts';
import { story } from './desk.ts';

let apps = 0;

story(
  'A batch, and tasks that push to one target',
  (at) => {
    const paused = { status: 'pause' };

    /** Tasks of an app of their own, of which the first two push to one target. */
    const tasksOf = (...all: readonly WireTaskFields[]) => {
      apps += 1;
      const app = `pair${apps}`;
      const destination_url = `rtmp://elsewhere.example.com/live/${app}`;
      const names = ['main', 'backup', 'other'];
      const tasks = all.map((fields, index) =>
        at().newTask({
          app_name: app,
          stream_name: names[index] ?? '',
          ...(index < 2 ? { destination_url } : {}),
          ...fields,
        }),
      );
      return { app, tasks };
    };

    test.each<[string, WireTaskFields]>([
      ['two of its tasks come on air on one target', paused],
      ['one of them comes on air on the target of a task that runs', {}],
    ])('if %s, form, card and review warn of it', async (_what, main) => {
      const { operator, lead, live } = at();
      const { app, tasks } = tasksOf(main, paused, paused);
      await operator.types(`/relay apply resume live-prod ${app}/*`);

      const form = await operator.untilSees('as one request');
      const card = await submitsBatch(at(), 'All on air again');
      const review = await lead.reviews(card);

      for (const said of [form, card.text(), review]) {
        expect(said).toMatch(new RegExp(`${app}/backup.*Could go OFF AIR`));
        expect(said).not.toMatch(new RegExp(`${app}/other.*OFF AIR`));
      }
      await operator.types(`/relay show ${card.request}.1`);
      await untilAnswer(at(), operator, `${app}/main pushes to the same target`);
      await lead.decides('reject', 'One of them is enough');
      await card.says('Rejected');
      expect(tasks.map(({ task_id: id }) => live.task(id).status)).toEqual([
        main.status ?? 'enable',
        'pause',
        'pause',
      ]);
    });
  },
  {
    projectYaml: [
      `approvers: { users: [${PEOPLE.lead.id}] }`,
      'presets: { resume: { status: enable, vod_refresh_type: continue_from_break_point } }',
    ],
  },
);
