import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHANNELS } from '#sandbox/cast.ts';
import { approvals, presses } from './deciding.ts';
import { isQuiet } from './quiet.ts';
import { type Contestant, createStage, type Stage } from './stage.ts';
import { openForms } from './submissions.ts';
import { needStored, putsIn, storedOf } from './work.ts';

/** The careful rival keeps the promises that it is measured for: a rival that kept fewer would be no measure. */

const LEASE_MS = 300;
let stage: Stage;
let careful: Contestant;

beforeAll(async () => {
  stage = await createStage();
  careful = await stage.contestant('careful', undefined, { LEASE_MS: String(LEASE_MS) });
});
afterAll(() => stage.close());

/** Submits this many, each for a task that is there, and waits for the cards. */
const submit = async (count: number) => {
  const { bodies, tasks } = await (await openForms(stage, careful))(count);
  await stage.outside.ask('forget');
  await stage.outside.ask('setTasks', tasks);
  const sent = await stage.send(careful, bodies, { atOnce: count });
  return { sent, tasks };
};

const cards = () => stage.outside.ask('messages', CHANNELS.leads.id);
const crash = async (): Promise<void> => {
  await Promise.all(careful.bots.map((bot) => bot.kill()));
  await careful.restart();
};

test('what it acknowledged survives a kill, and gets one card', async () => {
  const { sent } = await submit(8);
  await crash();
  await isQuiet(stage, careful);
  await needStored(careful, sent, 'pending');
  expect(await cards()).toHaveLength(8);
});

test('two presses at once send one PUT', async () => {
  const { sent } = await submit(1);
  await isQuiet(stage, careful);
  const press = [...(await presses(stage, 'approve')), ...(await presses(stage, 'approve'))];
  await stage.send(careful, press, { atOnce: 2 });
  await isQuiet(stage, careful);
  await needStored(careful, sent, 'applied');
  expect(await putsIn(stage, 1)).toHaveLength(1);
});

test('what was approved and then killed is sent at most once and ends by what the task holds', async () => {
  const { sent } = await submit(4);
  await isQuiet(stage, careful);
  await stage.send(careful, await approvals(stage, careful, sent), { atOnce: 4 });
  await crash();
  await isQuiet(stage, careful);
  const states = (await storedOf(careful, sent)).map(({ state }) => state);
  expect(states.filter((state) => state !== 'applied' && state !== 'failed')).toEqual([]);
  await putsIn(stage, states.filter((state) => state === 'applied').length);
});

test('a task that somebody else has changed meanwhile gets no PUT', async () => {
  const { sent, tasks } = await submit(1);
  await isQuiet(stage, careful);
  await stage.outside.ask(
    'setTasks',
    tasks.map((task) => ({ ...task, vod_loop_time: '3' })),
  );
  await stage.send(careful, await approvals(stage, careful, sent), { atOnce: 1 });
  await isQuiet(stage, careful);
  expect(await storedOf(careful, sent)).toMatchObject([{ state: 'stale' }]);
  expect(await putsIn(stage, 0)).toEqual([]);
});
