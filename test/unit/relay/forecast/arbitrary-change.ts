import * as fc from 'fast-check';
import { changeFrom } from '#src/relay/change.ts';
import { buildPayload, type Payload } from '#src/relay/payload.ts';
import { type ModifiableFields, REFRESH_TYPES, type RelayTask } from '#src/relay/relay-task.ts';
import type { SimpleTask, Truth } from './simulated-task.ts';

const FILES = ['a', 'b', 'c', 'd'].map((name) => `https://media.example.com/${name}.mp4`);
const MINUTE_MS = 60_000;
/** No file is shorter: a start position past the end of its file is refused. */
const SKIP_MAX = 10;
const ZERO_MS = Date.parse('2026-11-28T00:00:00Z');

/** The minute at which a change is sent. */
export const AT = 120;
export const AT_MS = ZERO_MS + AT * MINUTE_MS;

const fields = {
  isPaused: fc.constantFrom(false, false, false, true),
  files: fc.array(fc.constantFrom(...FILES), { minLength: 1, maxLength: 3 }),
  rounds: fc.constantFrom(Infinity, 1, 2, 3, 5),
  refresh: fc.constantFrom(...REFRESH_TYPES),
  startFile: fc.nat(2),
  skipMinutes: fc.nat(SKIP_MAX),
  start: fc.option(fc.integer({ min: 0, max: 260 }), { nil: undefined }),
  end: fc.option(fc.integer({ min: 100, max: 500 }), { nil: undefined }),
};

/** A task as it is and as requested, both valid, with at least one difference. */
export const twoTasks = fc
  .tuple(fc.record(fields), fc.record(fields, { requiredKeys: [] }))
  .map(([before, wanted]) => ({ before: tidy(before), after: tidy({ ...before, ...wanted }) }))
  .map(({ before, after }) => {
    // A past start cannot be requested, and no field can be removed.
    const isStartFixed = after.start === undefined || after.start <= AT;
    const start = isStartFixed ? before.start : after.start;
    return { before, after: { ...after, start, end: after.end ?? before.end } };
  })
  .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
  .filter(({ after: { start = 0, end = Infinity } }) => end > AT && end > start);

export const truths: fc.Arbitrary<Truth> = fc
  .record({
    breaks: fc.boolean(),
    waitsForMovedStart: fc.boolean(),
    restartsRounds: fc.boolean(),
    revivesEnded: fc.boolean(),
    startsEachRoundAtPosition: fc.boolean(),
    begunAgainAt: fc.option(fc.nat(AT), { nil: undefined }),
    lengths: fc.tuple(...FILES.map(() => fc.integer({ min: SKIP_MAX + 1, max: 200 }))),
  })
  .map(({ lengths, ...flags }) => ({
    ...flags,
    minutes: new Map(FILES.map((file, index) => [file, lengths[index] ?? 1])),
  }));

/** Which lengths are known. */
export const knownFiles = fc.subarray(FILES);

function tidy(task: SimpleTask): SimpleTask {
  const { files, startFile, start = 0, end } = task;
  return {
    ...task,
    startFile: Math.min(startFile, files.length - 1),
    end: end === undefined ? undefined : Math.max(end, start + 5),
  };
}

/** The task as the API holds it. */
export function relayTask(task: SimpleTask): RelayTask & ModifiableFields {
  const { isPaused, files, rounds, refresh, startFile, skipMinutes, start, end } = task;
  return {
    task_id: '7864b3dc-e92f-42db-a754-08e627b6d8dd',
    status: isPaused ? 'pause' : 'enable',
    source_urls: files,
    vod_loop_time: rounds === Infinity ? '-1' : String(rounds),
    vod_refresh_type: refresh,
    vod_start_video_index: startFile,
    vod_start_video_time: skipMinutes * 60,
    ...(start !== undefined && { start_time: time(start) }),
    ...(end !== undefined && { end_time: time(end) }),
  };
}

/** What would be sent at `AT` to turn one task into another. */
export function payloadFor(before: SimpleTask, after: SimpleTask): Payload {
  const base = relayTask(before);
  const change = changeFrom(base, relayTask(after));
  return buildPayload({ base, change, send: 'merged', nowMs: AT_MS });
}

function time(minute: number): string {
  return new Date(ZERO_MS + minute * MINUTE_MS).toISOString().replace('.000Z', 'Z');
}
