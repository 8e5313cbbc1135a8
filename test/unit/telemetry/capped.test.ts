import { expect, test } from 'vitest';
import { createCapped } from '#src/telemetry/capped.ts';

test('the first values keep their names, and later ones become other', () => {
  const code = createCapped(2);

  expect(['a', 'b', 'a', 'c', 'd', 'b'].map(code)).toEqual(['a', 'b', 'a', 'other', 'other', 'b']);
});
