import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHANNELS } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { messageText } from '#sandbox/story-text.ts';
import { type Desk, HOUR_MS, MINUTE_MS, openDesk, OWN_DESK, story } from './desk.ts';

const nameOf = ({ app_name: app = '', stream_name: stream = '' }: WireTask) => `${app}/${stream}`;

story(
  'Freezes from chat',
  (desk) => {
    test('an approver freezes a task: it is told, shown and enforced, and other tasks are not concerned', async () => {
      const { operator, lead, opsChannel, newTask, putsOf, slack } = desk();
      const [task, other] = [newTask(), newTask()];
      const card = await operator.asksFor(task, { vod_loop_time: '4' });

      await lead.types(`/relay freeze ${nameOf(task)} for 2h Election <!channel> night`);
      await lead.isTold('You froze', nameOf(task), 'Election');

      await opsChannel.says('froze', nameOf(task), 'Election');
      expect(JSON.stringify(slack.channel(CHANNELS.ops.id).messages())).not.toContain('<!channel>');
      await card.says('Frozen until', 'Election');
      await lead.reviews(card);
      expect(await lead.decides('approve')).toMatch(/frozen until .*Election/);
      await lead.leaves();
      await operator.opensForm(other.task_id);
      expect(operator.sees()).not.toContain('Election');
      await operator.leaves();
      await operator.opensForm(task.task_id);
      expect(operator.sees()).toMatch(/frozen until .*Election/);
      await operator.leaves();
      expect(putsOf(task)).toEqual([]);

      await lead.types(`/relay unfreeze ${nameOf(task)}`);
      await lead.isTold('You lifted the freeze', nameOf(task));
      await opsChannel.says('lifted the freeze', nameOf(task));
      expect(await lead.approves(card)).toContain('You approved');
      await card.says('Applied');
      expect(putsOf(task)).toHaveLength(1);
      expect(card.text()).not.toContain('Frozen until');
    });

    test('who is not named for it may not, and is told who may', async () => {
      const { operator, newTask } = desk();

      await operator.types(`/relay freeze ${nameOf(newTask())} for 2h Show`);
      await operator.isTold('Only people named in relaydesk.yml');
    });

    test('a time or a reason that is missing is asked for', async () => {
      const { lead } = desk();

      expect(await lead.types('/relay freeze for 2h')).toContain('Say why');
      expect(await lead.types('/relay freeze until noon Show')).toContain('is not a time');
    });
  },
  OWN_DESK,
);

describe('A planned change whose time falls into a freeze', () => {
  const clock = createClock();
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ clock });
  });
  afterAll(() => desk.close());

  test('says so on card, in explain and in the ops channel, and ends as failed with nothing sent', async () => {
    const { operator, lead, opsChannel, newTask, putsOf } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, {
      vod_loop_time: '4',
      apply_at: Math.floor((clock.now() + HOUR_MS) / 1000),
    });
    await lead.approves(card);
    await card.says('Approved, waiting to run');

    await lead.types(`/relay freeze ${nameOf(task)} for 2h Feed is being repaired`);

    await card.says('Its time falls in a freeze', 'Feed is being repaired');
    await opsChannel.says('Planned in that time', card.request);
    await operator.types(`/relay explain ${card.request}`);
    await operator.isTold('frozen until', 'Feed is being repaired');
    await clock.moveOn(HOUR_MS + MINUTE_MS);
    await card.says('Failed', 'Feed is being repaired');
    expect(putsOf(task)).toEqual([]);
  });

  test('a card stops telling of a freeze once it is over', async () => {
    const { operator, lead, newTask } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '5' });
    await lead.types(`/relay freeze ${nameOf(task)} for 5m Short look`);
    await card.says('Frozen until', 'Short look');

    await clock.moveOn(6 * MINUTE_MS);

    await expect.poll(() => card.text()).not.toContain('Short look');
  });
});

describe('A freeze outlives the end of every replica', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ replicas: 2 });
  });
  afterAll(() => desk.close());

  test('it holds for both replicas after a restart, and its button in the list lifts it', async () => {
    const { operator, lead, opsChannel, newTask, slack, putsOf } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    await lead.types('/relay freeze for 3h Night show');
    await lead.isTold('You froze');

    await desk.restartBots();

    await lead.types('/relay freeze');
    await lead.isTold('Freezes', 'Night show');
    await card.says('Frozen until', 'Night show');
    // Clicks go to one replica after the other.
    for (let click = 0; click < 2; click += 1) {
      await lead.reviews(card);
      expect(await lead.decides('approve')).toMatch(/frozen until .*Night show/);
      await lead.leaves();
    }
    const list = slack
      .person(lead.id)
      .ephemerals()
      .findLast((message) => messageText(message).includes('Night show'));
    if (!list) throw new Error('there is no list');
    await slack.person(lead.id).presses(list, 'unfreeze');

    await opsChannel.says('lifted the freeze');
    expect(await lead.approves(card)).toContain('You approved');
    await card.says('Applied');
    expect(putsOf(task)).toHaveLength(1);
  });
});
