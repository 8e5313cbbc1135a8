import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import { toWireTime, type WireTask, type WireTaskFields } from '#sandbox/live/wire-task.ts';
import { messageText, modalText } from '#sandbox/story-text.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, openDesk } from './desk.ts';

const CONFIG = [
  `approvers: { users: [${PEOPLE.lead.id}] }`,
  `notify: { users: [${PEOPLE.onCall.id}] }`,
  'keep_on_air: ["keep/*"]',
];

/** A desk with a clock of its own, and what it takes to see when its tasks are read. */
const openClockedDesk = async (transport: 'socket' | 'http') => {
  const clock = createClock();
  const replicas = transport === 'socket' ? 2 : 1;
  const desk = await openDesk({ transport, clock, replicas: 1, projectYaml: CONFIG });
  const bots = [desk.bot(), ...(replicas > 1 ? [await desk.startBot()] : [])];
  const timer = await desk.store.onlyTimerOf('ending');
  const isSet = async (): Promise<boolean> => Number((await desk.store.dueOf(timer)) ?? 0) > 0;
  return {
    ...desk,
    clock,
    /** The timer by which the tasks are read. */
    timer,
    /** Has the tasks read now, and waits until that is done. */
    async reads(): Promise<void> {
      await desk.isQuiet();
      await desk.store.makeDue(timer);
      await expect.poll(isSet, { timeout: 30_000, interval: 50 }).toBe(true);
    },
    async killsAll(): Promise<void> {
      await Promise.all(bots.map((bot) => bot.kill()));
    },
    /** A task that should stay on air and ends in so many minutes. */
    kept: (inMinutes: number, fields: WireTaskFields = {}): WireTask =>
      desk.newTask({
        app_name: 'keep',
        start_time: toWireTime(clock.now() - HOUR_MS),
        end_time: toWireTime(clock.now() + inMinutes * MINUTE_MS),
        ...fields,
      }),
  };
};

