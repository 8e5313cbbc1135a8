import { expect, test } from 'vitest';
import { about, type Finding } from '#src/doctor/finding.ts';
import { isWell, jsonOf, tableOf } from '#src/doctor/report.ts';

const findings: readonly Finding[] = [
  about('Redis').warn('10.0.0.1:6379', 'the AOF is off', 'set appendonly yes'),
  about('configuration').ok('environment', 'complete'),
  about('configuration').fail('PORT', 'must be a port number', 'correct it'),
  about('people').skip('people', 'not checked until SLACK_BOT_TOKEN is right'),
];

test('the table is grouped by subject, in a fixed order, and says what to do', () => {
  expect(tableOf(findings)).toMatchInlineSnapshot(`
    "configuration
      ok    environment    complete
      fail  PORT           must be a port number
                           → correct it

    people
      skip  people         not checked until SLACK_BOT_TOKEN is right

    Redis
      warn  10.0.0.1:6379  the AOF is off
                           → set appendonly yes

    1 ok, 1 warn, 1 fail, 1 skip. See the lines marked fail.
    "
  `);
});

test('the JSON holds the same facts in the same order', () => {
  const report = JSON.parse(jsonOf(findings));

  expect(report).toMatchObject({ ok: false, counts: { ok: 1, warn: 1, fail: 1, skip: 1 } });
  expect(report.findings.map(({ subject }: Finding) => subject)).toEqual([
    'configuration',
    'configuration',
    'people',
    'Redis',
  ]);
  expect(report.findings[1]).toEqual({
    subject: 'configuration',
    what: 'PORT',
    status: 'fail',
    found: 'must be a port number',
    todo: 'correct it',
  });
});

test('warnings and unchecked items do not make it fail', () => {
  expect(isWell(findings)).toBe(false);
  expect(isWell(findings.filter(({ status }) => status !== 'fail'))).toBe(true);
});
