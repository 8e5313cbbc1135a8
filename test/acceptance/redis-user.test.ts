import { readdirSync, readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { startRedis } from '#sandbox/redis.ts';
import { type Desk, openDesk } from './desk.ts';
import { diagnosis, root } from './doctor.ts';

const [, documented = ''] =
  /^ACL SETUSER relaydesk on >secret (.*)$/m.exec(readFileSync(`${root}docs/REDIS.md`, 'utf8')) ??
  [];

/** A desk whose user of Redis may do only that. */
const openAs = async (rules: readonly string[]) => {
  const server = await startRedis();
  const admin = new Redis(server.url);
  await admin.call('ACL', 'SETUSER', 'relaydesk', 'on', '>secret', ...rules);
  const desk = await openDesk({
    env: { REDIS_URL: `redis://relaydesk:secret@127.0.0.1:${server.port}` },
  });
  onTestFinished(async () => {
    await desk.close();
    admin.disconnect();
    await server.stop();
  });
  return { desk, admin };
};

/** Somebody freezes and lifts that, requests, and another approves, until the task has the change. */
const changes = async ({ operator, lead, newTask }: Desk): Promise<void> => {
  const task = newTask();
  await lead.types(`/relay freeze ${task.task_id} for 2h Maintenance`);
  await lead.isTold('You froze');
  await lead.types(`/relay unfreeze ${task.task_id}`);
  await lead.isTold('You lifted the freeze');
  const card = await operator.asksFor(task, { status: 'pause' });
  await lead.reviews(card);
  await lead.decides('approve');
  await card.says('Applied');
};

/** What Redis has refused to the user since it started, and the commands of our scripts that it would refuse. */
const refusedTo = async (admin: Redis): Promise<readonly string[]> => {
  const folder = `${root}src/redis/lua/`;
  const texts = readdirSync(folder).map((name) => readFileSync(folder + name, 'utf8'));
  const names = texts.flatMap((text) => [...text.matchAll(/redis\.call\('(\w+)'/g)]);
  const known = (await admin.call('COMMAND')) as [name: string, arity: number][];
  const arity = new Map(known.map(([name, most]) => [name.toUpperCase(), Math.abs(most)]));
  // XGROUP has subcommands, which DRYRUN does not take; a start runs one.
  const ours = new Set(names.map(([, name = '']) => name).filter((name) => name !== 'XGROUP'));
  const tried = [...ours].map(async (name) => {
    const values = Array.from({ length: (arity.get(name) ?? 2) - 1 }, () => '{relaydesk}:x');
    const said = await admin.call('ACL', 'DRYRUN', 'relaydesk', name, ...values);
    return String(said).includes('no permissions') ? [name] : [];
  });
  const log = (await admin.call('ACL', 'LOG')) as unknown[];
  return [...log.map(String), ...(await Promise.all(tried)).flat()];
};

test('the user of Redis that the documentation describes may do all that is needed', async () => {
  const { desk, admin } = await openAs(documented.split(' '));

  await changes(desk);
  const { code, bad } = await diagnosis(desk.env);

  expect(await refusedTo(admin)).toEqual([]);
  expect({ code, bad: bad.filter(({ subject }) => subject === 'Redis') }).toEqual({
    code: 0,
    bad: [],
  });
});

test('a user who may read neither the time nor the settings of Redis is enough, and the doctor warns', async () => {
  const { desk } = await openAs(['~*', '+@all', '-time', '-info', '-config']);

  await changes(desk);
  const { code, bad } = await diagnosis(desk.env);

  expect(bad.filter(({ subject }) => subject === 'Redis')).toEqual([
    {
      subject: 'Redis',
      what: 'REDIS_URL',
      status: 'warn',
      found: expect.stringMatching(/^it answers, but its settings cannot be checked: NOPERM/),
      todo: 'allow INFO to its user, as in docs/REDIS.md',
    },
  ]);
  expect(code).toBe(0);
});
