import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { toWireTime } from '#sandbox/live/wire-task.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, secondsFromNow, story } from './desk.ts';
import type { Filled } from './people.ts';

const seconds = (wire: string | undefined): number => Date.parse(wire ?? '') / 1000;
const startMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS + HOUR_MS;
const start = toWireTime(startMs);
const end = toWireTime(startMs + HOUR_MS);
const reason = 'The programme has changed';
const many = (count: number): string =>
  Array.from({ length: count }, (_, part) => `https://media.example.com/${part}.mp4`).join('\n');

// What is typed, the field of the error, and its text.
const wrong: readonly (readonly [string, Filled, string, RegExp])[] = [
  ['nothing is different', {}, 'status', /Nothing differs/],
  ['a line is no URL', { source_urls: 'evening.mp4' }, 'source_urls', /Line 1: .*not a URL/],
  [
    'a URL has a space',
    { source_urls: 'https://media.example.com/a b' },
    'source_urls',
    /not a URL/,
  ],
  [
    'a scheme is not allowed',
    { source_urls: 'ftp://media.example.com/a.mp4' },
    'source_urls',
    /must begin with/,
  ],
  [
    'a host is not allowed',
    { source_urls: 'https://elsewhere.org/a.mp4' },
    'source_urls',
    /elsewhere\.org is not among/,
  ],
  [
    'a host only ends like an allowed one',
    { source_urls: 'https://notexample.com/a.mp4' },
    'source_urls',
    /not among/,
  ],
  ['a host is private', { source_urls: 'https://10.1.2.3/a.mp4' }, 'source_urls', /private/],
  [
    'a host is private in disguise',
    { source_urls: 'http://0x7f.1/a.mp4' },
    'source_urls',
    /private/,
  ],
  [
    'a URL is too long',
    { source_urls: `https://media.example.com/${'a'.repeat(2_100)}` },
    'source_urls',
    /longer than 2048/,
  ],
  [
    'a URL holds a password',
    { source_urls: 'https://me:pass@media.example.com/a.mp4' },
    'source_urls',
    /user name or password/,
  ],
  ['there are 31 URLs', { source_urls: many(31) }, 'source_urls', /31 URLs are too many/],
  [
    'the list no longer has the start file that was chosen',
    { vod_start_video_index: '3 · three.mp4', source_urls: many(2) },
    'vod_start_video_index',
    /“3 · three.mp4” is not in the list as it is typed now/,
  ],
  [
    'the seconds are negative',
    { vod_start_video_time: '-5' },
    'vod_start_video_time',
    /whole number/,
  ],
  ['the loop count is 0', { vod_loop_time: '0' }, 'vod_loop_time', /whole number of rounds/],
  ['the loop count is 1.5', { vod_loop_time: '1.5' }, 'vod_loop_time', /whole number of rounds/],
  ['the loop count is abc', { vod_loop_time: 'abc' }, 'vod_loop_time', /whole number of rounds/],
  ['the end is the start', { end_time: seconds(start) }, 'end_time', /after the start/],
  [
    'the end is in the past',
    { end_time: secondsFromNow(-HOUR_MS) },
    'end_time',
    /after the start|in the future/,
  ],
  [
    'the start is in the past',
    { start_time: secondsFromNow(-HOUR_MS) },
    'start_time',
    /in the future/,
  ],
  [
    'the end is more than 7 days after the start',
    { end_time: seconds(start) + (7 * DAY_MS) / 1000 + 60 },
    'end_time',
    /at most 7 days/,
  ],
  ['no event is chosen', { callback_events: [] }, 'callback_events', /required|at least one/],
  ['the reason is blank', { vod_loop_time: '3', reason: '   ' }, 'reason', /say why/],
];

story(
  'A wrong value',
  (at) => {
    test.each(wrong)(
      '%s: the error is under its field, and nothing typed is lost',
      async (_what, fields, field, error) => {
        const { operator, newTask, store } = at();
        await operator.opensForm(newTask({ start_time: start, end_time: end }).task_id);
        await operator.fills({ reason, ...fields });
        const typed = operator.form()?.state;
        const requestsBefore = await store.requestCount();

        const answer = await operator.triesToSubmit();

        expect(answer).toEqual({ errors: { [field]: expect.stringMatching(error) as string } });
        expect(operator.form()).toMatchObject({ callback_id: 'modify_form', state: typed });
        expect(await store.requestCount()).toBe(requestsBefore);
      },
    );

    test('the end of a running task must be after now', async () => {
      const { operator, newTask } = at();
      await operator.opensForm(newTask().task_id);
      await operator.fills({ reason, end_time: secondsFromNow(-10 * MINUTE_MS) });

      const answer = await operator.triesToSubmit();

      expect(answer).toEqual({ errors: { end_time: 'The end must be in the future.' } });
    });

    test('several errors are shown at once, and the form goes through when they are corrected', async () => {
      const { operator, newTask } = at();
      const task = newTask();
      await operator.opensForm(task.task_id);
      await operator.fills({ reason, vod_loop_time: '0', vod_start_video_time: '-9' });

      const answer = await operator.triesToSubmit();
      await operator.fills({ vod_loop_time: '2', vod_start_video_time: '1' });
      const card = await at().cardOf(await operator.submits());

      expect(Object.keys('errors' in answer ? answer.errors : {}).toSorted()).toEqual([
        'vod_loop_time',
        'vod_start_video_time',
      ]);
      expect(card.text()).toContain('Rounds: until the end → 2 rounds');
      expect(card.now().channel).toBe(CHANNELS.leads.id);
    });
  },
  {
    projectYaml: [
      `approvers: { users: [${PEOPLE.lead.id}] }`,
      'sources: { schemes: [https, http], hosts: ["*.example.com", "10.1.2.3", "0x7f.1"] }',
    ],
  },
);
