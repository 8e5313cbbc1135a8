import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { createLooks } from '#src/execution/look-later.ts';
import { shownEffects } from '#src/relay/forecast/worse.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import type { SourceCheck } from '#src/relay/source-check.ts';
import { decisionBy, lead, requester, requestWith } from '../approval/sample-request.ts';
import { project } from '../approval/set-up-desk.ts';
import { hourMs, nowMs } from '../relay/sample-task.ts';
import { setUpExecution } from './set-up-execution.ts';

const minuteMs = 60_000;
const FILM = 'https://media.example.com/c.mp4';
const MISSING: SourceCheck = {
  checkedAtMs: nowMs,
  problems: [{ kind: 'missing', httpStatus: 404 }],
};
const good = (sizeBytes: number): SourceCheck => ({ checkedAtMs: nowMs, problems: [], sizeBytes });

/** A new list, approved to run in an hour. */
const planned = (fields: Partial<ChangeRequest> = {}): ChangeRequest => {
  const request = requestWith({
    state: 'approved',
    version: 2,
    change: { source_urls: [FILM] },
    decisions: [decisionBy(lead)],
    runAtMs: nowMs + hourMs,
    ...fields,
  });
  const shown = effectsOf({ task: request.base, payload: request.payload, atMs: nowMs + hourMs });
  return { effects: shownEffects(shown), ...request };
};
const LOOK = 'before_run:R-142';

test('approving a schedule sets a check five minutes ahead of it', async () => {
  const { approval, memory } = setUpExecution({
    ...requestWith({ change: { source_urls: [FILM] }, applyAtMs: nowMs + hourMs }),
    version: 1,
  });
  const { digest } = requestWith({ change: { source_urls: [FILM] } });

  await approval.decide({ id: 'R-142', kind: 'approve', person: lead, version: 1, digest });

  expect(memory.written.at(-1)?.effects.timers).toContainEqual({
    entry: { kind: 'look', request: LOOK },
    dueMs: nowMs + 55 * minuteMs,
  });
});

test('every file is checked again, also a minute ahead, and nothing is said if all is well', async () => {
  const { look, lookedAt, clock, memory, found } = setUpExecution(planned());
  found.set(FILM, good(1));
  clock.nowMs += 55 * minuteMs;

  expect(await look(LOOK)).toEqual({ againAtMs: nowMs + 59 * minuteMs });
  clock.nowMs += 4 * minuteMs;
  expect(await look(LOOK)).toEqual({ done: true });

  expect(lookedAt).toEqual([FILM, FILM]);
  expect(memory.events()).toEqual([]);
});

test('a change for the worse is reported once, the schedule stays, and the run is held back', async () => {
  const { look, replica, clock, memory, request, live, found } = setUpExecution(planned());
  found.set(FILM, MISSING);
  clock.nowMs += 55 * minuteMs;
  await look(LOOK);
  clock.nowMs += 4 * minuteMs;
  await look(LOOK);

  expect(memory.events()).toEqual(['worsen']);
  expect(request()).toMatchObject({
    state: 'approved',
    runAtMs: nowMs + hourMs,
    ahead: { pins: [{ file: 1, trouble: { kind: 'missing' } }] },
  });

  clock.nowMs += minuteMs;
  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()).toMatchObject({ state: 'pending', ahead: undefined });
});

test('recovery in time is reported, and the change runs', async () => {
  const { look, replica, clock, memory, request, live, found } = setUpExecution(planned());
  found.set(FILM, MISSING);
  clock.nowMs += 55 * minuteMs;
  await look(LOOK);
  found.set(FILM, good(1));
  clock.nowMs += 4 * minuteMs;
  await look(LOOK);
  clock.nowMs += minuteMs;
  await replica.execute('R-142');

  expect(memory.events().slice(0, 2)).toEqual(['worsen', 'mend']);
  expect(live.payloads).toHaveLength(1);
  expect(request()?.state).toBe('applied');
});

test('a replaced file is reported ahead only if a rule will require another approval', async () => {
  const rules = [{ when: { sources_changed: true }, quorum: 1 }];
  const pins = [{ file: 1, sizeBytes: 1 }];
  const asking = { ...project, policy: { ...project.policy, rules } };
  const told = setUpExecution(planned({ pins }), [asking]);
  const silent = setUpExecution(planned({ pins }));
  for (const { found, look } of [told, silent]) {
    found.set(FILM, good(2));
    await look(LOOK);
  }

  expect(told.memory.events()).toEqual(['worsen']);
  expect(told.request()?.ahead?.changedSources).toMatchObject([{ file: 1, sizeBytes: 2 }]);
  expect(silent.memory.events()).toEqual([]);
});

test('a run that was not checked ahead is checked before it is claimed', async () => {
  const { replica, lookedAt, clock, memory, live } = setUpExecution(planned());
  clock.nowMs += hourMs + 10 * minuteMs;

  await replica.execute('R-142');

  expect(lookedAt).toEqual([FILM]);
  expect(memory.events()[0]).toBe('claim');
  expect(live.payloads).toHaveLength(1);
});

test('a withdrawn request is not checked', async () => {
  const { look, approval, lookedAt, request } = setUpExecution(planned());
  const { version = 0, digest = '' } = request() ?? {};
  await approval.withdraw('R-142', requester, { version, digest });

  expect(await look(LOOK)).toEqual({ done: true });
  expect(lookedAt).toEqual([]);
});

test('checking a slow server does not hold up checks of tasks', async () => {
  const { deps, replica, look } = setUpExecution(planned());
  const never = { lookedSince: () => new Promise<never>(() => {}) };
  const slow = createLooks({ ...deps, execution: replica, sources: never });
  void slow(LOOK);

  expect(await slow('late_put:R-142')).toEqual({ done: true });
  expect(await look('late_put:R-142')).toEqual({ done: true });
});
