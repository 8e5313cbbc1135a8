import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import { toWireTime } from '#sandbox/live/wire-task.ts';
import { modalText } from '#sandbox/story-text.ts';
import type { Card } from './card.ts';
import { type Desk, HOUR_MS, openDesk, OWN_DESK, secondsFromNow, story } from './desk.ts';

const iso = (seconds: number): string => toWireTime(seconds * 1000);

/** Opens Move… on a card and chooses a time; resolves with what the modal then says. */
const choosesTime = async (
  { slack }: Desk,
  { id }: { readonly id: string },
  card: Card,
  seconds: number,
  says: string,
): Promise<string> => {
  const driver = slack.person(id);
  await driver.presses(card.now(), 'move');
  await driver.untilModal('move');
  await driver.types('apply_at', seconds);
  return modalText(await driver.untilModal((view) => modalText(view).includes(says)));
};

story(
  'A scheduled request is moved to another time',
  (at) => {
    test('by its requester: the modal says what that means, the approval stays, and it runs then', async () => {
      const { operator, lead, newTask } = at();
      const task = newTask();
      const [first, second] = [secondsFromNow(2 * HOUR_MS), secondsFromNow(5 * HOUR_MS)];
      const card = await operator.asksFor(task, { status: 'pause', apply_at: first });
      await lead.approves(card);
      await card.says('Approved, waiting to run', iso(first));

      const told = await choosesTime(at(), operator, card, second, 'approvals still count');
      expect(told).toContain(`What viewers see from ${iso(second)}`);
      expect(told).toContain('OFF AIR');
      const done = await operator.triesToSubmit();
      expect('updated' in done && modalText(done.updated)).toContain(`now runs ${iso(second)}`);

      await card.says('Approved, waiting to run', iso(second));
      await card.threadSays('moved it from', iso(first), iso(second));
      const audit = await at().store.auditOf(card.request);
      expect(audit.at(-1)).toMatchObject({
        event: 'move',
        person: { userId: operator.id },
        move: { from: expect.stringContaining(iso(first).slice(0, 16)) },
      });
      expect(audit.at(-1)?.['move']).not.toHaveProperty('approvals');
    });

    test('to a time that has passed, or by somebody else: refused, and it stays as it was', async () => {
      const { operator, onCall, newTask, slack } = at();
      const first = secondsFromNow(2 * HOUR_MS);
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4', apply_at: first });

      await choosesTime(at(), operator, card, secondsFromNow(-HOUR_MS), 'That time has passed');
      expect(await operator.triesToSubmit()).toEqual({
        errors: { apply_at: expect.stringContaining('That time has passed') },
      });
      await operator.leaves();
      await slack.person(onCall.id).presses(card.now(), 'move');
      await onCall.untilSees('Only the person who asked for this change');
      await card.says(iso(first));
      expect(card.thread().join()).not.toContain('moved');
    });

    test('before it is approved, with its way back: both times are in the modal', async () => {
      const { operator, newTask } = at();
      const times = [2, 4, 6, 8].map((hours) => secondsFromNow(hours * HOUR_MS));
      const [first = 0, back = 0, second = 0, secondBack = 0] = times;
      const card = await operator.asksFor(newTask(), {
        vod_loop_time: '4',
        apply_at: first,
        then_back: back,
      });

      await choosesTime(
        at(),
        operator,
        card,
        second,
        'must run at least a minute after the change',
      );
      await at().slack.person(operator.id).types('then_back', secondBack);
      await operator.untilSees('Then back', iso(secondBack), 'Nobody has approved it yet');
      await operator.triesToSubmit();

      await card.says(iso(second), iso(secondBack));
      await card.threadSays('moved it from', 'The way back moved from');
    });

    test('has no such button without a time', async () => {
      const { operator, newTask } = at();

      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });

      expect(JSON.stringify(card.now().blocks)).not.toContain('"move"');
    });
  },
  OWN_DESK,
);

const LEADS = `approvers: { users: [${PEOPLE.lead.id}, ${PEOPLE.secondLead.id}] }`;
/** From 18:00 to 06:00 two people have to approve. */
const EVENING =
  'policy: { rules: [{ when: { between: "18:00-06:00", time_zone: UTC }, quorum: 2 }] }';
/** Milliseconds from now until it is noon. */
const untilNoonMs = (nowMs: number): number => {
  const day = 24 * HOUR_MS;
  return (day + 12 * HOUR_MS - (nowMs % day)) % day;
};

describe('A request that is moved into other hours', () => {
  const clock = createClock();
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ clock, replicas: 2, projectYaml: [LEADS, EVENING] });
    await clock.moveOn(untilNoonMs(clock.now()));
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  test('has to be approved again where the policy asks for more, says so, and runs once at the new time', async () => {
    const { operator, lead, secondLead, newTask, putsOf } = desk;
    const inMs = (ms: number): number => Math.floor((clock.now() + ms) / 1000);
    const task = newTask();
    const [first, second] = [inMs(2 * HOUR_MS), inMs(8 * HOUR_MS)];
    const card = await operator.asksFor(task, { vod_loop_time: '4', apply_at: first });
    await lead.approves(card);
    await card.says('Approved, waiting to run');

    await choosesTime(desk, operator, card, second, 'no longer count');
    await operator.triesToSubmit();

    await card.says('Moved', iso(first), iso(second), 'the policy asks for more', '2 approvals');
    await clock.moveOn(3 * HOUR_MS);
    expect(putsOf(task)).toEqual([]);
    await lead.approves(card);
    await secondLead.approves(card);
    await card.says('Approved, waiting to run', iso(second));
    await clock.moveOn(5 * HOUR_MS);
    await card.says('Applied');
    await desk.isQuiet();
    expect(putsOf(task)).toHaveLength(1);
  });
});
