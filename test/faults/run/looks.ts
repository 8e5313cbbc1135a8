import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { LOOKS_AFTER_MS, toLookName } from '#src/approval/record/look.ts';
import { appliedAtMs } from '#src/approval/record/request-times.ts';
import type { Stage } from './stage.ts';

/** Problems with the checks of streams after applied changes; every list should be empty. */
export interface LookFindings {
  /** Changes whose next look was looked for. */
  readonly looks: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
}

/** For how long after a change its stream is looked at, where relaydesk.yml does not say. */
const GUARD_MS = 10 * 60_000;
/** A due look is taken and made within this, through every restart and trouble of a part; in milliseconds. */
const LATE_MS = 30_000;

/**
 * Each applied change has one next look, at one of its times: among the timers, or in the outbox since it was due. A
 * change that another one of the same task came after needs none.
 */
export const looksOf = async (
  { reader }: Pick<Stage, 'reader'>,
  requests: readonly ChangeRequest[],
  nowMs = Date.now(),
): Promise<LookFindings> => {
  const read = await reader
    .multi()
    .zrange('{relaydesk}:timers', '0', '-1', 'WITHSCORES')
    .xrange('{relaydesk}:outbox', '-', '+')
    .exec();
  const [timers, entries] = (read ?? []).map(([, reply]) => reply) as [
    readonly string[],
    readonly [id: string, fields: readonly string[]][],
  ];
  const dueOf = (line: string): number[] => [
    ...timers.flatMap((entry, at) => (isFor(entry, line) ? [Number(timers[at + 1])] : [])),
    ...entries.flatMap(([id, [, entry = '']]) => (isFor(entry, line) ? [Number.parseInt(id)] : [])),
  ];
  const guarded = requests.filter((request) => isGuarded(request, requests, nowMs));
  const found = guarded.map((request) => {
    const line = `look ${toLookName({ purpose: 'stream', id: request.id })}`;
    return { request, line, due: dueOf(line) };
  });
  return {
    looks: guarded.length,
    lost: found.flatMap(({ request, line, due: [dueMs] }) => {
      if (dueMs === undefined) return [`${line} is nowhere`];
      const latestMs = nextMs(request, nowMs);
      return dueMs < nowMs - LATE_MS || dueMs > latestMs
        ? [
            `${line} is due ${dueMs - nowMs} ms from now, and should be before ${latestMs - nowMs} ms`,
          ]
        : [];
    }),
    doubled: [
      ...found.flatMap(({ line, due }) => (due.length > 1 ? [`${due.length} of ${line}`] : [])),
      ...requests.flatMap(({ id, history }) => {
        const calls = history.filter(({ event }) => event === 'stream_gone').length;
        return calls > 1 ? [`${id}: people were called ${calls} times for a lost stream`] : [];
      }),
    ],
  };
};

/** An entry may have failed before: then its number of tries follows. */
const isFor = (entry: string, line: string): boolean =>
  entry === line || entry.startsWith(`${line} `);

const isGuarded = (
  request: ChangeRequest,
  requests: readonly ChangeRequest[],
  nowMs: number,
): boolean =>
  request.state === 'applied' &&
  nowMs < appliedAtMs(request) + GUARD_MS &&
  !requests.some(
    (other) =>
      other.id !== request.id &&
      other.state === 'applied' &&
      other.base.task_id === request.base.task_id &&
      appliedAtMs(other) >= appliedAtMs(request),
  );

/** The first time of a look that is still to come. */
const nextMs = (request: ChangeRequest, nowMs: number): number => {
  const times = [...LOOKS_AFTER_MS.stream, GUARD_MS].map((ms) => appliedAtMs(request) + ms);
  return times.find((ms) => ms > nowMs) ?? nowMs;
};
