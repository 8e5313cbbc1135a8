import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import { DAY_MS, type Desk, HOUR_MS, openDesk, secondsFromNow } from '../acceptance/desk.ts';

/**
 * A change of the first file is decided within seconds or never, one of events needs nobody, and pauses run after ten
 * minutes.
 */
const POLICY = [`approvers: { users: [${PEOPLE.lead.id}, ${PEOPLE.secondLead.id}] }`];
const RULES = [
  'policy:',
  '  expires_after: 30m',
  '  open_per_person: 100',
  '  rules:',
  '    - { when: { fields: [vod_start_video_index], only: true }, quorum: 1, expires_after: 8s }',
  '    - { when: { fields: [callback_events], only: true }, quorum: 0 }',
  '    - { when: { status: pause }, quorum: 1, hold: 10m }',
];

describe.each([
  ['an hour ahead', HOUR_MS],
  ['an hour behind', -HOUR_MS],
  ['a day ahead', DAY_MS],
  ['a day behind', -DAY_MS],
])('The clock of one of two replicas is %s', (_what, aheadMs) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ projectYaml: [...POLICY, ...RULES] });
    await desk.startBot(createClock({ startMs: Date.now() + aheadMs }));
    await desk.slack.until(() => desk.slack.connections() === 2, 'two connections');
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  test('requests to either replica are decided on either, run once and reported', async () => {
    const { operator, lead, newTask, putsOf } = desk;
    // Slack gives each click to the next replica, so each of them gets every step in turn.
    for (let round = 0; round < 3; round += 1) {
      const task = newTask();
      const card = await operator.asksFor(task, { vod_loop_time: '4' });
      await lead.approves(card);
      await card.says('Applied');
      expect(putsOf(task)).toHaveLength(1);
    }
  });

  test('a schedule runs at its time; a hold is not cut short, and a deadline does not come early', async () => {
    const { operator, lead, newTask, putsOf } = desk;
    const [scheduled, held] = [newTask(), newTask()];
    const waiting = await operator.asksFor(held, { status: 'pause' });
    await lead.approves(waiting);
    await waiting.says('Approved, waiting to run');
    const open = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    const applyAt = secondsFromNow(5_000);
    const card = await operator.asksFor(scheduled, {
      callback_events: ['TaskStart'],
      apply_at: applyAt,
    });

    await card.says('Applied');

    expect(putsOf(scheduled)[0]?.atMs).toBeGreaterThanOrEqual(applyAt * 1_000);
    expect(putsOf(scheduled)[0]?.atMs).toBeLessThan(applyAt * 1_000 + 60_000);
    expect([waiting.text(), open.text()]).toEqual([
      expect.stringContaining('Approved, waiting to run'),
      expect.stringContaining('Waiting for approval'),
    ]);
    expect(putsOf(held)).toEqual([]);
  });

  test('neither replica accepts decisions on an expired request', async () => {
    const { operator, lead, secondLead, newTask, putsOf } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_start_video_index: '2 · two.mp4' });
    await lead.reviews(card);
    await secondLead.reviews(card);
    await card.says('Expired');

    const answers = [await lead.decides('approve'), await secondLead.decides('approve')];

    expect(answers).toEqual([expect.stringMatching(/xpired/), expect.stringMatching(/xpired/)]);
    expect(putsOf(task)).toEqual([]);
  });
});

describe('The clock of one of two replicas is set while they work', () => {
  let desk: Desk;
  const clock = createClock();
  beforeAll(async () => {
    desk = await openDesk({ projectYaml: [...POLICY, ...RULES] });
    await desk.startBot(clock);
    await desk.slack.until(() => desk.slack.connections() === 2, 'two connections');
  });
  afterEach(() => desk.afterTest());
  afterAll(() => desk.close());

  test.each([HOUR_MS, -2 * HOUR_MS, DAY_MS, -2 * DAY_MS])(
    'by %i ms: scheduled requests keep waiting, and the next change gets through',
    async (jumpMs) => {
      const { operator, lead, newTask, putsOf } = desk;
      const [held, scheduled] = [newTask(), newTask()];
      const waiting = await operator.asksFor(held, { status: 'pause' });
      await lead.approves(waiting);
      await waiting.says('Approved, waiting to run');
      const applyAt = secondsFromNow(5_000);
      const card = await operator.asksFor(scheduled, {
        callback_events: ['TaskStart'],
        apply_at: applyAt,
      });

      await clock.jump(jumpMs);

      await card.says('Applied');
      expect(putsOf(scheduled)[0]?.atMs).toBeGreaterThanOrEqual(applyAt * 1_000);
      expect(waiting.text()).toContain('Approved, waiting to run');
      expect(putsOf(held)).toEqual([]);
      const next = newTask();
      const after = await operator.asksFor(next, { vod_loop_time: '5' });
      await lead.approves(after);
      await after.says('Applied');
    },
  );
});

test.each([HOUR_MS, -HOUR_MS])(
  "over HTTP a replica whose clock is %i ms ahead accepts Slack's signed clicks",
  async (aheadMs) => {
    const desk = await openDesk({ replicas: 0, transport: 'http' });
    await desk.startBot(createClock({ startMs: Date.now() + aheadMs }));
    const { operator, lead, newTask } = desk;

    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    await lead.approves(card);
    await card.says('Applied');

    await desk.close();
  },
);
