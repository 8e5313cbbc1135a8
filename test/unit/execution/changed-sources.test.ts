import { expect, test } from 'vitest';
import { urlsOf } from '#src/relay/field.ts';
import type { SourceCheck } from '#src/relay/source-check.ts';
import { requestWith } from '../approval/sample-request.ts';
import { nowMs, taskWith } from '../relay/sample-task.ts';
import { setUpExecution } from './set-up-execution.ts';

const [url = ''] = urlsOf(taskWith());
const ofSize = (sizeBytes: number): SourceCheck => ({
  checkedAtMs: nowMs,
  problems: [],
  sizeBytes,
});
const pins = [{ file: 1, sizeBytes: 1_000 }];
const approved = requestWith({ state: 'approved', pins });

test('a change that was planned has its sources looked at again, and what differs is kept with it', async () => {
  const { replica, request, live, lookedAgain } = setUpExecution({ ...approved, runAtMs: nowMs });
  lookedAgain.set(url, ofSize(7));

  await replica.execute('R-142');

  expect(request()).toMatchObject({
    state: 'applied',
    changedSources: [{ file: 1, sizeBytes: 7 }],
    pins,
  });
  expect(live.payloads).toHaveLength(1);
});

test('where all is as it was approved, nothing is said', async () => {
  const { replica, request, lookedAgain } = setUpExecution({ ...approved, runAtMs: nowMs });
  lookedAgain.set(url, ofSize(1_000));

  await replica.execute('R-142');

  expect(request()?.state).toBe('applied');
  expect(request()?.changedSources).toBeUndefined();
});

test('what runs at once asks no server, and goes by what was found last', async () => {
  const { replica, request, found, lookedAgain } = setUpExecution(approved);
  lookedAgain.set(url, ofSize(7));
  found.set(url, ofSize(8));

  await replica.execute('R-142');

  expect(request()?.changedSources).toMatchObject([{ file: 1, sizeBytes: 8 }]);
});
