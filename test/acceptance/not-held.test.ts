import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { messageText } from '#sandbox/story-text.ts';
import { OWN_DESK, story } from './desk.ts';
import { opensAgain } from './life.ts';

const HEADLINE = 'Accepted, but the task does not have the change';
const REQUEST_ID = 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb';
const DIRECT = PEOPLE.operator.id.replace('U', 'D');

story(
  'A 200 after which the task does not hold the change',
  (at) => {
    /** The API takes the change and forgets it. */
    const takesAndForgets = (task: WireTask): void =>
      at().live.fail({
        on: 'PUT',
        with: { status: 200, body: { task_id: task.task_id, request_id: REQUEST_ID } },
      });

    const forgotten = async () => {
      const { operator, lead, newTask } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { vod_loop_time: '4' }, 'Four rounds do');
      takesAndForgets(task);
      await lead.approves(card);
      await card.says(HEADLINE);
      return { task, card };
    };

    test('says so everywhere and is never called applied', async () => {
      const { slack, operator, opsChannel, putsOf, isQuiet, store } = at();
      const { members } = CHANNELS.leads;
      slack.changeChannel(CHANNELS.leads.id, {
        members: members.filter((id) => id !== PEOPLE.operator.id),
      });

      const { task, card } = await forgotten();

      const told = [
        await card.says(HEADLINE, 'Rounds: 4 rounds → until the end', REQUEST_ID),
        await card.threadSays(HEADLINE, '@Olga Operator', '@Lena Lead'),
        await opsChannel.says(HEADLINE, card.request, '@Olga Operator', '@Lena Lead'),
      ];
      await isQuiet();
      const direct = slack
        .channel(DIRECT)
        .messages()
        .find(({ replies }) => replies.length > 0);
      const own = direct ? [direct, ...direct.replies].map(messageText) : [];
      expect(own).toHaveLength(2);
      expect(own[0]).toContain('Ask again…');
      await operator.types('/relay history');
      const listed = (await operator.isTold(card.request)).split('\n');
      const line = listed.find((each) => each.includes(card.request)) ?? '';
      for (const text of [...told, ...own, line]) {
        expect(text).toContain(HEADLINE);
        expect(text).not.toMatch(/✅|Applied|every field/);
      }
      expect(putsOf(task)).toHaveLength(1);
      const audit = await store.auditOf(card.request);
      expect(audit.find(({ event }) => event === 'succeed')).toMatchObject({ state: 'applied' });
      slack.changeChannel(CHANNELS.leads.id, { members: [...members] });
    });

    test('can be asked for again: the same change on the task as it is now, under the same rules', async () => {
      const { operator, lead, live, putsOf, cardOf, slack } = at();
      const { task, card } = await forgotten();
      live.edit(task.task_id, { vod_start_video_time: 30 });

      const form = await opensAgain(at(), operator, card, 'ask_again');

      expect(card.text()).toContain('Ask again…');
      expect(card.text()).not.toContain('Revert…');
      expect(form).toContain(`This requests again what ${card.request} requested`);
      expect(form).toContain('Repeat the playlist: 4');
      expect(form).toContain('Start at second: 30');
      expect(form).toContain('Four rounds do');
      const again = await cardOf(await operator.submits());
      expect(again.request).not.toBe(card.request);
      expect(again.text()).toContain('Waiting for approval');
      expect(again.text()).toContain('Rounds: until the end → 4 rounds');
      expect(putsOf(task)).toHaveLength(1);
      await lead.approves(again);
      await again.says('✅ Applied', 'every requested setting');
      expect(live.task(task.task_id)).toMatchObject({
        vod_loop_time: '4',
        vod_start_video_time: 30,
      });
      expect(putsOf(task)).toHaveLength(2);

      // A click on an old card is answered in the same words.
      await slack.person(operator.id).presses(card.asPosted, 'withdraw');
      expect(await operator.isTold('🔒')).not.toContain('Applied');
    });
  },
  OWN_DESK,
);