describe.each(['socket', 'http'] as const)('Keeping tasks on air, over %s', (transport) => {
  let desk: Awaited<ReturnType<typeof openClockedDesk>>;
  beforeAll(async () => {
    desk = await openClockedDesk(transport);
  });
  afterEach(async () => {
    await desk.afterTest();
    const kept = desk.live.tasks().filter(({ app_name: app }) => app === 'keep');
    for (const { task_id: id } of kept) desk.live.removeTask(id);
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  const nameOf = ({ app_name: app, stream_name: stream }: WireTask): string => `${app}/${stream}`;
  /** The messages about the end of a task, as they are now. */
  const noticesOf = (task: WireTask) =>
    desk.slack
      .channel(CHANNELS.ops.id)
      .messages()
      .filter((message) => {
        const text = messageText(message);
        return text.includes('should stay on air') && text.includes(nameOf(task));
      });
  const noticeOf = (task: WireTask) => {
    const [notice] = noticesOf(task);
    if (!notice) throw new Error(`nobody was called for ${nameOf(task)}`);
    return notice;
  };
  const blockOf = ({ task_id: id }: WireTask): string => `task live-prod ${id}`;
  const press = (person: { readonly id: string }, task: WireTask, action: string) =>
    desk.slack.person(person.id).presses(noticeOf(task), action, { blockId: blockOf(task) });

  test('people are called once, within the hour before an end, and for no other task', async () => {
    const task = desk.kept(55);
    const later = desk.kept(3 * 60);
    const paused = desk.kept(50, { status: 'pause' });
    const other = desk.kept(50, { app_name: 'other' });

    await desk.reads();
    await desk.reads();

    const text = await desk.opsChannel.says('@Ines Oncall', nameOf(task), 'about to end');
    expect(text).toContain(`ends ${task.end_time}`);
    expect(text).toContain('It has no open requests.');
    expect(text).toContain('[Extend…]');
    expect(text).toContain('[Let it end]');
    expect([task, later, paused, other].map((each) => noticesOf(each).length)).toEqual([
      1, 0, 0, 0,
    ]);
  });

  test('the call comes by itself an hour before, but not for what was changed until then', async () => {
    const changes: readonly (readonly [string, (task: WireTask) => void])[] = [
      ['extended', ({ task_id: id }) => desk.live.edit(id, { end_time: inADay() })],
      ['paused', ({ task_id: id }) => desk.live.edit(id, { status: 'pause' })],
      ['deleted', ({ task_id: id }) => desk.live.removeTask(id)],
    ];
    const inADay = () => toWireTime(desk.clock.now() + DAY_MS);
    const stays = desk.kept(3 * 60);
    const changed = changes.map(() => desk.kept(3 * 60));
    await desk.reads();
    expect(noticesOf(stays)).toEqual([]);
    for (const [index, [, change]] of changes.entries()) change(changed[index] as WireTask);

    await desk.clock.moveOn(2 * HOUR_MS);

    await desk.opsChannel.says(nameOf(stays), 'about to end');
    expect(changed.map((task) => noticesOf(task).length)).toEqual([0, 0, 0]);
  });

  test('Extend… asks for the latest end that the API may accept, and the message says that it was extended', async () => {
    const { operator, lead, slack, live, cardOf } = desk;
    const task = desk.kept(40, { vod_loop_time: '900' });
    await desk.reads();
    await press(operator, task, 'extend_task');
    const form = modalText(await slack.person(operator.id).untilModal('modify_form'));
    const aMinuteBefore = Date.parse(String(task.start_time)) + 7 * DAY_MS - MINUTE_MS;
    const latest = toWireTime(Math.floor(aMinuteBefore / MINUTE_MS) * MINUTE_MS);
    expect(form).toContain('Extend a relay task');

    await operator.fills({ reason: 'The show goes on' });
    const card = await cardOf(await operator.submits());
    await lead.approves(card);
    await card.says('Applied');
    await desk.reads();

    expect(live.task(task.task_id)).toMatchObject({ end_time: latest, vod_loop_time: '-1' });
    const text = await desk.opsChannel.says(nameOf(task), `✅ Changed: ⏰ ends ${latest}`);
    expect(text).not.toContain('[Let it end]');
    expect(noticesOf(task)).toHaveLength(1);
  });

  test('a request that is open already is named', async () => {
    const task = desk.kept(45);
    const card = await desk.operator.asksFor(task, { vod_loop_time: '4' });

    await desk.reads();

    await desk.opsChannel.says(nameOf(task), `Open requests: ${card.request} (⏳ Waiting`);
  });

  test('Let it end is recorded with who, calls nobody again for that end, and for a new one it does', async () => {
    const { lead, live, opsChannel, store } = desk;
    const task = desk.kept(45);
    await desk.reads();

    await press(lead, task, 'let_end');
    await lead.isTold('Noted', nameOf(task));
    const text = await opsChannel.says(nameOf(task), '@Lena Lead lets it end');
    await desk.reads();

    expect(text).not.toContain('[Let it end]');
    expect(text).toContain('[Extend…]');
    expect(noticesOf(task)).toHaveLength(1);
    const audit = await store.audit();
    expect(audit).toContain('let_end');
    expect(audit).toContain(lead.id);
    expect(live.puts().filter(({ rawBody }) => rawBody.includes(task.task_id))).toEqual([]);

    live.edit(task.task_id, { end_time: toWireTime(desk.clock.now() + 55 * MINUTE_MS) });
    await desk.reads();
    expect(noticesOf(task)).toHaveLength(2);
  });

  test('who presses later reads who was faster, and of a task that was changed nothing is recorded', async () => {
    const { lead, outsider, guest, live, opsChannel } = desk;
    const [both, moved] = [desk.kept(45), desk.kept(44)];
    await desk.reads();
    const before = noticeOf(both);
    const pressBefore = (person: { readonly id: string }, task: WireTask) =>
      desk.slack.person(person.id).presses(before, 'let_end', { blockId: blockOf(task) });

    await pressBefore(guest, both);
    await guest.isTold('🔒');
    await pressBefore(outsider, both);
    await outsider.isTold('Noted', nameOf(both));
    await pressBefore(lead, both);
    await lead.isTold('@Otto Outsider', nameOf(both), 'already');
    live.edit(moved.task_id, { end_time: toWireTime(desk.clock.now() + DAY_MS) });
    await pressBefore(lead, moved);

    await lead.isTold(nameOf(moved), 'was changed meanwhile', 'Nothing was recorded');
    const text = await opsChannel.says(nameOf(moved), '✅ Changed', '@Otto Outsider lets it end');
    expect(text).not.toContain('@Gus Guest');
  });

  test('a message whose answer was lost, or whose sender was killed, is posted once', async () => {
    const { slack } = desk;
    const first = desk.kept(45);
    slack.fail({ method: 'chat.postMessage', with: 'lose_answer' });
    await desk.reads();
    await desk.reads();
    expect(noticesOf(first)).toHaveLength(1);

    const second = desk.kept(44);
    let isPosting = false;
    slack.fail({ method: 'chat.postMessage', with: 'timeout', when: () => (isPosting = true) });
    await desk.isQuiet();
    await desk.store.makeDue(desk.timer);
    await slack.until(() => isPosting, 'the bot about to post');
    await desk.killsAll();
    await desk.startBot();

    await slack.until(() => noticesOf(second).length > 0, 'the message of the next replica');
    await desk.reads();
    expect(noticesOf(second)).toHaveLength(1);
  });
});
