import type { App, ReceiverEvent } from '@slack/bolt';
import { expect, test } from 'vitest';
import { trackInFlight } from '#src/slack/transport/in-flight.ts';

/** Too long for a test to wait. */
const FOR_EVER_MS = 600_000;

/** An app whose clicks all wait until they are answered. */
const setUp = () => {
  const held: (() => Promise<void>)[] = [];
  const app: Pick<App, 'processEvent'> = {
    processEvent: ({ ack }) =>
      new Promise((resolve) => {
        held.push(async () => {
          await ack();
          resolve();
        });
      }),
  };
  const clicks = trackInFlight(app, {
    now: () => 0,
    onAck: () => undefined,
    aroundClick: (_kind, work) => work(),
  });
  const event: ReceiverEvent = { body: { type: 'block_actions' }, ack: () => Promise.resolve() };
  return {
    clicks,
    somebodyClicks(times: number): void {
      for (let time = 0; time < times; time += 1) void app.processEvent({ ...event });
    },
    allAreAnswered: () => Promise.all(held.splice(0).map((answer) => answer())),
  };
};

const stateOf = async (promise: Promise<unknown>): Promise<'over' | 'waiting'> =>
  Promise.race([
    promise.then(() => 'over' as const),
    new Promise<'waiting'>((resolve) => {
      setImmediate(() => resolve('waiting'));
    }),
  ]);

test('a few waiting clicks hold up nothing', async () => {
  const { clicks, somebodyClicks } = setUp();
  somebodyClicks(3);

  await expect(stateOf(clicks.calm(FOR_EVER_MS))).resolves.toBe('over');
});

test('a crowd is waited for until it is answered', async () => {
  const { clicks, somebodyClicks, allAreAnswered } = setUp();
  somebodyClicks(4);
  const calm = clicks.calm(FOR_EVER_MS);

  const during = await stateOf(calm);
  await allAreAnswered();
  await calm;

  expect(during).toBe('waiting');
});

test('a lasting crowd is waited for no longer than the limit', async () => {
  const { clicks, somebodyClicks } = setUp();
  somebodyClicks(40);

  await clicks.calm(1);

  await expect(stateOf(clicks.answered(FOR_EVER_MS))).resolves.toBe('waiting');
});
