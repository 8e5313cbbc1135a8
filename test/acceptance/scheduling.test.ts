import { expect, test } from 'vitest';
import { createClock } from '#sandbox/clock.ts';
import { HOUR_MS, MINUTE_MS, story } from './desk.ts';

const clock = createClock();
const inMs = (ms: number): number => Math.floor((clock.now() + ms) / 1000);

story(
  'A change for a later time',
  (at) => {
    test('runs at its time and not before', async () => {
      const { operator, lead, newTask, putsOf, store } = at();
      const task = newTask();
      const applyAt = inMs(HOUR_MS);
      const card = await operator.asksFor(task, { vod_loop_time: '4', apply_at: applyAt });

      await lead.approves(card);
      const waiting = await card.says('Approved, waiting to run');
      await clock.moveOn(HOUR_MS - MINUTE_MS);
      await expect.poll(() => store.dueBefore(clock.now() - 1_000)).toEqual([]);
      const callsBefore = putsOf(task).length;
      await clock.moveOn(MINUTE_MS);
      await card.says('Applied');

      expect(waiting).toContain(`runs ${new Date(applyAt * 1000).toISOString().slice(0, 19)}Z`);
      expect(callsBefore).toBe(0);
      expect(putsOf(task)).toHaveLength(1);
      expect(putsOf(task)[0]?.atMs).toBeGreaterThanOrEqual(applyAt * 1000);
    });

    test('in the past is an error under its field', async () => {
      const { operator, newTask } = at();
      await operator.opensForm(newTask().task_id);
      await operator.fills({
        vod_loop_time: '4',
        apply_at: inMs(-HOUR_MS),
        reason: 'Too late',
      });

      expect(await operator.triesToSubmit()).toEqual({
        errors: { apply_at: expect.stringContaining('must be in the future') },
      });
    });

    test('can be withdrawn before that and is not run', async () => {
      const { operator, lead, newTask, putsOf } = at();
      const task = newTask();
      const applyAt = inMs(HOUR_MS);
      const card = await operator.asksFor(task, { vod_loop_time: '4', apply_at: applyAt });
      await lead.approves(card);
      await card.says('Approved, waiting to run');

      await operator.withdraws(card);

      await card.says('Withdrawn');
      await clock.moveOn(HOUR_MS);
      await at().isQuiet();
      expect(putsOf(task)).toEqual([]);
    });

    test('expires when nobody approves before its time', async () => {
      const { operator, newTask, putsOf } = at();
      const task = newTask();
      const card = await operator.asksFor(task, {
        vod_loop_time: '4',
        apply_at: inMs(HOUR_MS),
      });

      await clock.moveOn(HOUR_MS);
      await card.says('Expired');
      expect(putsOf(task)).toEqual([]);
    });

    test('is judged as of that time: an end that is over by then is an error', async () => {
      const { operator, newTask } = at();
      await operator.opensForm(newTask().task_id);
      await operator.fills({
        end_time: inMs(HOUR_MS),
        apply_at: inMs(2 * HOUR_MS),
        reason: 'Too late',
      });

      expect(await operator.triesToSubmit()).toEqual({
        errors: { end_time: expect.stringContaining('must be in the future') },
      });
    });
  },
  { clock },
);
