import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClock } from '#sandbox/clock.ts';
import { toWireTime, type WireTask } from '#sandbox/live/wire-task.ts';
import { newestAnswer, untilAnswer } from './answers.ts';
import { createHomeTab } from './home-tab.ts';
import { type Desk, HOUR_MS, openDesk, OWN_DESK, secondsFromNow, story } from './desk.ts';

const nameOf = ({ app_name: app, stream_name: stream }: WireTask): string => `${app}/${stream}`;

const iso = (seconds: number): string => toWireTime(seconds * 1000);

story(
  'What is scheduled for a task',
  (at) => {
    test('is told in the order of time, with what viewers see in between', async () => {
      const { operator, secondLead, newTask } = at();
      const task = newTask();
      const [pausesAt, backAt] = [secondsFromNow(2 * HOUR_MS), secondsFromNow(4 * HOUR_MS)];
      const pair = await operator.asksFor(task, {
        status: 'pause',
        apply_at: pausesAt,
        then_back: backAt,
      });

      await operator.types(`/relay schedule ${nameOf(task)}`);

      const said = await untilAnswer(at(), operator, 'Scheduled', pair.request);
      const inOrder = [
        'Until then: 🟢 on air with one.mp4 and 2 more',
        iso(pausesAt),
        'Waiting for approval',
        `If approved, from then until ${iso(backAt)}: 🔴 OFF AIR, paused`,
        `${iso(backAt)}, back`,
        'If approved, from then on: 🟢 on air with one.mp4 and 2 more',
        `from ${task.end_time} 🔴 OFF AIR, ended`,
      ].map((each) => said.replaceAll('*', '').indexOf(each));
      expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
      expect(inOrder).not.toContain(-1);

      await secondLead.approves(pair);
      await pair.says('as R-');
      const back = /as (R-\d+)/.exec(pair.text())?.[1] ?? '';
      await operator.types(`/relay schedule ${nameOf(task)}`);
      await untilAnswer(at(), operator, '2 runs', 'Approved', back, 'From then on: 🟢 on air');
    });

    test('is nothing at first: it says what viewers see, and how to schedule', async () => {
      const { operator, newTask } = at();
      const task = newTask();

      await operator.types(`/relay schedule ${nameOf(task)}`);

      await untilAnswer(
        at(),
        operator,
        'Nothing is scheduled.',
        'As it is: 🟢 on air with one.mp4 and 2 more',
        '/relay modify',
      );
    });

    test('is told of a day, by the clock of the project', async () => {
      const { operator, newTask } = at();
      const task = newTask();

      await operator.types(`/relay schedule ${nameOf(task)} tomorrow`);
      await untilAnswer(at(), operator, 'Nothing is scheduled for that day.');
      await operator.types(`/relay schedule ${nameOf(task)} 2026-01-01`);
      await untilAnswer(at(), operator, 'on 2026-01-01', 'That day is over.');
    });

    test('is asked for with words that are explained when they are wrong', async () => {
      const { operator, newTask } = at();
      newTask();

      expect(await operator.types('/relay schedule tomorow')).toContain('Did you mean `tomorrow`?');
      expect(await operator.types('/relay schedule a b today')).toContain('Too many words');
      await operator.types('/relay schedule live/chanel-1');
      await untilAnswer(at(), operator, 'There is no task', 'Did you mean');
      expect(await operator.types('/relay help schedule')).toContain('/relay schedule tomorrow');
    });

    test('is not for guests', async () => {
      const { guest, newTask } = at();

      await guest.types(`/relay schedule ${nameOf(newTask())}`);

      await untilAnswer(at(), guest, 'full members');
    });
  },
  OWN_DESK,
);

describe('The schedule of a project', () => {
  const clock = createClock();
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ clock, replicas: 2 });
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  test('has pages that go from the earliest to the last, and freezes in between', async () => {
    const { operator, lead, newTask } = desk;
    const inMs = (ms: number): number => Math.floor((clock.now() + ms) / 1000);
    const asked: string[] = [];
    for (let nth = 10; nth > 0; nth -= 1) {
      const card = await operator.asksFor(newTask(), {
        vod_loop_time: '4',
        apply_at: inMs(nth * HOUR_MS),
      });
      asked.unshift(card.request);
    }
    await lead.types('/relay freeze until tomorrow 23:59 Maintenance');
    await lead.isTold('Maintenance');

    await operator.types('/relay schedule');

    const first = await untilAnswer(desk, operator, '10 runs', '1 to 8', 'Maintenance');
    const idsIn = (text: string): string[] => [...new Set(text.match(/R-\d+/g))];
    expect(idsIn(first)).toEqual(asked.slice(0, 8));
    await desk.slack.person(operator.id).presses(newestAnswer(desk, operator), 'requests_next');
    const second = await untilAnswer(desk, operator, '10 runs', '9 to 10');
    expect(idsIn(second)).toEqual(asked.slice(8));
    await desk.slack.person(operator.id).presses(newestAnswer(desk, operator), 'requests_previous');
    await untilAnswer(desk, operator, '1 to 8');

    const home = await createHomeTab(desk.slack, operator.id).opens('Scheduled');
    expect(home).toContain('and 5 more: `/relay schedule`');
    expect(home).toContain(asked[0]);
  });
});
