import { expect, test } from 'vitest';
import { urlsOf } from '#src/relay/field.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import { shownEffects } from '#src/relay/forecast/worse.ts';
import type { SourceCheck } from '#src/relay/source-check.ts';
import type { PolicyRule } from '#src/approval/policy/rule-match.ts';
import { type SourcePin, pinsOf, sourceFactsOfPins } from '#src/relay/source-pin.ts';
import { lead, requestWith } from '../approval/sample-request.ts';
import { nowMs, taskWith } from '../relay/sample-task.ts';
import { project } from '../approval/set-up-desk.ts';
import { setUpExecution } from './set-up-execution.ts';

const [url = ''] = urlsOf(taskWith());
const ofSize = (sizeBytes: number): SourceCheck => ({
  checkedAtMs: nowMs,
  problems: [],
  sizeBytes,
});
const pins = [{ file: 1, sizeBytes: 1_000 }];
const approved = requestWith({ state: 'approved', pins });

test('differences from the approval are recorded with the run, and hold up nothing', async () => {
  const { replica, request, live, found } = setUpExecution({ ...approved, runAtMs: nowMs });
  found.set(url, ofSize(7));

  await replica.execute('R-142');

  expect(request()).toMatchObject({
    state: 'applied',
    changedSources: [{ file: 1, sizeBytes: 7 }],
    pins,
  });
  expect(live.payloads).toHaveLength(1);
});

test('if everything is as approved, nothing is reported', async () => {
  const { replica, request, found } = setUpExecution({ ...approved, runAtMs: nowMs });
  found.set(url, ofSize(1_000));

  await replica.execute('R-142');

  expect(request()?.state).toBe('applied');
  expect(request()?.changedSources).toBeUndefined();
});

test('for a file not checked since, the run uses the facts of the approval', async () => {
  const { replica, request } = setUpExecution(approved);

  await replica.execute('R-142');

  expect(request()?.state).toBe('applied');
  expect(request()?.changedSources).toBeUndefined();
});

const list = { change: { source_urls: [url, 'https://media.example.com/b.mp4'] } };
const missing: SourceCheck = {
  checkedAtMs: nowMs,
  problems: [{ kind: 'missing', httpStatus: 404 }],
};

test('if files are required, a scheduled list with a missing file is not sent', async () => {
  const planned = requestWith({ ...list, state: 'approved', runAtMs: nowMs });
  const { replica, deps, request, live, found } = setUpExecution(planned);
  deps.sources.isRequired = true;
  found.set('https://media.example.com/b.mp4', missing);

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()).toMatchObject({
    state: 'failed',
    outcome: {
      sent: false,
      problems: [{ field: 'source_urls', code: 'source_unplayable', line: 2 }],
    },
  });
});

test('a break-glass is sent even with a missing file', async () => {
  const urgent = requestWith({ ...list, state: 'approved', breakGlass: { quorum: 1 } });
  const { replica, deps, request, found } = setUpExecution(urgent);
  deps.sources.isRequired = true;
  found.set('https://media.example.com/b.mp4', missing);

  await replica.execute('R-142');

  expect(request()?.state).toBe('applied');
});

const before = [url, 'https://media.example.com/c.mp4'];
const checks = new Map([['https://media.example.com/c.mp4', missing]]);

/** A way back to a list of which a file is missing by now, with what its approvers were shown of its files. */
function wayBackTo(shown: readonly SourcePin[]) {
  const change = { source_urls: before };
  const back = requestWith({ change, state: 'approved', decidedWith: 'R-141', pins: shown });
  const sources = sourceFactsOfPins(before, shown);
  const effects = effectsOf({ task: back.base, payload: back.payload, atMs: nowMs, sources });
  const desk = setUpExecution({ ...back, effects: shownEffects(effects) });
  desk.deps.sources.isRequired = true;
  for (const [each, check] of checks) desk.found.set(each, check);
  return desk;
}

test('a way back runs as it was approved, with a file that was missing from the list before', async () => {
  const { replica, request } = wayBackTo(pinsOf(before, checks));

  await replica.execute('R-142');

  expect(request()?.state).toBe('applied');
});

test('one whose file goes missing later waits for an approval, which it can get', async () => {
  const { replica, approval, request } = wayBackTo([]);
  await replica.execute('R-142');
  const { version = 0, digest = '' } = request() ?? {};
  expect(request()?.state).toBe('pending');

  const decision = { id: 'R-142', kind: 'approve', person: lead, version, digest } as const;

  expect(await approval.decide(decision)).toMatchObject({ ok: true });
});

const askingAgain: PolicyRule = { when: { sources_changed: true }, quorum: 2 };
const withRule = (...rules: readonly PolicyRule[]) => ({
  ...project,
  policy: { ...project.policy, rules },
});

test('a rule holds back a run with a replaced file, and then requires what it demands', async () => {
  const { replica, request, live, found } = setUpExecution(approved, [withRule(askingAgain)]);
  found.set(url, ofSize(7));

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()).toMatchObject({
    state: 'pending',
    decisions: [],
    policy: { quorum: 2, rules: ['sources_changed: true → quorum 2'] },
    pins: [{ file: 1, sizeBytes: 7 }],
    changedSources: [{ file: 1, sizeBytes: 7, was: { file: 1, sizeBytes: 1_000 } }],
  });
});

test('once it is approved with that file, it runs', async () => {
  const rule = { ...askingAgain, quorum: 1 };
  const { replica, approval, request, live, found } = setUpExecution(approved, [withRule(rule)]);
  found.set(url, ofSize(7));
  await replica.execute('R-142');
  const { version = 0, digest = '' } = request() ?? {};

  await approval.decide({ id: 'R-142', kind: 'approve', person: lead, version, digest });
  await replica.execute('R-142');

  expect(live.payloads).toHaveLength(1);
  expect(request()).toMatchObject({ state: 'applied', changedSources: undefined });
});

test.each([
  ['the same files', 1_000, [askingAgain], {}],
  ['a rule that asks for nobody', 7, [{ ...askingAgain, quorum: 0 }], {}],
  [
    'a rule that is about another kind of change',
    7,
    [{ when: { sources_changed: true, fields: ['end_time'] }, quorum: 2 }],
    {},
  ],
  ['a break-glass', 7, [askingAgain], { breakGlass: { quorum: 1 } }],
] as const)('%s is held back by nothing', async (_what, sizeBytes, rules, fields) => {
  const { replica, request, found } = setUpExecution({ ...approved, ...fields }, [
    withRule(...rules),
  ]);
  found.set(url, ofSize(sizeBytes));

  await replica.execute('R-142');

  expect(request()?.state).toBe('applied');
});
