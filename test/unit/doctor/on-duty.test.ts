import { expect, test } from 'vitest';
import { about } from '#src/doctor/finding.ts';
import { countsOf, createTelling } from '#src/doctor/on-duty.ts';

const empty = about('people').fail('@leads S0LEADS', 'nobody is in it', 'add people to it');
const open = about('Redis').warn('10.0.0.1:6379', 'the AOF is off', 'set appendonly yes');
const fine = about('clock').ok('Redis', 'agrees with the clock of this machine');
const unread = about('people').skip('people', 'not checked');

const told = () => {
  const said: unknown[][] = [];
  const tell = createTelling({
    info: (message: string) => void said.push([message]),
    warn: (message: string, fields?: object) => void said.push([message, fields]),
  });
  return { said, tell };
};

test('a problem is logged once, with what to do, and again when it comes back', () => {
  const { said, tell } = told();

  tell([empty, fine, unread]);
  tell([empty, open]);
  tell([open]);
  tell([empty, open]);

  expect(said.map(([, fields]) => fields)).toEqual([empty, open, empty]);
  expect(new Set(said.map(([message]) => message))).toEqual(
    new Set(['the set-up needs attention']),
  );
});

test('recovery is logged once', () => {
  const { said, tell } = told();

  tell([fine]);
  tell([fine]);
  tell([open]);
  tell([fine, unread]);

  expect(said.map(([message]) => message)).toEqual([
    'the set-up was checked: no problems',
    'the set-up needs attention',
    'the set-up was checked: no problems',
  ]);
});

test('every subject is counted, those without a finding as well', () => {
  const counts = countsOf([empty, empty, open, fine, unread]);

  expect(counts).toHaveLength(2 * 9);
  expect(counts.filter(({ count }) => count > 0)).toEqual([
    { subject: 'people', status: 'fail', count: 2 },
    { subject: 'Redis', status: 'warn', count: 1 },
  ]);
});
