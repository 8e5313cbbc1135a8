import { expect, test } from 'vitest';
import { warmUp } from '#src/slack/warm-up.ts';

test('what is drawn for nobody at the start can be drawn', () => {
  expect(() => warmUp(Date.now())).not.toThrow();
});
