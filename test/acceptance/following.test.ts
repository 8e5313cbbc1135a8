import { expect, test } from 'vitest';
import { createClock } from '#sandbox/clock.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { untilCard } from './card.ts';
import { chainOf, roundsOf } from './chain.ts';
import { HOUR_MS, MINUTE_MS, story } from './desk.ts';
import { opensAgain } from './life.ts';

const clock = createClock();
const inMs = (ms: number): number => Math.floor((clock.now() + ms) / 1000);
const iso = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

story(
  'What follows a scheduled change',
  (at) => {
    test('is asked for on its card, with the task as that will leave it, and both cards say so', async () => {
      const { operator, lead, putsOf } = at();
      const task = at().newTask();
      const [firstAt, thenAt] = [inMs(HOUR_MS), inMs(2 * HOUR_MS)];
      const first = await operator.asksFor(task, { status: 'pause', apply_at: firstAt });

      const form = await operator.presses(first, 'follow_up');
      expect(form).toContain(`as ${first.request} will leave it`);
      expect(form).toContain(`This follows ${first.request}, which runs ${iso(firstAt)}`);
      await operator.fills({ status: 'enable', apply_at: thenAt, reason: 'The match is over' });
      await operator.pressesInForm('what_would_it_do');
      await operator.untilSees('On air again', iso(thenAt));
      const then = await untilCard(at().slack, await operator.submits());

      await then.says(`Follows ${first.request}, ${iso(firstAt)}`, 'On air again');
      await first.says(`Followed by ${then.request}, ${iso(thenAt)}`);
      expect(then.text()).not.toContain('Once one of them runs');
      const review = await lead.reviews(then);
      expect(review).toContain(`Follows ${first.request}, ${iso(firstAt)}`);
      expect(review).toContain(`Compared with what ${first.request} will leave`);
      await lead.decides('approve');
      await lead.approves(first);
      await clock.moveOn(HOUR_MS);
      await first.says('Applied');
      expect(putsOf(task)).toHaveLength(1);
      await clock.moveOn(HOUR_MS);
      await then.says('Applied');
      expect(putsOf(task).map(({ body }) => (body as WireTask).status)).toEqual([
        'pause',
        'enable',
      ]);
      const audit = await at().store.auditOf(then.request);
      expect(audit[0]).toMatchObject({ event: 'submit', after: first.request });
      await operator.types(`/relay show ${then.request}`);
      await operator.isTold(then.request, 'Resume', `Follows ${first.request}`);
      await operator.types(`/relay explain ${then.request}`);
      await operator.isTold('Needs', `Follows ${first.request}`);
    });

    test('runs in order along a chain of five, each change once', async () => {
      const { lead, putsOf } = at();
      const task = at().newTask();
      const chain = await chainOf(at(), clock, task, 5);
      for (const card of chain) await lead.approves(card);
      const middle = chain[2] ?? chain[0];
      await middle?.says('Follows', 'Followed by', 'In the same chain');

      for (const card of chain) {
        await clock.moveOn(HOUR_MS);
        await card.says('Applied');
      }

      expect(roundsOf(putsOf(task))).toEqual(['1', '2', '3', '4', '5']);
    });

    test('is held, with all that comes after it, when that is withdrawn, and people are called', async () => {
      const { operator, lead, putsOf, opsChannel } = at();
      const task = at().newTask();
      const [first, second, third] = await chainOf(at(), clock, task, 3);
      if (!first || !second || !third) throw new Error('no chain of three');
      for (const card of [first, second, third]) await lead.approves(card);

      await operator.withdraws(first);

      await second.says(
        'Held',
        `${first.request}, on which it is based, did not run: ↩️ Withdrawn`,
      );
      await third.says('Held', `${second.request}, on which it is based, is held`);
      await third.threadSays('Held', 'Olga Operator', 'Lena Lead');
      await opsChannel.says('Held', third.request);
      await clock.moveOn(3 * HOUR_MS);
      await at().isQuiet();
      expect(putsOf(task)).toEqual([]);
    });

    test('is held when that fails, and runs once it is rebased and approved again', async () => {
      const { lead, live, putsOf } = at();
      const task = at().newTask();
      const [first, second] = await chainOf(at(), clock, task, 2);
      if (!first || !second) throw new Error('no chain of two');
      for (const card of [first, second]) await lead.approves(card);
      live.fail({
        on: 'PUT',
        with: { status: 400, body: { error_code: 'LIVE.100011001', error_msg: 'No' } },
      });

      await clock.moveOn(HOUR_MS);

      await first.says('Failed');
      await second.says('Held', 'did not run: ❌ Failed');
      const review = await lead.reviews(second);
      expect(review).toContain('What it changes on the task as it is now');
      await at().slack.person(lead.id).types('decision', 'rebase');
      await lead.triesToSubmit();
      await lead.untilSees('needs 1 approval');
      await lead.decides('approve');
      await clock.moveOn(HOUR_MS);
      await second.says('Applied');
      expect(roundsOf(putsOf(task))).toEqual(['1', '2']);
    });

    test('is held when that finds the task changed by somebody else', async () => {
      const { lead, live, putsOf } = at();
      const task = at().newTask();
      const [first, second] = await chainOf(at(), clock, task, 2);
      if (!first || !second) throw new Error('no chain of two');
      for (const card of [first, second]) await lead.approves(card);
      live.edit(task.task_id, { vod_loop_time: '9' });

      await clock.moveOn(HOUR_MS);

      await first.says('Not run, because the task changed');
      await second.says('Held', `${first.request}, on which it is based, did not run`);
      expect(putsOf(task)).toEqual([]);
    });

    test('is held when nobody approves that in time', async () => {
      const { lead } = at();
      const [first, second] = await chainOf(at(), clock, at().newTask(), 2);
      if (!first || !second) throw new Error('no chain of two');
      await lead.approves(second);

      await clock.moveOn(HOUR_MS);

      await first.says('Expired');
      await second.says('Held', 'did not run: ⌛ Expired');
    });

    test('is held when that is edited, and edited in turn is built on what that leaves now', async () => {
      const { operator, lead, putsOf } = at();
      const task = at().newTask();
      const [first, second] = await chainOf(at(), clock, task, 2);
      if (!first || !second) throw new Error('no chain of two');
      const form = await opensAgain(at(), operator, first, 'edit');
      expect(form).toContain(`${second.request} is built on this request`);
      await operator.fills({ vod_loop_time: '7' });
      await operator.submits();
      await second.says('Held', 'left the task in another state');

      expect(await opensAgain(at(), operator, second, 'edit')).toContain(
        `as ${first.request} will leave it`,
      );
      await operator.fills({ vod_loop_time: '8' });
      await operator.submits();
      await second.says(`Follows ${first.request}`, '7 rounds', '8 rounds');
      await first.says(`Followed by ${second.request}`);
      for (const card of [first, second]) await lead.approves(card);
      for (const card of [first, second]) {
        await clock.moveOn(HOUR_MS);
        await card.says('Applied');
      }

      expect(roundsOf(putsOf(task))).toEqual(['7', '8']);
    });

    test('may be of somebody else, and of two who ask at once one is told who was faster', async () => {
      const { operator, onCall, slack } = at();
      const first = await operator.asksFor(at().newTask(), {
        vod_loop_time: '4',
        apply_at: inMs(HOUR_MS),
      });
      const fields = { vod_loop_time: '5', apply_at: inMs(2 * HOUR_MS), reason: 'Next' };
      for (const person of [operator, onCall]) {
        await person.presses(first, 'follow_up');
        await person.fills(fields);
      }

      const answers = await Promise.all([operator.triesToSubmit(), onCall.triesToSubmit()]);

      const refused = answers.filter((answer) => 'errors' in answer);
      expect(refused).toEqual([
        {
          errors: {
            reason: expect.stringMatching(/cannot follow R-\d+: R-\d+ follows it already/),
          },
        },
      ]);
      const text = await first.says('Followed by');
      const then = await untilCard(slack, /Followed by (R-\d+)/.exec(text)?.[1] ?? '');
      await then.says(`Follows ${first.request}`);
    });

    test('and is withdrawn again leaves the card as it was before', async () => {
      const { operator } = at();
      const [first, second] = await chainOf(at(), clock, at().newTask(), 2);
      if (!first || !second) throw new Error('no chain of two');
      await first.says(`Followed by ${second.request}`);

      await operator.withdraws(second);

      await at().slack.until(
        () => !first.text().includes('Followed by'),
        `the card of ${first.request} to name no follower`,
      );
      expect(await operator.presses(first, 'follow_up')).toContain(`This follows ${first.request}`);
    });

    test('leaves room for nothing else of the same person, and is refused where it cannot be', async () => {
      const { operator, lead } = at();
      const task = at().newTask();
      const applyAt = inMs(HOUR_MS);
      const first = await operator.asksFor(task, { vod_loop_time: '4', apply_at: applyAt });
      await operator.opensForm(task.task_id);
      await operator.fills({ vod_loop_time: '5', reason: 'Beside it' });
      expect(await operator.triesToSubmit()).toEqual({
        errors: { reason: expect.stringContaining('“Follow up…” on its card') },
      });
      await operator.leaves();

      await operator.presses(first, 'follow_up');
      await operator.fills({ vod_loop_time: '5', apply_at: applyAt, reason: 'Too early' });
      expect(await operator.triesToSubmit()).toEqual({
        errors: { apply_at: expect.stringContaining('“Apply at” must be') },
      });
      await operator.fills({ apply_at: inMs(HOUR_MS + 2 * MINUTE_MS) });
      const then = await untilCard(at().slack, await operator.submits());

      await first.says('Followed by');
      expect(await operator.presses(first, 'follow_up')).toContain(
        `${then.request} follows it already`,
      );
      await operator.leaves();
      await lead.rejects(first, 'Not today');
      await then.says('Held');
      await first.says('Rejected');
      expect(first.text()).not.toContain('Follow up…');
    });
  },
  { clock },
);
