import { expect, test } from 'vitest';
import { CHANNELS } from '#sandbox/cast.ts';
import { newestAnswer, untilAnswer } from './answers.ts';
import { clockAtNoon, type Desk, story } from './desk.ts';

/** A closed request for a new task. */
const closed = async (
  { operator, lead, newTask }: Desk,
  decision: 'approve' | 'reject',
  reason: string,
) => {
  const task = newTask();
  const card = await operator.asksFor(task, { vod_loop_time: '4' }, reason);
  if (decision === 'approve') await lead.approves(card);
  else await lead.rejects(card, 'Not today');
  await card.says(decision === 'approve' ? 'Applied' : 'Rejected');
  return { task, card };
};

story(
  'The history',
  (at) => {
    test('shows for one task what changed, who asked, who approved, and the outcome', async () => {
      const { operator } = at();
      const { task, card } = await closed(at(), 'approve', 'Four rounds');
      await closed(at(), 'approve', 'Another task');

      await operator.types(`/relay history ${String(task.stream_name)}`);

      const text = await untilAnswer(at(), operator, '1 closed request', String(task.stream_name));
      expect(text).toContain(card.request);
      expect(text).toContain('✅ Applied');
      expect(text).toContain('Rounds → 4 rounds');
      expect(text).toMatch(/requested by .* approved by /);
    });

    test('can be searched by words and outcome, and says how far it searched', async () => {
      const { operator } = at();
      const { card } = await closed(at(), 'reject', 'Quiet as a dormouse');

      await operator.types('/relay history DORMOUSE');
      await untilAnswer(at(), operator, '1 closed request', card.request, 'Searched');
      await operator.types('/relay history dormouse state:applied');
      await untilAnswer(at(), operator, 'No closed requests', 'back to the oldest');
      await operator.types(`/relay history ${card.request} state:rejected`);
      await untilAnswer(at(), operator, '1 closed request', '🚫 Rejected');
      expect(await operator.types('/relay history state:rejcted')).toContain(
        'Did you mean `rejected`?',
      );
    });

    test('can be searched by mentioned people, and by what looks like a URL', async () => {
      const { operator } = at();
      const { card } = await closed(at(), 'approve', 'See media.example.com/plan for why');

      await operator.types('/relay history media.example.com/plan @lena');
      await untilAnswer(at(), operator, '1 closed request', card.request, '· @Lena Lead');
      await operator.types('/relay history media.example.com/plan @ines');
      await untilAnswer(at(), operator, 'No closed requests');
      await operator.types('/relay list push.live.example.com');
      await untilAnswer(at(), operator, 'relay tasks', 'channel-1');
    });

    test('can be searched by file name and by day, and says in which time zone', async () => {
      const { operator, lead, newTask } = at();
      const url = 'https://media.example.com/news/late-show.mp4?sig=hush';
      const card = await operator.asksFor(newTask(), { source_urls: url });
      await lead.rejects(card, 'Not today');
      await card.says('Rejected');

      await operator.types('/relay history late-show.mp4');
      await untilAnswer(at(), operator, '1 closed request', card.request);
      await operator.types('/relay history hush');
      await untilAnswer(at(), operator, 'No closed requests', 'a file name');
      await operator.types('/relay history late-show day:today');
      await untilAnswer(at(), operator, '1 closed request', card.request, '(UTC)', 'Searched all');
      await operator.types('/relay history late-show day:yesterday');
      await untilAnswer(at(), operator, 'No closed requests', 'Searched all 0 closed on');
      expect(await operator.types('/relay history day:28.11.')).toContain('`day:yesterday`');
    });

    test('the menu of a line shows the request and opens the form to revert it', async () => {
      const { operator, slack } = at();
      const { card } = await closed(at(), 'approve', 'To be shown');
      await operator.types(`/relay history ${card.request}`);
      await untilAnswer(at(), operator, '1 closed request');
      const list = newestAnswer(at(), operator);
      const blockId = `request ${card.request}`;
      const person = slack.person(operator.id);

      await person.presses(list, 'request_menu', { blockId, value: 'show' });
      await untilAnswer(at(), operator, `What happened to ${card.request}`, 'approved (1 of 1)');
      await operator.isTold('To be shown', 'request_id');
      await person.presses(list, 'request_menu', { blockId, value: 'revert' });

      await operator.untilSees(`This undoes what ${card.request} changed`);
    });

    test('show and revert take the id of a request', async () => {
      const { operator } = at();
      const applied = await closed(at(), 'approve', 'By its id');
      const rejected = await closed(at(), 'reject', 'Not by its id');

      await operator.types(`/relay show ${applied.card.request.toLowerCase()}`);
      await untilAnswer(at(), operator, `What happened to ${applied.card.request}`);
      await operator.types(`/relay revert ${applied.card.request.replace('R-', '')}`);
      await operator.untilSees(`This undoes what ${applied.card.request} changed`);
      await operator.leaves();
      await operator.types(`/relay revert ${rejected.card.request}`);
      expect(await operator.untilSees('there is nothing to revert')).toContain('Rejected');
      await operator.leaves();
      await operator.types('/relay revert R-99999');
      await operator.untilSees('There is no request R-99999');
      expect(await operator.types('/relay revert live/news')).toContain('is not a request id');
    });

    test('buttons of a card shown by a command work', async () => {
      const { operator, newTask, slack } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '9' });
      await operator.types(`/relay show ${card.request}`);
      await untilAnswer(at(), operator, 'What happened to');
      const shown = slack.person(operator.id).ephemerals().at(-2);

      if (shown) await slack.person(operator.id).presses(shown, 'withdraw');

      await untilAnswer(at(), operator, card.request, 'Withdrawn');
      await card.says('Withdrawn');
    });

    test('something is visible at once, however long the answer takes', async () => {
      const ran = await at()
        .slack.person(at().operator.id)
        .runs('/relay history', { channel: CHANNELS.ops.id });

      expect(ran.timedOut).not.toBe(true);
      await untilAnswer(at(), at().operator, 'closed request');
    });
  },
  { clock: clockAtNoon() },
);
