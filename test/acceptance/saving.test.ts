import { expect, test } from 'vitest';
import { newestAnswer, untilAnswer } from './answers.ts';
import { OWN_DESK, story } from './desk.ts';

const reason = 'The programme has changed';

story(
  'Submitting',
  (at) => {
    test('twice gives one request', async () => {
      const { operator, newTask, store, slack, isQuiet, leadsChannel } = at();
      const before = await store.requestCount();
      await operator.opensForm(newTask().task_id);
      await operator.fills({ vod_loop_time: '2', reason });

      const answers = await Promise.all([operator.triesToSubmit(), operator.triesToSubmit()]);

      const requests = answers.map((answer) => /R-\d+/.exec(JSON.stringify(answer))?.[0]);
      expect(requests[0]).toBeDefined();
      expect(requests[1]).toBe(requests[0]);
      await slack.redeliverLast();
      await isQuiet();
      expect(await store.requestCount()).toBe(before + 1);
      expect(leadsChannel.count(`${requests[0]} `)).toBe(1);
    });

    test('while Redis is down keeps the form open with what was typed, and then goes through once', async () => {
      const { operator, lead, newTask, store, redis, putsOf } = at();
      const task = newTask();
      const before = await store.requestCount();
      await operator.opensForm(task.task_id);
      await operator.fills({ vod_loop_time: '3', reason });
      const typed = operator.form()?.state;

      await redis.kill();
      const failed = await operator.triesToSubmit();
      await redis.restart();
      const kept = operator.form()?.state;
      const card = await at().cardOf(await operator.submits());

      expect(failed).toMatchObject({
        errors: { reason: expect.stringContaining('may not have been saved') as string },
      });
      expect(kept).toEqual(typed);
      await lead.approves(card);
      await card.says('Applied');
      expect(await store.requestCount()).toBe(before + 1);
      expect(putsOf(task)).toHaveLength(1);
    });

    test('while Redis is frozen may still have saved it: trying again gives the same request', async () => {
      const { operator, newTask, store, redis, isQuiet } = at();
      const before = await store.requestCount();
      await operator.opensForm(newTask().task_id);
      await operator.fills({ vod_loop_time: '3', reason });

      redis.freeze();
      const failed = await operator.triesToSubmit();
      redis.thaw();
      const card = await at().cardOf(await operator.submits());

      expect(Object.keys('errors' in failed ? failed.errors : {})).toEqual(['reason']);
      await isQuiet();
      expect(await store.requestCount()).toBe(before + 1);
      expect(card.copies()).toBe(1);
    });

    test('a preset while Redis is down keeps its name, and then saves it', async () => {
      const { operator, lead, newTask, slack, redis } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '3' });
      await lead.approves(card);
      await card.says('Applied');
      await lead.types(`/relay history ${card.request}`);
      await untilAnswer(at(), lead, '1 closed request', card.request);
      const menu = { blockId: `request ${card.request}`, value: 'save_preset' };
      await slack.person(lead.id).presses(newestAnswer(at(), lead), 'request_menu', menu);
      await lead.untilSees('Save as preset');
      await lead.fills({ preset_name: 'three-rounds' });

      await redis.kill();
      const failed = await lead.triesToSubmit();
      await redis.restart();

      expect(failed).toMatchObject({
        errors: { preset_name: expect.stringContaining('may not have been saved') as string },
      });
      await lead.triesToSubmit();
      expect(await lead.untilSees('three-rounds')).toContain('Preset saved');
    });

    test('a button in a form while Redis is down is answered on top of the form', async () => {
      const { operator, newTask, redis } = at();
      await operator.opensForm(newTask().task_id);

      await redis.kill();
      await operator.pressesInForm('what_would_it_do');
      const said = await operator.untilSees('went wrong');
      await redis.restart();

      expect(said).toContain('Something went wrong');
    });

    test('if the store has lost the form, it says so and keeps what was typed', async () => {
      const { operator, newTask, store } = at();
      const before = await store.requestCount();
      await operator.opensForm(newTask().task_id);
      await operator.fills({ vod_loop_time: '3', reason });
      const typed = operator.form()?.state;

      await store.loseDrafts();
      const answer = await operator.triesToSubmit();

      expect(answer).toEqual({
        errors: { reason: expect.stringContaining('Copy what you typed') as string },
      });
      expect(operator.form()).toMatchObject({ callback_id: 'modify_form', state: typed });
      expect(await store.requestCount()).toBe(before);
    });

    test('a click while Redis is down is answered, and decides nothing', async () => {
      const { operator, lead, newTask, redis, putsOf } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { vod_loop_time: '3' });
      await lead.reviews(card);

      await redis.kill();
      const failed = await lead.decides('approve');
      await operator.withdraws(card);
      await operator.isTold('Something went wrong');
      await redis.restart();

      expect(failed).toContain('Something went wrong');
      expect(putsOf(task)).toEqual([]);
      expect(card.text()).toContain('Waiting for approval');
      expect(await lead.decides('approve')).toContain('You approved');
      await card.says('Applied');
    });
  },
  OWN_DESK,
);
