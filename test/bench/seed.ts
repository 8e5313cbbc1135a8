import { Redis } from 'ioredis';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { toLine } from '#src/redis/work/outbox-entry.ts';
import { keys } from '#src/redis/keys.ts';
import { filingsOf } from '#src/redis/stores/indexes.ts';
import { SCHEMA } from '#src/redis/stores/migrations.ts';
import { toDocument } from '#src/redis/stores/request-document.ts';
import { lifeOf } from './sample.ts';
import { until } from './submissions.ts';
import { benchTask } from './tasks.ts';

/** Requests that are written in one pipeline. */
const AT_ONCE = 500;
/** The relay tasks that the requests are spread over. */
const TASKS = 5_000;
/** Requesters of the stored requests; others make the measured ones. */
const PEOPLE = 200;
const MINUTE_MS = 60_000;
/** Time between closed requests: a million of them are younger than the retention. */
const APART_MS = 6_000;
/** Scheduled ones wait at least so long. */
const SCHEDULED_MS = 12 * 60 * MINUTE_MS;
/** Nothing becomes due during the measurement. */
const TIMERS_MS = 240 * 60 * MINUTE_MS;

/** What the pattern of each kind has in the place of its own. */
const PATTERN = { id: 'R-1', taskNumber: 999_999, userId: 'U0PATTERN', nowMs: 1_600_000_000_000 };

/** How many requests of each kind. */
export interface Seeds {
  readonly closed: number;
  readonly scheduled: number;
  readonly open: number;
}

/**
 * Fills a store: closed requests of the past, approved ones that wait for their time, and pending ones, the last two
 * with their timers. One of each kind is made by the approval service, the others like it, and each is written as
 * `commit.lua` would, in the store's own documents and indexes, but without lines in the audit: a million commits would
 * take hours.
 */
export const seed = async (url: string, { open, scheduled, closed }: Seeds): Promise<void> => {
  const redis = new Redis(url);
  const nowMs = Date.now();
  const kinds = [
    { count: closed, like: await patternOf('closed'), fromMs: nowMs - closed * APART_MS },
    { count: scheduled, like: await patternOf('scheduled'), fromMs: undefined },
    { count: open, like: await patternOf('open'), fromMs: undefined },
  ];
  let written = 0;
  let writing: Promise<unknown> = Promise.resolve();
  for (const { count, like, fromMs } of kinds) {
    for (let from = 0; from < count; from += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, nth) =>
        like(written + nth, fromMs === undefined ? nowMs : fromMs + (from + nth) * APART_MS),
      );
      written += some.length;
      // The next ones are made while Redis writes these.
      await writing;
      writing = write(redis, some);
    }
  }
  await writing;
  await redis.set(keys.lastId, written);
  // Otherwise the first start would migrate every request.
  await redis.set(keys.schema, SCHEMA);
  // So much at once makes Redis rewrite its append-only file, on the same cores.
  await until('the end of the rewriting', async () =>
    (await redis.info('persistence')).includes('aof_rewrite_in_progress:0'),
  );
  redis.disconnect();
};

interface Seeded {
  readonly request: ChangeRequest;
  readonly timers: readonly { readonly line: string; readonly dueMs: number }[];
}

/** Makes requests like the one of this kind that the approval service makes, by their place and their time. */
const patternOf = async (kind: keyof Seeds) => {
  const { id, taskNumber, userId, nowMs } = PATTERN;
  const task = benchTask(taskNumber);
  const applyAtMs = kind === 'scheduled' ? nowMs + SCHEDULED_MS : undefined;
  const steps = await lifeOf({ id, task, userId, nowMs, ...(applyAtMs ? { applyAtMs } : {}) });
  const { next, effects } = (kind === 'open' ? steps[0] : steps.at(-1)) ?? {};
  if (!next || !effects) throw new Error('nothing was submitted');
  const timers = kind === 'closed' ? [] : effects.timers;
  const text = JSON.stringify({
    request: next,
    timers: timers.map(({ entry, dueMs }) => ({ line: toLine(entry), dueMs: dueMs + TIMERS_MS })),
  });
  return (at: number, madeAtMs: number): Seeded => {
    const own: Readonly<Record<string, string>> = {
      [id]: `R-${at + 1}`,
      [`bench-${taskNumber}`]: benchTask(at % TASKS).task_id,
      [`channel-${taskNumber}`]: `channel-${at % TASKS}`,
      [userId]: `U0EARLIER${at % PEOPLE}`,
    };
    const made = text.replaceAll(OWN, (found) =>
      String(own[found] ?? Number(found) - nowMs + madeAtMs - MINUTE_MS),
    );
    return JSON.parse(made) as Seeded;
  };
};

/** Everything of a pattern that another request has otherwise; moments have thirteen digits. */
const OWN = new RegExp(
  `\\b(${PATTERN.id}|(bench|channel)-${PATTERN.taskNumber}|${PATTERN.userId}|\\d{13})\\b`,
  'g',
);

/** Writes what `commit.lua` writes of each, the members of an index together. */
const write = async (redis: Redis, some: readonly Seeded[]): Promise<void> => {
  const pipeline = redis.pipeline();
  const members = new Map<string, (string | number)[]>();
  const file = (index: string, score: number, member: string): void => {
    const there = members.get(index) ?? [];
    there.push(score, member);
    members.set(index, there);
  };
  for (const { request, timers } of some) {
    const { id, version } = request;
    const document = toDocument(request);
    pipeline.hset(keys.request(id), { version, document, writer: 'bench' });
    for (const { index, score } of filingsOf(request)) {
      if (score !== undefined) file(index, score, id);
    }
    for (const { line, dueMs } of timers) file(keys.timers, dueMs, line);
  }
  for (const [index, scored] of members) pipeline.zadd(index, ...scored);
  const failed = (await pipeline.exec())?.find(([error]) => error);
  if (failed?.[0]) throw failed[0];
};
