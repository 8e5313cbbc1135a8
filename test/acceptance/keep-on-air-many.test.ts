import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { toWireTime } from '#sandbox/live/wire-task.ts';
import { messageText } from '#sandbox/story-text.ts';
import { type Desk, HOUR_MS, MINUTE_MS, openDesk } from './desk.ts';

const MANY = 2_000;
const PAGE = 100;

describe('Two thousand tasks that should stay on air', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({
      transport: 'socket',
      live: { tasks: [] },
      projectYaml: [`approvers: { users: [${PEOPLE.lead.id}] }`, 'keep_on_air: ["many/*"]'],
    });
    for (let index = 0; index < MANY; index += 1) {
      desk.newTask({
        app_name: 'many',
        start_time: toWireTime(Date.now() - HOUR_MS),
        end_time: toWireTime(Date.now() + 50 * MINUTE_MS),
      });
    }
  });
  afterAll(() => desk.close());

  const pages = () => desk.live.calls().filter(({ query }) => query['limit'] === String(PAGE));
  const isAtTheEnd = () => pages().at(-1)?.query['offset'] === String(MANY);
  const notices = () =>
    desk.slack
      .channel(CHANNELS.ops.id)
      .messages()
      .map(messageText)
      .filter((text) => text.includes('should stay on air'));

  test('are read page by page, across a kill, while a change goes through, and told in one message', async () => {
    const { operator, lead, slack, live, store } = desk;
    const card = await operator.asksFor(desk.newTask(), { vod_loop_time: '4' });
    await lead.reviews(card);
    await slack.until(() => isAtTheEnd(), 'the list that the review looks through for rivals');
    const timer = await store.onlyTimerOf('ending');
    const before = pages().length;
    await store.makeDue(timer);
    await slack.until(() => pages().length >= before + 3, 'the first pages');

    await desk.bot().kill();
    await desk.startBot();
    await slack.until(() => pages().length >= before + 6, 'the pages of the next replica');
    await lead.decides('approve');
    await card.says('Applied');
    const atTheCall = pages().length;
    await slack.until(() => notices().length > 0, 'the message', { timeoutMs: 60_000 });
    await desk.isQuiet();

    const [put] = live.puts();
    expect(put?.atMs).toBeLessThan(pages().at(-1)?.atMs ?? 0);
    expect(atTheCall).toBeLessThan(pages().length);
    const offsets = pages().map(({ query }) => Number(query['offset']));
    const lastStart = offsets.lastIndexOf(0);
    expect(offsets.slice(lastStart)).toEqual(
      Array.from({ length: MANY / PAGE + 1 }, (_, page) => page * PAGE),
    );
    expect(notices()).toHaveLength(1);
    const [text = ''] = notices();
    expect(text).toContain(`${MANY} relay tasks`);
    expect(text.match(/many\/channel-\d+/g)).toHaveLength(10);
    expect(text).toContain(`${MANY - 10} more end at about the same time`);
    expect(slack.faults()).toEqual([]);
  });

  test('call nobody a second time', async () => {
    const { store } = desk;
    await desk.startBot();
    const timer = await store.onlyTimerOf('ending');
    const before = pages().length;

    await store.makeDue(timer);

    const isRead = () => pages().length > before + MANY / PAGE;
    await desk.slack.until(isRead, 'the last page', { timeoutMs: 60_000 });
    await desk.isQuiet();
    expect(notices()).toHaveLength(1);
  });
});
