import { expect, test } from 'vitest';
import { fromLine, toLine } from '#src/redis/work/outbox-entry.ts';

const KINDS = ['show', 'execute', 'expire', 'settle', 'remind', 'escalate'] as const;

test.each(KINDS)('an entry to %s becomes one line and back', (kind) => {
  const line = toLine({ kind, request: 'R-142' });

  expect(line).toBe(`${kind} R-142`);
  expect(fromLine(line)).toEqual({ kind, request: 'R-142', failures: 0 });
});

test('a failed entry carries its number of failures; without failures it equals a new one', () => {
  const entry = { kind: 'show', request: 'R-7', failures: 3 } as const;

  expect(toLine(entry)).toBe('show R-7 3');
  expect(fromLine('show R-7 3')).toEqual(entry);
  expect(toLine({ ...entry, failures: 0 })).toBe(toLine({ kind: 'show', request: 'R-7' }));
});

test.each(['', ' ', 'show', 'show ', 'dance R-1', 'SHOW R-1', ' show R-1'])(
  '%j is no entry',
  (line) => {
    expect(fromLine(line)).toBeUndefined();
  },
);
