import { afterEach, describe, expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from './cast.ts';
import { createClock } from './clock.ts';
import { readable } from './slack/readable.ts';
import { createWorld, type World } from './world.ts';

const dayMs = 24 * 3_600_000;
const inOps = { channel: CHANNELS.ops.id };
let world: World | undefined;

afterEach(async () => {
  await world?.stop();
  world = undefined;
});

describe.each(['socket', 'http'] as const)('a world with one clock, over %s', (transport) => {
  test('bot, Slack, IAM and Live move on together, standing still or not', async () => {
    const clock = createClock();
    await clock.freeze();
    world = await createWorld({ clock, transport });
    await world.startBot();
    const { slack, live } = world;
    const operator = slack.person(PEOPLE.operator.id);
    const lists = async (): Promise<void> => {
      const before = operator.ephemerals().length;
      await operator.runs('/relay list', inOps);
      await slack.until(() => {
        const answer = operator.ephemerals()[before];
        return answer && readable(answer).includes('news24');
      }, 'the list');
    };
    const tokens = () => live.calls().filter(({ on }) => on === 'TOKEN').length;

    await lists();
    await clock.moveOn(2 * dayMs);
    await lists();

    expect(tokens()).toBe(2);
    expect(live.calls().at(-1)?.atMs).toBe(clock.now());
    expect(slack.calls().at(-1)?.atMs).toBe(clock.now());
    expect(slack.faults()).toEqual([]);
  });
});
