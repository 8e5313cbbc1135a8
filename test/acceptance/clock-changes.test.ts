import { expect, test } from 'vitest';
import { toWireTime } from '#sandbox/live/wire-task.ts';
import { story } from './desk.ts';
import { opensAgain } from './life.ts';
import { GO_BACK_MS, GO_FORWARD_MS } from './nights.ts';

const HOUR = 60 * 60;
const goBack = GO_BACK_MS / 1000;
/** In Unix seconds, as a picker sends them. */
const DAY_BEFORE = goBack - 13 * HOUR;
/** 02:30 in Berlin, where the operator sits: in summer time, and an hour later in winter time. */
const FIRST = goBack - HOUR / 2;
const SECOND = goBack + HOUR / 2;

/** What a picker makes of 02:30 on a night without one: 03:30. */
const SKIPPED = GO_FORWARD_MS / 1000 + HOUR / 2;
const DAY_BEFORE_SKIPPED = SKIPPED - 13.5 * HOUR;

const wire = (seconds: number): string => toWireTime(seconds * 1000);
/** Of a task that is planned around the night on which 02:30 comes twice. */
const AROUND = { start_time: wire(goBack - 25 * HOUR), end_time: wire(goBack + 47 * HOUR) };

story(
  'The clocks change',
  (at) => {
    const asks = async (fields: Record<string, number>) => {
      const { operator, newTask } = at();
      const task = newTask();
      await operator.opensForm(task.task_id);
      await operator.fills({ ...fields, reason: 'Around the change of the clocks' });
      return { task, answer: await operator.triesToSubmit() };
    };
    const shown = (): string => at().operator.sees();

    test('a time that comes twice is asked about before anything is requested, and the answer is what runs', async () => {
      const { operator, lead, live, cardOf, store } = at();
      const before = await store.requestCount();
      const { task, answer } = await asks({ start_time: DAY_BEFORE, end_time: FIRST });

      expect('updated' in answer).toBe(true);
      expect(await store.requestCount()).toBe(before);
      expect(shown()).toContain('Which 02:30 is meant?');
      expect(await operator.triesToSubmit()).toEqual({
        errors: { [`which_end_time ${FIRST}`]: expect.stringContaining('required') as string },
      });
      await operator.fills({ which_end_time: 'The second 02:30 (UTC+01:00)' });
      await operator.pressesInForm('what_would_it_do');
      await operator.untilSees('What this does', 'Which 02:30 is meant?');
      const card = await cardOf(await operator.submits());
      await lead.approves(card);
      await card.says('Applied');

      expect(live.task(task.task_id).end_time).toBe(wire(SECOND));
      await opensAgain(at(), operator, card, 'revert');
      expect(shown()).not.toContain('is meant?');
    });

    test('a time that does not exist is asked about, whatever Slack made of it', async () => {
      const { operator, cardOf } = at();
      await asks({ start_time: DAY_BEFORE_SKIPPED, end_time: SKIPPED });

      expect(shown()).toContain('Is 03:30 meant?');
      expect(JSON.stringify(operator.form()?.blocks)).toContain('There is no 02:30 that day');
      expect(await operator.triesToSubmit()).toEqual({
        errors: {
          [`which_end_time ${SKIPPED}`]: expect.stringContaining('Choose what is meant') as string,
        },
      });
      await operator.fills({ end_time: SKIPPED + HOUR });

      const card = await cardOf(await operator.submits());
      expect(card.text()).toContain(wire(SKIPPED + HOUR));
    });

    test('the time that Slack made of it may be confirmed', async () => {
      const { operator, cardOf } = at();
      await asks({ start_time: DAY_BEFORE_SKIPPED, end_time: SKIPPED });
      await operator.fills({ which_end_time: 'Yes, 03:30 (UTC+02:00)' });

      expect((await cardOf(await operator.submits())).text()).toContain(wire(SKIPPED));
    });

    test('another ambiguous time is asked about separately', async () => {
      const { operator } = at();
      await asks({ start_time: DAY_BEFORE, end_time: FIRST });
      await operator.fills({ which_end_time: 'The first 02:30 (UTC+02:00)' });
      await operator.fills({ end_time: FIRST + 15 * 60 });

      expect('updated' in (await operator.triesToSubmit())).toBe(true);
      expect(shown()).toContain('Which 02:45 is meant?');
      expect(shown()).not.toContain('Which 02:30 is meant?');
    });

    test('the time to apply is asked about as well, also in a short form', async () => {
      const { operator, cardOf, newTask } = at();
      await operator.types(`/relay pause ${newTask(AROUND).task_id}`);
      await operator.untilSees('Pause a relay task');
      await operator.fills({ apply_at: FIRST, reason: 'Nobody watches' });

      expect('updated' in (await operator.triesToSubmit())).toBe(true);
      expect(shown()).toContain('Which 02:30 is meant?');
      await operator.fills({ which_apply_at: String(SECOND * 1000) });
      expect((await cardOf(await operator.submits())).text()).toContain(wire(SECOND));
    });

    test('a time to which a request is moved is asked about as well, and the answer is when it runs', async () => {
      const { operator, slack, newTask } = at();
      const task = newTask(AROUND);
      const card = await operator.asksFor(task, { vod_loop_time: '4', apply_at: DAY_BEFORE });
      await slack.person(operator.id).presses(card.now(), 'move');
      await operator.untilSees('Move');
      await operator.fills({ apply_at: FIRST });
      await operator.untilSees('Which 02:30 is meant?');

      expect(await operator.triesToSubmit()).toEqual({
        errors: { [`which_apply_at ${FIRST}`]: expect.stringContaining('required') as string },
      });
      await operator.fills({ which_apply_at: 'The second 02:30 (UTC+01:00)' });
      await operator.triesToSubmit();

      await card.says('runs', wire(SECOND));
    });

    test("the task's own time is not asked about, nor one that is unambiguous in the person's time zone", async () => {
      const { operator, thirdLead, newTask, cardOf } = at();
      const task = newTask({ start_time: wire(DAY_BEFORE), end_time: wire(FIRST) });
      await operator.opensForm(task.task_id);
      await operator.fills({ vod_loop_time: '4', reason: 'Four rounds' });
      expect((await cardOf(await operator.submits())).text()).toContain('4 rounds');

      await thirdLead.opensForm(newTask().task_id);
      await thirdLead.fills({ start_time: DAY_BEFORE, end_time: FIRST, reason: '夜间' });
      await cardOf(await thirdLead.submits());
    });
  },
  { clocksChange: true },
);
