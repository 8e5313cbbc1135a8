import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { type Desk, openDesk } from './desk.ts';

let desk: Desk;
afterEach(() => desk.close());

/** Runs in the bot when it gets SIGUSR2. */
const openWith = (code: string): Promise<Desk> => {
  const module = `process.on('SIGUSR2', () => { ${code} });`;
  return openDesk({
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(module)}` },
  });
};
const strike = (): boolean => process.kill(desk.bot().pid, 'SIGUSR2');

const lines = (): Record<string, unknown>[] =>
  desk.logs().map((line) => JSON.parse(line) as Record<string, unknown>);
const messages = (): unknown[] => lines().map(({ message }) => message);

const helps = async (): Promise<void> => {
  expect(await desk.operator.types('/relay help')).toContain('/relay modify');
};

describe('An error that nothing handles', () => {
  test.each([
    ['a promise is rejected', "Promise.reject(new Error('nobody waits for this'))"],
    ['a promise is rejected with no reason', 'Promise.reject()'],
    [
      'a connection is reset',
      "throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' })",
    ],
  ])('is logged, and the process continues: %s', async (_what, code) => {
    desk = await openWith(code);

    strike();

    await expect.poll(messages).toContainEqual(expect.stringContaining('the process continues'));
    await helps();
  });

  test('that may have corrupted the process ends it cleanly', async () => {
    desk = await openWith("throw new TypeError('undefined is not a card')");
    const { exited } = desk.bot();

    strike();

    expect(await exited).toEqual({ code: 1, signal: null });
    expect(messages()).toEqual(expect.arrayContaining(['a bug ends the process', 'stopped']));
    expect(desk.slack.tcpConnections()).toBe(0);
  });
});

describe('The log', () => {
  test('may lose its reader: the process continues', async () => {
    desk = await openDesk({ env: { LOG_LEVEL: 'debug' } });
    const { operator, lead, newTask } = desk;

    desk.bot().stopReading();

    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    await lead.approves(card);
    await card.says('Applied');
    await helps();
  });

  test('has lines of JSON only, whatever Node and libraries print', async () => {
    desk = await openWith(`
      process.emitWarning('listeners leak', 'SandboxWarning');
      process.emitWarning('more of them leak', 'SandboxWarning');
      console.log('a line', { of: 'a library' });
      console.error(new Error('printed'));`);

    strike();
    await expect.poll(() => desk.logs().length).toBeGreaterThan(3);
    await helps();

    expect(lines()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          level: 'warn',
          message: 'Node warns',
          error: expect.objectContaining({ message: 'listeners leak' }),
        }),
        expect.objectContaining({
          message: 'a library prints',
          text: "a line { of: 'a library' }",
        }),
      ]),
    );
    expect(messages().filter((message) => message === 'Node warns')).toHaveLength(1);
  });

  test('has lines of JSON only while Redis serves reads and accepts no writes', async () => {
    desk = await openDesk();
    const { operator, slack } = desk;
    const admin = new Redis(desk.redis.url);
    // A primary that does not exist.
    await admin.replicaof('127.0.0.1', 1);

    for (let time = 0; time < 12; time += 1) await slack.person(operator.id).opensHome();
    await expect.poll(messages, { timeout: 20_000 }).toContain('Node warns');
    await admin.replicaof('NO', 'ONE');
    admin.disconnect();

    expect(lines().every(({ level }) => typeof level === 'string')).toBe(true);
  });
});
