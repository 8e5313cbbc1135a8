import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, openDesk } from './desk.ts';

const KEY = { outbox: '{relaydesk}:outbox', timers: '{relaydesk}:timers' };
let desk: Desk;
let redis: Redis;
beforeEach(async () => {
  desk = await openDesk();
  redis = new Redis(desk.redis.url);
});
afterEach(async () => {
  redis.disconnect();
  await desk.close();
});

const linesWith = (text: string): readonly string[] =>
  desk
    .bot()
    .logs()
    .filter((line) => line.includes(text));

test('work that only a newer version knows is left for it and logged once, and everything else goes on', async () => {
  const { operator, lead, newTask, slack } = desk;
  await redis.xadd(KEY.outbox, '*', 'entry', 'dance R-1');
  await redis.xadd(KEY.outbox, '*', 'entry', 'dance R-2');
  await slack.until(() => linesWith('unknown kind of outbox entry')[0], 'a line of the log');
  const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
  await lead.approves(card);
  await card.says('Applied');

  expect(linesWith('unknown kind of outbox entry')).toHaveLength(1);
  expect(linesWith('unknown kind of outbox entry')[0]).toContain('"kind":"dance"');
  await expect
    .poll(() => redis.zrange(KEY.timers, '0', '-1'))
    .toEqual(expect.arrayContaining(['dance R-1', 'dance R-2']));
  const metrics = await (await fetch(`${desk.bot().url}/metrics`)).text();
  expect(metrics).toMatch(/^relaydesk_outbox_unknown_total [1-9]/m);
});

test('a process that is older than its store ends by itself, says why, and writes nothing more', async () => {
  const { operator, lead, newTask, isQuiet, bot, live } = desk;
  const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
  await isQuiet();
  const request = `{relaydesk}:request:${card.request}`;
  const before = await redis.hgetall(request);
  await redis.set('{relaydesk}:schema', 99);
  // A click now is still answered, by this process or by Slack.
  await lead.approves(card).catch(() => undefined);
  const exit = await bot().exited;

  expect(exit).toEqual({ code: 1, signal: null });
  const ends = linesWith('this process is older than the store, and ends');
  expect(ends).toHaveLength(1);
  expect(ends[0]).toContain('(layout 99, this one knows 5); start that version, or a newer one');
  expect(linesWith('"stopped"')).toHaveLength(1);
  expect(await redis.hgetall(request)).toEqual(before);
  expect(live.puts()).toEqual([]);
});
