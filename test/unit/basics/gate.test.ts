import { expect, test } from 'vitest';
import { createGate, createOrder } from '#src/basics/gate.ts';

test('no more than the limit run at a time, and a failing one frees its slot', async () => {
  const inTurn = createGate(3);
  let running = 0;
  let most = 0;
  const task = async (fails: boolean) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    await Promise.resolve();
    running -= 1;
    if (fails) throw new Error('failed');
  };

  const ends = await Promise.allSettled(
    Array.from({ length: 20 }, async (_, i) => await inTurn(async () => await task(i % 2 === 0))),
  );

  expect(most).toBe(3);
  expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(10);
  await inTurn(async () => await task(false));
});

test('tasks of one key run one after the other, of two keys side by side', async () => {
  const inOrder = createOrder();
  const story: string[] = [];
  const task = (name: string) => async () => {
    story.push(`${name} begins`);
    await Promise.resolve();
    story.push(`${name} ends`);
    if (name === 'a1') throw new Error('failed');
  };

  await Promise.allSettled([
    inOrder('a', task('a1')),
    inOrder('a', task('a2')),
    inOrder('b', task('b1')),
  ]);

  expect(story.indexOf('a2 begins')).toBeGreaterThan(story.indexOf('a1 ends'));
  expect(story.indexOf('b1 begins')).toBeLessThan(story.indexOf('a1 ends'));
});
