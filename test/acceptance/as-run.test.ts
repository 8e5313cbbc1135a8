import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFileReports } from '#sandbox/live/file-reports.ts';
import { toWireTime, type WireTask } from '#sandbox/live/wire-task.ts';
import { newestAnswer, untilAnswer } from './answers.ts';
import { clockAtNoon, DAY_MS, type Desk, MINUTE_MS, openDesk, story } from './desk.ts';

const EVENTS_ON = { eventsToken: 'as-run-story-token-1234567890', eventsKeep: '2d' };
const MEDIA = 'https://media.example.com';
const EVENTS = ['VodSourceFileStart', 'VodSourceFileFinish', 'TaskExit', 'TaskAlarm'];

const newTask = (at: Desk): WireTask =>
  at.newTask({ callback_url: at.callbackUrl, callback_events: EVENTS });

const dateOf = (ms: number): string => toWireTime(ms).slice(0, 10);

const report = async (
  at: Desk,
  task: WireTask,
  event: (typeof EVENTS)[number],
  fields: { readonly file?: string; readonly atMs: number; readonly type?: string },
): Promise<void> => {
  const { file, atMs, type } = fields;
  const fired = await at.live.fireEvent(task.task_id, event as 'TaskExit', {
    callback_event: event,
    task_id: task.task_id,
    event_time: Math.floor(atMs / 1000),
    msg: JSON.stringify({
      ...(file === undefined ? {} : { url: `${MEDIA}/${file}?auth_key=asRunSecret7` }),
      ...(type === undefined ? {} : { type }),
    }),
  });
  expect(fired.result).toEqual({ status: 200 });
};

const asksAsRun = (at: Desk, task: WireTask, day: string): Promise<string> =>
  at.operator.types(`/relay asrun live/${task.stream_name} ${day}`);

const clock = clockAtNoon();
/** A minute of yesterday at noon. */
const NOON_MS = clock.now() - DAY_MS;
const noon = (minutes: number): number => NOON_MS + minutes * MINUTE_MS;

