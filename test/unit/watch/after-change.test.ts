import { describe, expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { StreamLooked } from '#src/approval/record/stream-proof.ts';
import { type AfterChangeDeps, lookForGuard, noteAfterChange } from '#src/watch/after-change.ts';
import type { GuardLine } from '#src/watch/guard.ts';
import type { TakenEvent } from '#src/watch/ports.ts';
import { requestIn } from '../approval/sample-request.ts';
import { partOf } from '../part-of.ts';

const minuteMs = 60_000;
const nowMs = Date.parse('2026-11-26T12:00:00Z');
const running = {
  status: 'enable',
  start_time: '2020-01-01T00:00:00Z',
  end_time: '2090-01-01T00:00:00Z',
};

/** Applied so long before `nowMs`. */
function applied(agoMs = minuteMs, fields: Partial<ChangeRequest> = {}): ChangeRequest {
  const request = requestIn('applied');
  const atMs = nowMs - agoMs;
  return {
    ...request,
    sentAtMs: atMs - 500,
    history: [...request.history, { event: 'succeed', state: 'applied', atMs }],
    outcome: { sent: true, streamBefore: {}, after: { ...request.base, ...running } },
    ...fields,
  };
}

function setUp(closed: readonly ChangeRequest[], open: readonly ChangeRequest[] = []) {
  let time = nowMs;
  let line: GuardLine | undefined;
  const due: (number | undefined)[] = [];
  const looks: (StreamLooked | 'over' | 'busy')[] = [];
  const deps = partOf<AfterChangeDeps>({
    projects: new Map([
      ['live-prod', { name: 'live-prod', cloud: 'cloud-1', guardMs: 10 * minuteMs }],
      ['live-alias', { name: 'live-alias', cloud: 'cloud-1', guardMs: 10 * minuteMs }],
      ['live-off', { name: 'live-off', cloud: 'cloud-2', guardMs: undefined }],
    ]),
    approval: {
      changesOf: ({ project }) =>
        Promise.resolve(project === 'live-prod' ? { open, closed } : { open: [], closed: [] }),
    },
    store: {
      guardLine: () => Promise.resolve(line),
      changeGuardLine: (_id, change, then) => {
        const changed = change(line);
        if (changed && changed.next !== line) {
          line = changed.next;
          if (then === 'look') due.push(changed.dueMs);
        }
        return Promise.resolve();
      },
    },
    lookAtStream: () => Promise.resolve(looks.shift() ?? 'over'),
    now: () => time,
  });
  let ids = 0;
  return {
    hears: (
      fields: Partial<TakenEvent['event']> = {},
      id = `event-${(ids += 1)}`,
      receivedAtMs = time,
    ) =>
      noteAfterChange(deps, {
        id,
        receivedAtMs,
        event: { event: 'TaskExit', taskId: 't', said: [], ...fields },
      }),
    looks: async (seen: StreamLooked['seen'] | 'over' | 'busy', request = applied()) => {
      looks.push(seen === 'over' || seen === 'busy' ? seen : { seen, request });
      return lookForGuard(deps, 'R-142');
    },
    line: () => line,
    due,
    passes: (ms: number) => void (time += ms),
  };
}

describe('Alarms and exits after a change', () => {
  test('are counted in one line of the request that was applied last', async () => {
    const earlier = applied(5 * minuteMs, { id: 'R-141' });
    const { hears, line } = setUp([earlier, applied()]);

    await hears();
    await hears({ event: 'TaskAlarm' });
    await hears();

    expect(line()).toMatchObject({ request: 'R-142', counts: { TaskExit: 2, TaskAlarm: 1 } });
  });

  test('one that is handled twice counts once', async () => {
    const { hears, line } = setUp([applied()]);

    await hears({}, 'same');
    await hears({}, 'same');

    expect(line()?.counts.TaskExit).toBe(1);
  });

  test.each<[string, readonly ChangeRequest[], Partial<TakenEvent['event']>]>([
    ['nothing was changed', [], {}],
    ['the guard is over', [applied(11 * minuteMs)], {}],
    ['it is about something else', [applied()], { event: 'TaskStart' }],
    ['its sender says that it is from yesterday', [applied()], { eventAtMs: nowMs - 86_400_000 }],
    ['the change did not run', [{ ...applied(), state: 'stale' }], {}],
    [
      'the change paused the task',
      [applied(minuteMs, { outcome: { sent: true, after: { task_id: 't', status: 'pause' } } })],
      {},
    ],
  ])('are of no request where %s', async (_where, closed, event) => {
    const { hears, line } = setUp(closed);

    expect(await hears(event)).toBeUndefined();

    expect(line()).toBeUndefined();
  });

  test('wait while a change of the task runs, and not for ever', async () => {
    const { hears, passes } = setUp([], [requestIn('applying')]);

    expect(await hears()).toEqual({ againAtMs: nowMs + 3_000 });
    passes(3 * minuteMs);
    expect(await hears({}, 'old', nowMs)).toBeUndefined();
  });

  test('bring a look at once, and however many come, one in fifteen seconds', async () => {
    const { hears, looks, due, passes } = setUp([applied()]);

    await hears();
    await looks('present');
    for (let count = 0; count < 200; count += 1) await hears();
    passes(14_000);
    await hears();

    expect(due[0]).toBe(nowMs);
    expect(new Set(due.slice(1))).toEqual(new Set([nowMs + 15_000]));
  });

  test('keep little, however many come', async () => {
    const { hears, line } = setUp([applied()]);

    for (let count = 0; count < 1_000; count += 1)
      await hears({ said: [['message', 'x'.repeat(300)]] });

    expect(line()?.counts.TaskExit).toBe(1_000);
    expect(JSON.stringify(line()).length).toBeLessThan(3_000);
  });
});

describe('The look that they bring', () => {
  const doubtful = applied(minuteMs, { stream: { absentSinceMs: nowMs } });

  test('is made once for what came until then', async () => {
    const { hears, looks, line } = setUp([applied()]);
    await hears();

    expect(await looks('present')).toBeUndefined();
    expect(await looks('absent')).toBeUndefined();

    expect(line()?.looked).toMatchObject({ seen: 'present', count: 1 });
  });

  test('is made again after an absence that may call people, and ends with the second', async () => {
    const { hears, looks, line, passes } = setUp([applied()]);
    await hears();

    expect(await looks('absent', doubtful)).toBe(nowMs + 30_000);
    passes(30_000);
    const gone = { ...doubtful, stream: { ...doubtful.stream, goneAtMs: nowMs + 30_000 } };
    expect(await looks('absent', gone)).toBeUndefined();

    expect(line()?.looked).toMatchObject({ seen: 'absent', isDoubtful: false });
  });

  test('is not made twice for events that came while it was made', async () => {
    const { hears, looks, line } = setUp([applied()]);
    await hears();
    await looks('present');
    await hears();

    expect(await looks('absent')).toBe(nowMs + 15_000);

    expect(line()?.looked?.seen).toBe('present');
  });

  test('waits while another change of the task runs', async () => {
    const { hears, looks } = setUp([applied()]);
    await hears();

    expect(await looks('busy')).toBe(nowMs + 5_000);
  });

  test.each(['over', 'unknown'] as const)(
    'says nothing where nothing can be seen: %s',
    async (seen) => {
      const { hears, looks, line } = setUp([applied()]);
      await hears();

      expect(await looks(seen)).toBeUndefined();

      expect(line()?.looked?.seen).toBe('unknown');
    },
  );
});
