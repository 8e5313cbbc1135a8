import { expect, test } from 'vitest';
import { modalText } from '#sandbox/story-text.ts';
import type { Card } from './card.ts';
import { type Desk, story } from './desk.ts';

/** Presses a button in the open modal or beneath a message, types the text and sends it. */
const sends = async (desk: Desk, id: string, text: string): Promise<string> => {
  const driver = desk.slack.person(id);
  await driver.types('note', text);
  const result = await driver.submits();
  return 'updated' in result ? modalText(result.updated) : JSON.stringify(result);
};

const asks = async (desk: Desk, card: Card, text: string): Promise<string> => {
  await desk.lead.reviews(card);
  await desk.lead.pressesInForm('ask_question');
  await desk.lead.untilSees('pings the requester');
  return sends(desk, desk.lead.id, text);
};

const pressesAnswer = async (
  { slack }: Desk,
  person: Desk['lead'],
  card: Card,
): Promise<string> => {
  const driver = slack.person(person.id);
  const line = card
    .now()
    .replies.findLast((reply) => JSON.stringify(reply.blocks).includes('answer_question'));
  if (!line) throw new Error('no question in the thread');
  await driver.presses(line, 'answer_question');
  return modalText(await driver.untilModal(({ callback_id: view }) => view !== 'loading'));
};

story('Asking without leaving the request', (at) => {
  test('the requester is called in the thread, answers there, and both stay with the request', async () => {
    const desk = at();
    const { operator, lead, secondLead, newTask, putsOf, store } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });

    expect(await asks(desk, card, 'Why four <!channel> rounds?')).toContain('in the thread');
    await lead.leaves();

    await card.threadSays('asks', 'Why four', 'rounds?');
    expect(await pressesAnswer(desk, operator, card)).toContain('Why four');
    expect(await sends(desk, operator.id, 'The late show was cancelled')).toContain(
      'in the thread',
    );
    await operator.leaves();
    await card.threadSays('answers', 'The late show was cancelled');

    const review = await secondLead.reviews(card);
    expect(review).toContain('Why four');
    expect(review).toContain('The late show was cancelled');
    await secondLead.leaves();
    await card.says('needs 1 approval');
    const events = (await store.auditOf(card.request)).map(({ event, note }) => [event, note]);
    expect(events).toContainEqual(['ask', 'Why four <!channel> rounds?']);
    expect(events).toContainEqual(['answer', 'The late show was cancelled']);
    expect(await lead.approves(card)).toContain('You approved');
    await card.says('Applied');
    expect(putsOf(task)).toHaveLength(1);
  });

  test('others cannot answer, nobody twice, and once it is closed it is said in words', async () => {
    const desk = at();
    const { operator, lead, newTask } = desk;
    const card = await operator.asksFor(newTask(), { vod_loop_time: '5' });
    await asks(desk, card, 'Really?');
    await lead.leaves();
    await card.threadSays('Really?');

    expect(await pressesAnswer(desk, lead, card)).toContain('Only the person who asked for');
    await lead.leaves();
    await pressesAnswer(desk, operator, card);
    await sends(desk, operator.id, 'Yes');
    await operator.leaves();
    expect(await pressesAnswer(desk, operator, card)).toContain('was answered');
    await operator.leaves();

    await asks(desk, card, 'And why?');
    await lead.leaves();
    await card.threadSays('And why?');
    await lead.rejects(card, 'Not today');
    await card.says('Rejected');
    expect(await pressesAnswer(desk, operator, card)).toContain('Rejected');
    await operator.leaves();
  });

  test('the note that was being typed in the review stays below the question', async () => {
    const desk = at();
    const { operator, lead, newTask, slack } = desk;
    const card = await operator.asksFor(newTask(), { vod_loop_time: '6' });
    await lead.reviews(card);
    await slack.person(lead.id).types('note', 'Almost decided');
    await lead.pressesInForm('ask_question');
    await lead.untilSees('pings the requester');

    expect(await sends(desk, lead.id, '   ')).toContain('Please type something');
    await slack.person(lead.id).closes();

    expect(lead.sees()).toContain('Almost decided');
    await lead.leaves();
  });
});