story(
  'What was on when',
  (at) => {
    test('files, gaps and alarms of a day are told in order, however their events arrived', async () => {
      const task = newTask(at());
      await report(at(), task, 'VodSourceFileStart', { file: 'news/two.mp4', atMs: noon(33) });
      await report(at(), task, 'VodSourceFileFinish', { file: 'news/one.mp4', atMs: noon(30) });
      await report(at(), task, 'VodSourceFileStart', { file: 'news/one.mp4', atMs: noon(0) });
      await report(at(), task, 'TaskAlarm', { type: 'PullFileUnstable', atMs: noon(40) });
      await report(at(), task, 'VodSourceFileFinish', { file: 'news/two.mp4', atMs: noon(50) });

      await asksAsRun(at(), task, dateOf(NOON_MS));

      const text = await untilAnswer(at(), at().operator, 'as run on', 'gap of 3:00');
      const order = ['one.mp4', 'gap of 3:00', 'two.mp4', 'PullFileUnstable', 'no further file'];
      expect(order.map((word) => text.indexOf(word))).toEqual(
        order.map((word) => text.indexOf(word)).toSorted((a, b) => a - b),
      );
      expect(order.filter((word) => !text.includes(word))).toEqual([]);
      expect(text).toContain('5 events came late; they are listed by when they happened.');
      expect(JSON.stringify([at().slack.calls(), at().logs()])).not.toContain('asRunSecret7');
    });

    test('a file is told with the request that put it into the playlist, and links to its card', async () => {
      const { operator, lead } = at();
      const task = newTask(at());
      await report(at(), task, 'VodSourceFileStart', {
        file: 'one.mp4',
        atMs: clock.now() - 60_000,
      });
      const urls = [`${MEDIA}/one.mp4`, `${MEDIA}/evening.mp4`].join('\n');
      const card = await operator.asksFor(task, { source_urls: urls });
      await lead.approves(card);
      await card.says('Applied');
      const nowMs = clock.now();
      await report(at(), task, 'VodSourceFileStart', { file: 'evening.mp4', atMs: nowMs });

      await asksAsRun(at(), task, dateOf(nowMs));

      const text = await untilAnswer(at(), operator, 'evening.mp4', 'applied: New playlist for');
      const link = `\\*<https?://[^|>]+\\|${card.request}>\\*`;
      expect(text).toMatch(new RegExp(`evening\\.mp4\\* · added by ${link} · no end reported`));
      expect(text).toMatch(new RegExp(`${link} applied: New playlist for live/channel`));
      const lines = text.split('\n');
      expect(lines.find((line) => line.includes('one.mp4'))).not.toContain('added by');
    });

    test('the same event twice counts once, and that of another task not at all', async () => {
      const [task, other] = [newTask(at()), newTask(at())];
      const first = { file: 'one.mp4', atMs: noon(0) };
      await report(at(), task, 'VodSourceFileStart', first);
      await report(at(), task, 'VodSourceFileStart', first);
      // Another body, but the same event.
      await report(at(), task, 'VodSourceFileStart', { ...first, type: 'again' });
      await report(at(), other, 'VodSourceFileStart', { file: 'other.mp4', atMs: noon(1) });

      await asksAsRun(at(), task, dateOf(NOON_MS));

      const text = await untilAnswer(at(), at().operator, String(task.stream_name), 'one.mp4');
      expect(text.split('one.mp4')).toHaveLength(2);
      expect(text).toContain('1 event came twice and counts once.');
      expect(text).not.toContain('other.mp4');
    });

    test('a long day is turned page by page', async () => {
      const task = newTask(at());
      const names = Array.from({ length: 45 }, (_all, index) => `part-${index + 1}.mp4`);
      await Promise.all(
        names.map((file, index) =>
          report(at(), task, 'VodSourceFileStart', { file, atMs: noon(index) }),
        ),
      );
      await asksAsRun(at(), task, dateOf(NOON_MS));
      await untilAnswer(at(), at().operator, '1 to 20 of 45', 'part-1.mp4', 'part-20.mp4');
      const person = at().slack.person(at().operator.id);

      await person.presses(newestAnswer(at(), at().operator), 'as_run_next');
      await untilAnswer(at(), at().operator, '21 to 40 of 45', 'part-40.mp4');
      await person.presses(newestAnswer(at(), at().operator), 'as_run_next');
      await untilAnswer(at(), at().operator, '41 to 45 of 45', 'part-45.mp4');
      await person.presses(newestAnswer(at(), at().operator), 'as_run_previous');

      await untilAnswer(at(), at().operator, '21 to 40 of 45', 'part-21.mp4');
    });

    test('where nothing is known it says what that may come from', async () => {
      const { operator } = at();
      const silent = at().newTask({ callback_events: ['TaskExit'] });
      const quiet = newTask(at());

      await asksAsRun(at(), quiet, 'today');
      await untilAnswer(at(), operator, 'No events are known of that day', '/live/events/');
      await asksAsRun(at(), silent, 'today');
      await untilAnswer(at(), operator, 'does not report files', 'VodSourceFileStart');
      await asksAsRun(at(), quiet, '2026-01-05');
      await untilAnswer(at(), operator, 'Events are kept for 2 days');
      await asksAsRun(at(), quiet, '2099-01-05');
      await untilAnswer(at(), operator, 'It has not begun yet');
      await asksAsRun(at(), quiet, dateOf(NOON_MS));
      await untilAnswer(at(), operator, 'was not listening for events at that time');
    });

    test('without a task it says of which ones events are kept', async () => {
      const task = newTask(at());
      await report(at(), task, 'VodSourceFileStart', { file: 'one.mp4', atMs: noon(0) });

      await at().operator.types('/relay asrun');

      await untilAnswer(at(), at().operator, 'Events of', `live/${task.stream_name}`, 'last event');
    });

    test('a wrong task and a wrong day are answered with what is right', async () => {
      const { operator } = at();

      await operator.types('/relay asrun live/news25');
      await untilAnswer(at(), operator, 'There is no task', 'live/news24');
      expect(await operator.types('/relay asrun live/news24 28.11.2026')).toContain('is not a day');
      expect(await operator.types('/relay help asrun')).toContain('/relay asrun live/news-24h');
    });
  },
  { ...EVENTS_ON, clock },
);

story('What was on when, while no events arrive', (at) => {
  test('it says what is missing in the configuration', async () => {
    await at().operator.types('/relay asrun live/news24');

    await untilAnswer(at(), at().operator, 'events.token');
  });
});

describe('What was on when, told by the tasks themselves', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ clock, ...EVENTS_ON });
  });
  afterAll(() => desk.close());

  test('files follow one another, and a time without a replica is told as one', async () => {
    const { live, operator } = desk;
    const task = newTask(desk);
    const urls = ['one', 'two', 'three'].map((name) => `${MEDIA}/${name}.mp4`);
    live.edit(task.task_id, { source_urls: urls, vod_loop_time: '-1' });
    const tasksReport = createFileReports(live, clock.now);
    await tasksReport();
    await clock.moveOn(MINUTE_MS);
    await tasksReport();
    await desk.bot().kill();
    await clock.moveOn(2 * MINUTE_MS);
    await desk.startBot();
    await tasksReport();

    await asksAsRun(desk, task, dateOf(clock.now()));

    const text = await untilAnswer(desk, operator, 'was not running', 'no end reported');
    expect(text.match(/\w+\.mp4/g)).toEqual(['one.mp4', 'two.mp4', 'one.mp4']);
  });
});
