import { expect, onTestFinished, test } from 'vitest';
import { createClock } from '#sandbox/clock.ts';
import { createWorld } from '#sandbox/world.ts';
import { playDrill } from '../drill/drill.ts';

test('a lost store is restored from its copy: open requests go on, nothing runs twice, and losses are reported', async () => {
  const clock = createClock();
  const world = await createWorld({
    clock,
    slack: { limits: { strictRates: false } },
    live: { omission: 'keep' },
  });
  onTestFinished(() => world.stop());
  const lines: string[] = [];

  await playDrill(world, clock, (line) => lines.push(...line.split('\n')));

  expect(lines.filter((line) => line.startsWith('  ✓'))).toHaveLength(19);
  expect(lines).toEqual(
    expect.arrayContaining(['Open requests go on', 'Nothing runs twice', 'What was lost']),
  );
  expect(lines.at(-1)).toContain('3 calls before the loss, 1 after it');
  expect(world.slack.faults()).toEqual([]);
});
