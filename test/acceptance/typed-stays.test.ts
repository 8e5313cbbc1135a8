import { afterEach, expect, test } from 'vitest';
import { modalText } from '#sandbox/story-text.ts';
import { OWN_DESK, story } from './desk.ts';

const NOTE = 'The late show runs until two, see the plan of tonight';

story(
  'What somebody has typed is not lost when it does not count',
  (at) => {
    afterEach(() => at().slack.clearFailures());

    test('a note stays in the review while Slack cannot say who decides, and counts a moment later', async () => {
      const { operator, lead, newTask, slack, restartBots } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      await lead.reviews(card);
      await restartBots();
      slack.fail({ method: 'users.info', times: 1_000, with: { error: 'fatal_error' } });
      await lead.fills({ decision: 'reject', note: NOTE });

      const refused = await lead.triesToSubmit();

      expect(JSON.stringify(refused)).toContain('could not confirm who you are');
      expect(refused).toHaveProperty('errors');
      expect(lead.sees()).toContain(NOTE);
      slack.clearFailures();
      expect(refused).not.toEqual(await lead.triesToSubmit());
      await card.says('Rejected');
      await card.threadSays(NOTE);
    });

    test('a note that came too late is shown, to be copied', async () => {
      const { operator, lead, secondLead, newTask } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      await lead.reviews(card);
      await secondLead.approves(card);
      await card.says('Applied');
      await lead.fills({ decision: 'reject', note: NOTE });

      const late = await lead.triesToSubmit();

      const said = 'updated' in late ? modalText(late.updated) : '';
      expect(said).toContain('Too late');
      expect(said).toContain(NOTE);
    });

    test('an answer that came too late stays in its field', async () => {
      const { operator, lead, newTask, slack } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      await lead.reviews(card);
      await lead.pressesInForm('ask_question');
      await lead.untilSees('pings the requester');
      await lead.fills({ note: 'How long does the show last?' });
      await lead.triesToSubmit();
      await lead.leaves();
      await card.threadSays('How long');
      const question = card
        .now()
        .replies.findLast(({ blocks }) => JSON.stringify(blocks).includes('answer_question'));
      if (!question) throw new Error('no question in the thread');
      await slack.person(operator.id).presses(question, 'answer_question');
      await operator.untilSees('How long');
      await lead.rejects(card, 'Nobody answers');
      await operator.fills({ note: NOTE });

      const late = await operator.triesToSubmit();

      expect(late).toHaveProperty('errors');
      expect(JSON.stringify(late)).toContain('Too late');
      expect(operator.sees()).toContain(NOTE);
    });
  },
  OWN_DESK,
);
