import { expect, test } from 'vitest';
import { story } from './desk.ts';
import { opensAgain } from './life.ts';

/** Unix seconds, as a picker sends them. */
const seconds = (text: string): number => Date.parse(text) / 1000;

const DAY_BEFORE = seconds('2027-10-30T12:00:00Z');
/** 02:30 in Berlin, where the operator sits: in summer time, and an hour later in winter time. */
const FIRST = seconds('2027-10-31T00:30:00Z');
const SECOND = seconds('2027-10-31T01:30:00Z');

/** What a picker makes of 02:30 on a night without one: 03:30. */
const SKIPPED = seconds('2027-03-28T01:30:00Z');

story('The clocks change', (at) => {
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

    expect(live.task(task.task_id).end_time).toBe('2027-10-31T01:30:00Z');
    await opensAgain(at(), operator, card, 'revert');
    expect(shown()).not.toContain('is meant?');
  });

  test('a time that does not exist is asked about, whatever Slack made of it', async () => {
    const { operator, cardOf } = at();
    await asks({ start_time: seconds('2027-03-27T12:00:00Z'), end_time: SKIPPED });

    expect(shown()).toContain('Is 03:30 meant?');
    expect(JSON.stringify(operator.form()?.blocks)).toContain('There is no 02:30 that day');
    expect(await operator.triesToSubmit()).toEqual({
      errors: {
        [`which_end_time ${SKIPPED}`]: expect.stringContaining('Choose what is meant') as string,
      },
    });
    await operator.fills({ end_time: seconds('2027-03-28T02:30:00Z') });

    const card = await cardOf(await operator.submits());
    expect(card.text()).toContain('2027-03-28T02:30:00Z');
  });

  test('the time that Slack made of it may be confirmed', async () => {
    const { operator, cardOf } = at();
    await asks({ start_time: seconds('2027-03-27T12:00:00Z'), end_time: SKIPPED });
    await operator.fills({ which_end_time: 'Yes, 03:30 (UTC+02:00)' });

    expect((await cardOf(await operator.submits())).text()).toContain('2027-03-28T01:30:00Z');
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
    await operator.types(
      `/relay pause ${newTask({ end_time: '2027-11-02T00:00:00Z', start_time: '2027-10-30T00:00:00Z' }).task_id}`,
    );
    await operator.untilSees('Pause a relay task');
    await operator.fills({ apply_at: FIRST, reason: 'Nobody watches' });

    expect('updated' in (await operator.triesToSubmit())).toBe(true);
    expect(shown()).toContain('Which 02:30 is meant?');
    await operator.fills({ which_apply_at: String(SECOND * 1000) });
    expect((await cardOf(await operator.submits())).text()).toContain('2027-10-31T01:30:00Z');
  });

  test('a time to which a request is moved is asked about as well, and the answer is when it runs', async () => {
    const { operator, slack, newTask } = at();
    const task = newTask({ start_time: '2027-10-30T00:00:00Z', end_time: '2027-11-02T00:00:00Z' });
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

    await card.says('runs', '2027-10-31T01:30:00Z');
  });

  test("the task's own time is not asked about, nor one that is unambiguous in the person's time zone", async () => {
    const { operator, thirdLead, newTask, cardOf } = at();
    const task = newTask({ start_time: '2027-10-30T12:00:00Z', end_time: '2027-10-31T00:30:00Z' });
    await operator.opensForm(task.task_id);
    await operator.fills({ vod_loop_time: '4', reason: 'Four rounds' });
    expect((await cardOf(await operator.submits())).text()).toContain('4 rounds');

    await thirdLead.opensForm(newTask().task_id);
    await thirdLead.fills({ start_time: DAY_BEFORE, end_time: FIRST, reason: '夜间' });
    await cardOf(await thirdLead.submits());
  });
});
