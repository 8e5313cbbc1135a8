import { expect, test } from 'vitest';
import { fromButtonValue, toButtonValue } from '#src/slack/kit/ids.ts';
import { requestWith } from '../../approval/sample-request.ts';

const { id, version, digest, createdAtMs } = requestWith();

test('a button says which request it is of, by more than its id, and which version of it', () => {
  const value = toButtonValue(requestWith());

  expect(fromButtonValue(value)).toEqual({ request: id, version, digest, createdAtMs });
});

test('a button of an earlier version, which does not say when the request was made, is read', () => {
  expect(fromButtonValue(`R-142 1 ${digest}`)).toEqual({ request: id, version, digest });
});

test.each([
  '',
  'R-142',
  `R-142 one ${digest}`,
  `R-142 1 ${digest.slice(1)}`,
  `R-142 1 ${digest} now`,
  `R-142 1 ${digest} 1 2`,
])('%j is no button of ours', (value) => {
  expect(fromButtonValue(value)).toBeUndefined();
});
