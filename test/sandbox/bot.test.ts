import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createClock } from './clock.ts';
import { freePort } from './free-port.ts';
import { startBot, type Bot, type BotOptions } from './bot.ts';

// Generous, for a busy machine.
const patient = { timeout: 20_000 };
const dirs: string[] = [];
const bots: Bot[] = [];
const folderWith = (main: string): string => {
  const dir = mkdtempSync(join(tmpdir(), 'relaydesk-bot-'));
  dirs.push(dir);
  mkdirSync(join(dir, 'dist'));
  writeFileSync(join(dir, 'dist', 'main.js'), main);
  writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
  return dir;
};
const start = async (main: string, options: Partial<BotOptions> = {}): Promise<Bot> => {
  const bot = await startBot({ env: {}, cwd: folderWith(main), ...options });
  bots.push(bot);
  return bot;
};
afterEach(async () => {
  await Promise.all(bots.splice(0).map((bot) => bot.kill()));
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true });
});

const server = `
import { createServer } from 'node:http';
const port = Number(process.env.PORT);
let asked = 0;
createServer((request, response) => {
  asked += 1;
  response.writeHead(request.url === '/readyz' && asked > 2 ? 200 : 503).end();
}).listen(port, '127.0.0.1', () => console.log('up', Object.keys(process.env).toSorted().join()));
`;
const clockServer = `
import { createServer } from 'node:http';
createServer((request, response) => {
  const times = [Date.now(), new Date().getTime(), Date.parse(Date()), Temporal.Now.instant().epochMilliseconds];
  response.end(JSON.stringify({ times, isDate: new Date(0) instanceof Date, year: new Date(2026, 0).getFullYear() }));
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('up', Object.keys(process.env).toSorted().join()));`;
const polite = `${server}
process.on('SIGTERM', () => { console.error('bye'); process.exit(7); });`;
const stubborn = `${server}
process.on('SIGTERM', () => undefined);`;

test('is ready when it says so, in just the environment it was given', async () => {
  const bot = await start(polite, { env: { ONE: '1' } });

  await bot.ready();

  await expect.poll(bot.logs).toEqual(['up HOME,NODE_COMPILE_CACHE,ONE,PATH,PORT']);
  expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
});

test('ends when asked, and its last output is kept', async () => {
  const logFile = join(folderWith(''), 'bot.log');
  const bot = await start(polite, { logFile });
  await bot.ready();

  expect(await bot.stop()).toEqual({ code: 7, signal: null });

  expect(bot.logs().at(-1)).toBe('bye');
  expect(readFileSync(logFile, 'utf8')).toMatch(/^up .*\nbye\n$/);
});

test('is killed when it does not end', async () => {
  const bot = await start(stubborn);
  await bot.ready();

  expect(await bot.stop(100)).toEqual({ code: null, signal: 'SIGKILL' });
});

test('is killed at once', async () => {
  const bot = await start(polite);
  await bot.ready();

  expect(await bot.kill()).toEqual({ code: null, signal: 'SIGKILL' });
  expect(await bot.exited).toEqual({ code: null, signal: 'SIGKILL' });
});

test('an exit before it is ready shows its output', async () => {
  const bot = await start(`console.error('SLACK_BOT_TOKEN is missing'); process.exit(1);`);

  await expect(bot.ready()).rejects.toThrow(/exited \(1\):\nSLACK_BOT_TOKEN is missing$/);
});

test('not being ready in time shows its output', async () => {
  const bot = await start(`console.log('waiting'); setInterval(() => undefined, 1000);`);
  await expect.poll(bot.logs, patient).toEqual(['waiting']);

  await expect(bot.ready(100)).rejects.toThrow(/not ready:\nwaiting$/);
});

const shownBy = async (bot: Bot) => (await (await fetch(bot.url)).json()) as { times: number[] };

test('uses the clock it is given without noticing', async () => {
  const clock = createClock({ startMs: Date.parse('2030-01-01T12:00:00Z') });
  await clock.freeze();
  const bot = await start(clockServer, { clock });
  await bot.ready();
  const atMs = clock.now();
  const inSeconds = Math.floor(atMs / 1000) * 1000;

  await expect.poll(bot.logs).toEqual(['up HOME,NODE_COMPILE_CACHE,PATH,PORT']);
  expect(await shownBy(bot)).toEqual({
    times: [atMs, atMs, inSeconds, atMs],
    isDate: true,
    year: 2026,
  });
  await clock.moveOn(3_600_000);
  expect((await shownBy(bot)).times[0]).toBe(atMs + 3_600_000);
});

test('a frozen bot does not hold up the clock for long', patient, async () => {
  const clock = createClock();
  await clock.freeze();
  const bot = await start(clockServer, { clock });
  await bot.ready();
  bot.freeze();

  await clock.moveOn(60_000);
  bot.thaw();

  await expect.poll(async () => (await shownBy(bot)).times[0], patient).toBe(clock.now());
});

test('does not outlive its parent if that is killed', async () => {
  const cwd = folderWith(polite);
  const port = await freePort();
  const parent = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { startBot } from ${JSON.stringify(new URL('bot.ts', import.meta.url).href)};
       const bot = await startBot({ env: {}, cwd: ${JSON.stringify(cwd)}, port: ${port} });
       await bot.ready();
       console.log(bot.pid);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const pid = Number(String(await new Promise((resolve) => parent.stdout.once('data', resolve))));
  expect(process.kill(pid, 0)).toBe(true);

  parent.kill('SIGKILL');

  await expect.poll(() => isAlive(pid), patient).toBe(false);
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A dead orphan keeps its process id until it is reaped.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
