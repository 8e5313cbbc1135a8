import { expect, test } from 'vitest';
import { renderCard, threadParts } from '#src/slack/card/card.ts';
import { fixedFacts } from '#src/slack/task/fixed-facts.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { requestWith } from '../../approval/sample-request.ts';
import { taskWith } from '../../relay/sample-task.ts';

/** Thirty different URLs of 2,000 characters. */
const urls = (mark: string): string[] =>
  Array.from({ length: 30 }, (_all, index) =>
    `https://media.example.com/${mark}-${index}/`.padEnd(2_000, 'x'),
  );

test('a playlist of 30 long URLs is in the thread, uncut', () => {
  const request = requestWith({ change: { source_urls: urls('new') } });
  const words = wordsFor('en');

  const card = JSON.stringify(renderCard(request, { ping: [], competing: [] }, words));
  const thread = JSON.stringify(threadParts(request, words));

  expect(card).toContain(words.card.listInThread);
  for (const index of urls('new').keys()) expect(thread).toContain(`new-${index}/`);
  expect(thread).not.toContain('…');
});

test("a direct card says where the rest is, and has the requester's buttons", () => {
  const request = requestWith({ change: { source_urls: urls('new') } });
  const words = wordsFor('en');

  const own = JSON.stringify(
    renderCard(request, { ping: [], competing: [], isDirect: true }, words),
  );

  expect(own).toContain(words.card.listInReplies);
  expect(own.match(/"action_id":"\w+"/g)).toEqual(['"action_id":"edit"', '"action_id":"withdraw"']);
});

test('where a task pushes to is shown, although the API leaves its other fields empty', () => {
  const words = wordsFor('en');
  const whole = taskWith({ domain: '', destination_url: 'rtmp://push.example.com/live/news24' });
  const parts = { domain: 'push.example.com', app_name: 'live', stream_name: 'news24' };
  const request = requestWith({ base: whole });

  const card = JSON.stringify(renderCard(request, { ping: [], competing: [] }, words));

  expect(card).toContain(words.card.pushesTo('push.example.com'));
  expect(fixedFacts(whole, words)).toContain('push.example.com/live/');
  expect(fixedFacts(taskWith({ ...parts, destination_url: '' }), words)).toContain(
    'push.example.com/live/news24',
  );
});

test('of a push URL only the host is shown, without the name and the password in it', () => {
  const words = wordsFor('en');
  const base = taskWith({ destination_url: 'rtmp://desk:pa55@push.example.com/live/news24' });

  const card = JSON.stringify(
    renderCard(requestWith({ base }), { ping: [], competing: [] }, words),
  );

  expect(card).toContain(words.card.pushesTo('push.example.com'));
  expect(card).not.toContain('pa55');
});

test('a name of several lines makes no other lines', () => {
  const words = wordsFor('en');
  const named = { app_name: 'live', stream_name: 'x`\n✅ *Approved*' };
  const base = taskWith({ domain: 'push.example.com', ...named });
  const [header] = renderCard(requestWith({ base }), { ping: [], competing: [] }, words).blocks;

  expect(JSON.stringify(header)).toContain(base.task_id);
  expect(fixedFacts(base, words)).toContain("`push.example.com/live/x' ✅ *Approved*`");
});
