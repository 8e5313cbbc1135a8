import { expect, test } from 'vitest';
import { fromButtonValue, toButtonValue, toReviewValue } from '#src/slack/kit/ids.ts';
import { requestWith } from '../../approval/sample-request.ts';

const { id, version, digest, createdAtMs } = requestWith();

test('a button identifies its request by more than the id, and its version', () => {
  const value = toButtonValue(requestWith());

  expect(fromButtonValue(value)).toEqual({ request: id, version, digest, createdAtMs });
});

test('a review also tells which ways to go off air it shows', () => {
  const value = toReviewValue(requestWith(), '0123456789ab');

  expect(fromButtonValue(value)).toEqual({
    request: id,
    version,
    digest,
    createdAtMs,
    viewedOffAir: '0123456789ab',
  });
});

test('a button of an older version, without a creation time, can be read', () => {
  expect(fromButtonValue(`R-142 1 ${digest}`)).toEqual({ request: id, version, digest });
});

test.each([
  '',
  'R-142',
  `R-142 one ${digest}`,
  `R-142 1 ${digest.slice(1)}`,
  `R-142 1 ${digest} now`,
  `R-142 1 ${digest} 1 2`,
  `R-142 1 ${digest} 1 off_air:none`,
])('%j is not a button of ours', (value) => {
  expect(fromButtonValue(value)).toBeUndefined();
});
