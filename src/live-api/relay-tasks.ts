import { setTimeout as sleepMs } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Failure, ModifyAnswer, RelayTasks, TaskList } from '../relay/live-api.ts';
import type { Payload } from '../relay/payload.ts';
import type { RelayTask } from '../relay/relay-task.ts';
import { errorCodeOf, failureFrom, requestIdOf } from './failure.ts';
import { createOrder } from '#src/basics/gate.ts';
import {
  createLiveCall,
  isSuccess,
  type LiveAnswer,
  type LiveCall,
  type LiveCallOptions,
} from './live-call.ts';
import type { Log } from './log.ts';
import { createRedaction, type Redact } from '../text/redaction.ts';
import { modifyAnswerFrom } from './modify-answer.ts';
import {
  isRepeatableRead,
  isRepeatableWrite,
  type Pace,
  waitBefore,
  withRetries,
} from './retries.ts';
import { parseTaskPage, type TaskPage } from './wire.ts';

/** The code for a task that does not exist. Its documented status is 404, but 400 has been seen. */
const NOT_FOUND = 'LIVE.103011019';
/** The API's maximum for `limit`. */
const PAGE_SIZE = 100;
/** More than any project has: it stops us if a server never ends its list. */
const MOST_TASKS = 20_000;

export interface RelayTasksOptions extends Omit<LiveCallOptions, 'service' | 'redact'> {
  readonly project: LiveCallOptions['project'] & { readonly region: string };
  readonly sleep?: Pace['sleep'];
  readonly random?: Pace['random'];
}

type Page =
  | { readonly kind: 'page'; readonly page: TaskPage; readonly requestId: string | undefined }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'other'; readonly answer: LiveAnswer };

type TaskCount =
  | {
      readonly ok: true;
      readonly total: number | undefined;
      readonly first: RelayTask | undefined;
    }
  | { readonly ok: false; readonly failure: Failure };

/**
 * The Live API of one project. Reads are repeated up to three times; a write is repeated only when
 * it cannot have arrived. Writes to one task wait for each other. Nothing is thrown: see `Failure`.
 */
export function createRelayTasks(options: RelayTasksOptions): RelayTasks & {
  /**
   * How many tasks there are, from a page of one: the cheapest call that needs everything a read needs. `total` is
   * undefined when the API does not give it, `first` when there are no tasks.
   */
  readonly count: () => Promise<TaskCount>;
} {
  const { project, auth, now, log } = options;
  const pace = { now, sleep: options.sleep ?? sleepMs, random: options.random ?? Math.random };
  const redact = createRedaction(auth.secrets);
  const call = createLiveCall({ ...options, redact, service: 'tasks' });
  const inOrder = createOrder();

  async function getPage(limit: number, offset: number, taskId?: string): Promise<Page> {
    const query: [string, string][] = [
      ['limit', String(limit)],
      ['offset', String(offset)],
      ['region', project.region],
      ...(taskId === undefined ? [] : ([['task_id', taskId]] satisfies [string, string][])),
    ];
    const answer = await withRetries(
      async () => await call({ method: 'GET', query }),
      (a) => a.kind !== 'not_made' && !isNotFound(a) && isRepeatableRead(a),
      (a, attempt) => (a.kind === 'not_made' ? 0 : waitBefore(a, attempt, pace)),
      pace.sleep,
    );
    if (isNotFound(answer)) return { kind: 'not_found' };
    const page = isSuccess(answer) ? parseTaskPage(answer.json, offset) : undefined;
    return page && answer.kind !== 'not_made'
      ? { kind: 'page', page, requestId: requestIdOf(answer) }
      : { kind: 'other', answer };
  }

  return {
    async read(taskId) {
      const got = await getPage(1, 0, taskId);
      if (got.kind === 'not_found') return { ok: 'not_found' };
      if (got.kind === 'other') return { ok: false, failure: failureOf(got.answer, redact) };
      const [task, ...others] = got.page.tasks.filter((each) => each.task_id === taskId);
      if (others.some((other) => !isDeepStrictEqual(other, task))) {
        return { ok: false, failure: SEVERAL_ANSWERS };
      }
      // An answer about other tasks says nothing about this one.
      if (!task && got.page.length > 0) return { ok: false, failure: OTHER_TASKS };
      if (!task) return { ok: 'not_found' };
      return { ok: true, task, request_id: got.requestId };
    },
    async count() {
      const got = await getPage(1, 0);
      if (got.kind === 'other') return { ok: false, failure: failureOf(got.answer, redact) };
      const { total, tasks } = got.kind === 'page' ? got.page : { total: 0, tasks: [] };
      return { ok: true, total, first: tasks[0] };
    },
    list: async (between) => await listAll({ getPage, between, redact, log }),
    modify: async (payload, notAfterMs) =>
      await inOrder(
        payload.task_id,
        async () => await put({ payload, notAfterMs }, call, pace, redact),
      ),
  };
}

async function put(
  { payload, notAfterMs }: { readonly payload: Payload; readonly notAfterMs: number },
  call: LiveCall,
  pace: Pace,
  redact: Redact,
): Promise<ModifyAnswer> {
  const body = JSON.stringify(payload);
  const answer = await withRetries(
    async () => await call({ method: 'PUT', body, notAfterMs }),
    (a) => a.kind !== 'not_made' && isRepeatableWrite(a),
    (a, attempt) => (a.kind === 'not_made' ? 0 : waitBefore(a, attempt, pace)),
    pace.sleep,
  );
  return modifyAnswerFrom(answer, payload.task_id, redact);
}

/**
 * Page after page. `offset` is taken as a number of records, which the API reference does not say, and a full page
 * may be followed by another even if `total` says otherwise. A page without a new task ends the list: the server may
 * be ignoring `offset`.
 */
async function listAll({
  getPage,
  between,
  redact,
  log,
}: {
  readonly getPage: (limit: number, offset: number) => Promise<Page>;
  readonly between: (() => Promise<void>) | undefined;
  readonly redact: Redact;
  readonly log: Log;
}): Promise<TaskList> {
  const found = new Map<string, RelayTask>();
  let offset = 0;
  for (let pages = 0; pages < MOST_TASKS / PAGE_SIZE; pages += 1) {
    if (pages > 0) await between?.();
    const got = await getPage(PAGE_SIZE, offset);
    if (got.kind === 'not_found') return { ok: true, tasks: [...found.values()] };
    if (got.kind === 'other') return { ok: false, failure: failureOf(got.answer, redact) };
    const { tasks, length, total = 0 } = got.page;
    if (tasks.length < length) log.warn('Some entries in the list of tasks could not be read.');
    const foundBefore = found.size;
    for (const task of tasks) found.set(task.task_id, task);
    offset += length;
    const isNothingNew = found.size === foundBefore;
    if (isNothingNew || (length < PAGE_SIZE && offset >= total)) {
      if (offset < total) log.warn('The list of tasks ended early.', { total, found: found.size });
      return { ok: true, tasks: [...found.values()] };
    }
  }
  log.warn('There are more tasks than are listed.', { found: found.size });
  return { ok: true, tasks: [...found.values()] };
}

const OTHER_TASKS: Failure = { kind: 'unreadable', reason: { is: 'other_tasks' } };
const SEVERAL_ANSWERS: Failure = { kind: 'unreadable', reason: { is: 'task_several_times' } };

function isNotFound(answer: LiveAnswer): boolean {
  return answer.kind !== 'not_made' && errorCodeOf(answer) === NOT_FOUND;
}

function failureOf(answer: LiveAnswer, redact: Redact) {
  return answer.kind === 'not_made' ? answer.failure : failureFrom(answer, redact);
}
