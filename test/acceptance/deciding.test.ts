import { expect, test } from 'vitest';
import { messageText } from '#sandbox/story-text.ts';
import { story } from './desk.ts';

story('Deciding', (at) => {
  test('a rejection needs a note, which the requester reads; nothing is run', async () => {
    const { operator, lead, newTask, putsOf } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { status: 'pause' });

    await lead.reviews(card);
    const asked = await lead.decides('reject');
    const told = await lead.decides('reject', 'Not during the show');

    expect(asked).toContain('Please say why');
    expect(told).toContain('You rejected');
    await card.says('Rejected', 'rejected by @Lena Lead');
    expect(await card.threadSays('@Lena Lead rejected')).toMatch(
      /Not during the show[^]*Nothing was run\. @Olga Operator/,
    );
    expect(putsOf(task)).toEqual([]);
  });

  test('the requester withdraws, after a question; then nobody can approve it', async () => {
    const { operator, lead, newTask, putsOf, slack } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { status: 'pause' });

    const pressed = await slack.person(operator.id).presses(card.now(), 'withdraw');

    expect(JSON.stringify(pressed.dialog)).toContain('Nobody will be able to approve it');
    await card.says('Withdrawn');
    await card.threadSays('@Olga Operator withdrew');
    expect(await lead.reviews(card.asPosted)).toContain('Withdrawn');
    expect(putsOf(task)).toEqual([]);
  });

  test('nobody else withdraws it, and is told so', async () => {
    const { operator, lead, newTask } = at();
    const card = await operator.asksFor(newTask(), { status: 'pause' });

    await lead.withdraws(card);

    await lead.isTold('Only the person who asked for this change can withdraw it');
    expect(card.text()).toContain('Waiting for approval');
  });

  test('of two leads who decide at once one wins, and the other is told who', async () => {
    const { operator, lead, secondLead, newTask, putsOf } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    await lead.reviews(card);
    await secondLead.reviews(card);

    const answers = await Promise.all([lead.decides('approve'), secondLead.decides('approve')]);

    const winner = answers.findIndex((answer) => answer.includes('You approved'));
    const loser = answers[1 - winner];
    expect(loser).toMatch(winner === 0 ? /@Lena Lead/ : /@Lars Second/);
    expect(loser).not.toContain('You approved');
    await card.says('Applied');
    expect(putsOf(task)).toHaveLength(1);
  });

  test('a lead who rejects a request that has just been approved is told so', async () => {
    const { operator, lead, secondLead, newTask, putsOf } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    await secondLead.reviews(card);
    await lead.approves(card);
    await card.says('Applied');

    const answer = await secondLead.decides('reject', 'Too late?');

    expect(answer).toContain('Applied');
    expect(putsOf(task)).toHaveLength(1);
  });

  test('a click that Slack delivers twice counts once', async () => {
    const { operator, lead, newTask, putsOf, slack, opsChannel, isQuiet } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    await lead.approves(card);

    await slack.redeliverLast();

    await card.says('Applied');
    await opsChannel.says('Applied', card.request);
    await isQuiet();
    expect(putsOf(task)).toHaveLength(1);
    expect(opsChannel.count(card.request)).toBe(1);
  });
});

story('An old card', (at) => {
  test('whose message is out of date: a click on it is answered, and the message is updated', async () => {
    const { operator, lead, secondLead, newTask, slack } = at();
    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    let isStuck = true;
    slack.fail({
      method: 'chat.update',
      times: Infinity,
      with: { error: 'fatal_error' },
      when: () => isStuck,
    });
    await lead.rejects(card, 'No');
    await slack.until(
      () => slack.calls().some((call) => call.method === 'chat.update' && !call.ok),
      'an update that fails',
    );
    expect(card.text()).toContain('Waiting for approval');
    isStuck = false;

    const answer = await secondLead.reviews(card.asPosted);

    expect(answer).toContain('Rejected');
    expect(answer).not.toContain('[Decide]');
    expect(await card.says('Rejected')).not.toContain('[Review…]');
  });

  test('that was decided can no longer be withdrawn', async () => {
    const { operator, lead, newTask } = at();
    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    await lead.rejects(card, 'No');
    await card.says('Rejected');

    await operator.withdraws(card.asPosted);

    await operator.isTold('Rejected', '@Lena Lead');
  });

  test('whose message was deleted is posted again at the next change', async () => {
    const { operator, lead, newTask, slack } = at();
    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    const channel = slack.workspace.channels.get(card.asPosted.channel);
    if (channel) channel.messages = channel.messages.filter(({ ts }) => ts !== card.asPosted.ts);
    expect(card.copies()).toBe(0);

    await lead.reviews(card.asPosted);
    await lead.decides('approve');

    await slack.until(() => card.copies() === 1, 'a new card');
    await card.says('Applied');
    await card.threadSays('Applied', '@Olga Operator');
    expect(card.copies()).toBe(1);
  });

  test('whose message was deleted has its long list below the new card as well', async () => {
    const { operator, lead, newTask, slack } = at();
    const files = Array.from(
      { length: 20 },
      (_, part) => `https://archive.example.com/${part}.mp4`,
    );
    const card = await operator.asksFor(newTask(), { source_urls: files.join('\n') });
    const isLastFileBelow = () =>
      card
        .now()
        .replies.some(
          (reply) =>
            messageText(reply).includes('19.mp4') ||
            (reply.files ?? []).some(({ id }) => slack.fileText(String(id)).includes('19.mp4')),
        );
    await slack.until(isLastFileBelow, 'the list in the thread');
    const channel = slack.workspace.channels.get(card.asPosted.channel);
    if (channel) channel.messages = channel.messages.filter(({ ts }) => ts !== card.asPosted.ts);

    await lead.reviews(card.asPosted);
    await lead.decides('reject', 'Not now');

    await slack.until(() => card.copies() === 1, 'a new card');
    expect(await card.says('Rejected')).toContain('The full list is in the thread');
    await slack.until(isLastFileBelow, 'the list in the new thread');
    expect(card.thread().join()).not.toContain('Slack did not take');
  });
});
