import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { PROJECT } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { type Desk, openDesk } from './desk.ts';
import { doctor, root } from './doctor.ts';

let desk: Desk | undefined;
afterEach(() => desk?.close());

const open = async (options: Parameters<typeof openDesk>[0] = {}): Promise<Desk> => {
  desk = await openDesk(options);
  return desk;
};

/** `npm run probe`, on a task that nobody needs. */
const probe = ({ env }: Desk, task: WireTask, ...words: string[]) => {
  const asked = ['--project', PROJECT.name, '--task', task.task_id, '--patience', '2', ...words];
  const child = spawn(process.execPath, ['dist/probe.js', ...asked], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  const closed = once(child, 'close');
  const said = text(child.stdout);
  return {
    kill: () => child.kill('SIGKILL'),
    stop: () => child.kill('SIGTERM'),
    end: async () => {
      const [code] = await closed;
      return { code: code as unknown, said: await said };
    },
  };
};

/** What the form says about changing only the reported events. */
const foretold = async ({ operator, newTask }: Desk): Promise<string> => {
  await operator.opensForm(newTask().task_id);
  await operator.fills({ callback_events: ['TaskExit'], reason: 'Fewer events' });
  await operator.pressesInForm('what_would_it_do');
  const said = await operator.untilSees('What this does');
  await operator.leaves();
  return said;
};

test.each([
  ['breaks the stream', 'break', 'yes, it breaks', '🟠 Short break,'],
  [
    'leaves the stream alone',
    'go_on',
    'no, it goes on',
    'Viewers notice nothing: only what is reported changes',
  ],
] as const)(
  'the probe finds out that a change of the events %s, and forms, cards and the doctor use that',
  async (_what, eventsAlone, answer, afterwards) => {
    const clock = createClock();
    const at = await open({ clock, live: { play: { eventsAlone } } });
    const task = at.newTask();
    const before = at.live.task(task.task_id);
    expect(await foretold(at)).toContain('🟠 Short break possible');

    const { code, said } = await probe(at, task, '--only', 'eventsOnlyBreaks', '--yes').end();

    expect(said).toContain('It changes which events are reported');
    expect(said).toContain(answer);
    expect(said).toMatch(/request_id [0-9a-f]{32}/);
    expect(said).toContain('The task is as it was.');
    expect(code).toBe(0);
    expect(at.live.task(task.task_id)).toEqual(before);
    // The bot caches the answers for half a minute.
    await clock.moveOn(31_000);
    expect(await foretold(at)).toContain(afterwards);
    const card = await at.operator.asksFor(at.newTask(), { callback_events: ['TaskExit'] });
    expect(card.text()).toContain(afterwards);
    expect((await doctor(at.env)).said).toContain(
      `Does changing only the reported events interrupt the stream? ${answer}`,
    );
  },
  60_000,
);

test('after a probe is killed, the next one restores the task before it asks anything', async () => {
  const at = await open();
  const task = at.newTask();
  const before = at.live.task(task.task_id);
  at.live.fail({ on: 'PUT', with: { hold: true, applied: true } });
  const killed = probe(at, task, '--only', 'takesRepeatedUrl', '--yes');
  await expect.poll(() => at.live.held(), { timeout: 20_000 }).toBe(1);
  killed.kill();
  await killed.end();
  at.live.release();
  expect(at.live.task(task.task_id).source_urls).toHaveLength(4);

  const { code, said } = await probe(at, task, '--only', 'takesPastStart', '--yes').end();

  expect(said).toMatch(/did not end\. It is put back first\.\n.*Is a start in the past accepted/s);
  expect(code).toBe(0);
  expect(at.live.task(task.task_id)).toEqual(before);
});

test('a probe that is asked to stop puts the task back and ends', async () => {
  const at = await open();
  const task = at.newTask();
  const before = at.live.task(task.task_id);
  at.live.fail({ on: 'PUT', with: { hold: true, applied: true } });
  const stopped = probe(at, task, '--only', 'takesRepeatedUrl,keepsOmitted', '--yes');
  await expect.poll(() => at.live.held(), { timeout: 20_000 }).toBe(1);
  stopped.stop();
  at.live.release();

  const { code, said } = await stopped.end();

  expect(said).not.toContain('97 rounds became');
  expect(said).toContain('The task is as it was.');
  expect(code).toBe(0);
  expect(at.live.task(task.task_id)).toEqual(before);
});

test('a request that is approved meanwhile runs when the probe has put the task back', async () => {
  const at = await open();
  const task = at.newTask();
  at.live.fail({ on: 'PUT', with: { hold: true, applied: true } });
  const card = await at.operator.asksFor(task, { vod_loop_time: '4' });
  const probing = probe(at, task, '--only', 'takesRepeatedUrl', '--yes');
  await expect.poll(() => at.live.held(), { timeout: 20_000 }).toBe(1);

  await at.lead.approves(card);
  await card.says('Approved');
  at.live.release();

  expect((await probing.end()).code).toBe(0);
  await card.says('Applied', 'every requested setting');
  expect(at.putsOf(task).map(({ body }) => (body as WireTask).vod_loop_time)).toEqual([
    '-1',
    '-1',
    '4',
  ]);
});

test('without confirmation or with wrong arguments, nothing is done', async () => {
  const at = await open();
  const task = at.newTask();

  const { said } = await probe(at, task, '--only', 'takesPastStart').end();
  const wrong = await probe(at, task, '--only', 'takesEverything', '--yes').end();

  expect(said).toContain('Do it?');
  expect(wrong).toMatchObject({ code: 2, said: expect.stringContaining('Usage: npm run probe') });
  expect(at.live.puts()).toEqual([]);
});
