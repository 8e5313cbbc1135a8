import { afterEach, describe, expect, test } from 'vitest';
import type { Bot } from '#sandbox/bot.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';
import { isToldOnce } from './told-once.ts';

let desk: Desk;
afterEach(async () => {
  await desk.afterTest();
  await desk.close();
});

const asked = (bot: Bot) => void process.kill(bot.pid, 'SIGTERM');

/** How it ended, and how long that took. */
const ended = async (bot: Bot) => {
  const fromMs = performance.now();
  const exit = await bot.exited;
  return { ...exit, seconds: (performance.now() - fromMs) / 1000 };
};

/** The replica that has taken the only pending entry. */
const holderOfCall = async (replicas: readonly Bot[]): Promise<Bot> => {
  const [name = ''] = await desk.store.holders();
  const holder = replicas.find((bot) => bot.logs().some((line) => line.includes(name)));
  if (!holder) throw new Error(`no replica is called "${name}"`);
  return holder;
};

/** Waits until the bot has logged that it stops; more lines may follow at once. */
const hasHeard = (bot: Bot): Promise<boolean> =>
  desk.slack.until(
    () => bot.logs().some((line) => line.includes('"stopping"')),
    'that it has heard',
  );

const readiness = async (bot: Bot) => {
  const response = await fetch(`${bot.url}/readyz`);
  return { status: response.status, body: (await response.json()) as { checks: object[] } };
};

describe.each(['socket', 'http'] as const)('A bot that is asked to stop, over %s', (transport) => {
  test('with nothing to do ends cleanly', async () => {
    desk = await openDesk({ transport });
    const bot = desk.bot();

    asked(bot);

    expect(await ended(bot)).toMatchObject({ code: 0 });
    expect(bot.logs().map((line) => JSON.parse(line).message)).toEqual(
      expect.arrayContaining(['stopping', 'stopped']),
    );
    expect(desk.slack.faults()).toEqual([]);
  });

  test('makes the call it has begun, reports that it is not ready, and leaves the result to another', async () => {
    desk = await openDesk({ transport });
    const { operator, lead, newTask, putsOf, live, slack } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.fail({ on: 'PUT', with: { hold: true } });
    await lead.approves(card);
    await slack.until(() => live.held() === 1, 'the call');
    const first = desk.bot();

    asked(first);
    await expect
      .poll(() => readiness(first))
      .toMatchObject({
        status: 503,
        body: {
          checks: expect.arrayContaining([{ name: 'process', ok: false, why: 'it is stopping' }]),
        },
      });
    live.release();

    expect(await first.exited).toMatchObject({ code: 0 });
    await desk.startBot();
    await isToldOnce(desk, card, 'Applied');
    expect(putsOf(task)).toHaveLength(1);
  });

  test('fills the modal that somebody is waiting for', async () => {
    desk = await openDesk({ transport });
    const { operator, newTask, live, slack } = desk;
    const task = newTask();
    live.fail({ on: 'GET', with: { hold: true } });
    await operator.types(`/relay modify live-prod ${task.task_id}`);
    await slack.until(() => live.held() === 1, 'the reading of the task');

    asked(desk.bot());
    await hasHeard(desk.bot());
    live.release();

    await operator.untilSees('Not changeable here');
    expect(await desk.bot().exited).toMatchObject({ code: 0 });
  });
});

test('Long work of a stopping replica is not taken over by another', async () => {
  desk = await openDesk();
  const replicas = [desk.bot(), await desk.startBot()];
  const { operator, lead, newTask, putsOf, live, slack } = desk;
  const task = newTask();
  const card = await operator.asksFor(task, { vod_loop_time: '4' });
  live.fail({ on: 'PUT', with: { hold: true } });
  await lead.approves(card);
  await slack.until(() => live.held() === 1, 'the call');
  const holder = await holderOfCall(replicas);

  asked(holder);
  // Longer than it takes for a silent replica to count as dead.
  await new Promise((resolve) => setTimeout(resolve, 4_500));
  live.release();

  expect(await holder.exited).toMatchObject({ code: 0 });
  await isToldOnce(desk, card, 'Applied');
  expect(card.thread().join('\n')).not.toContain('got no reply');
  expect(putsOf(task)).toHaveLength(1);
});

describe('A stop ends in bounded time', () => {
  test('while Redis does not answer', async () => {
    desk = await openDesk({ env: { STOP_WITHIN: '8' } });
    desk.redis.freeze();

    asked(desk.bot());

    const { seconds } = await ended(desk.bot());
    expect(seconds).toBeLessThan(9);
    desk.redis.thaw();
  });

  test('while Slack does not answer', async () => {
    desk = await openDesk({ env: { STOP_WITHIN: '8' } });
    const { operator, newTask, slack } = desk;
    let isPosting = false;
    slack.fail({ method: 'chat.postMessage', with: 'timeout', when: () => (isPosting = true) });
    await operator.opensForm(newTask().task_id);
    await operator.fills({ vod_loop_time: '4', reason: 'Four rounds' });
    await operator.submits();
    await slack.until(() => isPosting, 'the bot at the post office');

    asked(desk.bot());

    const { seconds } = await ended(desk.bot());
    expect(seconds).toBeLessThan(9);
  });

  test('after its time limit, leaving its work to the others', async () => {
    desk = await openDesk({ env: { STOP_WITHIN: '2' } });
    const { operator, lead, newTask, live, slack, putsOf } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.fail({ on: 'PUT', with: { hold: true, applied: true } });
    await lead.approves(card);
    await slack.until(() => live.held() === 1, 'the call');
    const first = desk.bot();

    asked(first);

    const end = await ended(first);
    expect(end).toMatchObject({ code: 1 });
    expect(end.seconds).toBeLessThan(8);
    expect(first.logs().at(-1)).toContain('not stopped in time');
    await desk.startBot();
    await isToldOnce(desk, card, 'Applied');
    expect(putsOf(task)).toHaveLength(1);
  });

  test('at the second signal, at once', async () => {
    desk = await openDesk();
    const { operator, lead, newTask, live, slack } = desk;
    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    live.fail({ on: 'PUT', with: { hold: true } });
    await lead.approves(card);
    await slack.until(() => live.held() === 1, 'the call');
    asked(desk.bot());
    // The first two count as one, since a terminal and the parent process may both pass a signal
    // on.
    asked(desk.bot());
    await hasHeard(desk.bot());
    const asking = setInterval(() => asked(desk.bot()), 300);

    const end = await ended(desk.bot());
    clearInterval(asking);
    expect(end).toMatchObject({ code: 1 });
    expect(end.seconds).toBeLessThan(8);
    expect(desk.bot().logs().at(-1)).toContain('stopped at once');
  });
});
