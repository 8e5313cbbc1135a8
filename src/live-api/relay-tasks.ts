import { isDeepStrictEqual } from 'node:util';
import type { Failure, ModifyAnswer, RelayTasks, TaskList } from '../relay/live-api.ts';
import type { Payload } from '../relay/payload.ts';
import type { RelayTask } from '../relay/relay-task.ts';
import { errorCodeOf, failureFrom, requestIdOf } from './failure.ts';
import { createOrder } from '#src/basics/gate.ts';
import type { HttpAnswer } from './http.ts';
import { createLiveCall, isSuccess, type LiveCallOptions } from './live-call.ts';
import type { Log } from './log.ts';
import { createRedaction } from '../text/redaction.ts';
import { modifyAnswerFrom } from './modify-answer.ts';
import {
  isRepeatableRead,
  isRepeatableWrite,
  type Pace,
  REAL_PACE,
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

type Failed = { readonly ok: false; readonly failure: Failure };

type Page =
  | { readonly ok: true; readonly page: TaskPage; readonly requestId: string | undefined }
  | { readonly ok: 'not_found' }
  | Failed;

type TaskCount =
  | { readonly ok: true; readonly total: number | undefined; readonly first: RelayTask | undefined }
  | Failed;

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
  const { project, auth, log } = options;
  const pace = { ...REAL_PACE, ...options };
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
      (each) => !isNotFound(each) && isRepeatableRead(each),
      pace,
    );
    if (isNotFound(answer)) return { ok: 'not_found' };
    const page = isSuccess(answer) ? parseTaskPage(answer.json, offset) : undefined;
    return page
      ? { ok: true, page, requestId: requestIdOf(answer) }
      : { ok: false, failure: failureFrom(answer, redact) };
  }

  async function put(payload: Payload, notAfterMs: number): Promise<ModifyAnswer> {
    const body = JSON.stringify(payload);
    const answer = await withRetries(
      async () => await call({ method: 'PUT', body, notAfterMs }),
      isRepeatableWrite,
      pace,
    );
    return modifyAnswerFrom(answer, payload.task_id, redact);
  }

  return {
    async read(taskId) {
      const got = await getPage(1, 0, taskId);
      if (got.ok !== true) return got;
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
      if (!got.ok) return got;
      const { total, tasks } = got.ok === true ? got.page : { total: 0, tasks: [] };
      return { ok: true, total, first: tasks[0] };
    },
    list: async (between) => await listAll(getPage, between, log),
    modify: async (payload, notAfterMs) =>
      await inOrder(payload.task_id, async () => await put(payload, notAfterMs)),
  };
}

/**
 * Page after page. The API reference does not say whether `offset` counts records or pages: it is taken as a number of
 * records, unless the second page is empty although there are more. A full page may be followed by another even if
 * `total` says otherwise. A page without a new task ends the list: the server may be ignoring `offset`.
 */
async function listAll(
  getPage: (limit: number, offset: number) => Promise<Page>,
  between: (() => Promise<void>) | undefined,
  log: Log,
): Promise<TaskList> {
  const found = new Map<string, RelayTask>();
  let [offset, total, unread] = [0, 0, 0];
  const all = (): TaskList => {
    const missing = Math.max(unread, total - found.size);
    if (missing > 0) log.warn('The list of tasks is not complete.', { missing, found: found.size });
    return { ok: true, tasks: [...found.values()], missing: missing > 0 ? missing : undefined };
  };
  let countsPages = false;
  for (let pages = 0; pages < MOST_TASKS / PAGE_SIZE; pages += 1) {
    if (pages > 0) await between?.();
    let got = await getPage(PAGE_SIZE, countsPages ? pages : offset);
    if (pages === 1 && isEmptyTooSoon(got, offset)) {
      countsPages = true;
      got = await getPage(PAGE_SIZE, pages);
    }
    if (!got.ok) return got;
    if (got.ok === 'not_found') return all();
    const { tasks, length } = got.page;
    total = got.page.total ?? 0;
    unread += length - tasks.length;
    const foundBefore = found.size;
    for (const task of tasks) found.set(task.task_id, task);
    offset += length;
    const isNothingNew = found.size === foundBefore;
    if (isNothingNew || (length < PAGE_SIZE && offset >= total)) return all();
  }
  // There are more, whatever `total` says.
  total = Math.max(total, found.size + 1);
  return all();
}

/** Whether a page has no tasks although the API counts more than came before it. */
function isEmptyTooSoon(got: Page, before: number): boolean {
  return got.ok === true && got.page.length === 0 && before < (got.page.total ?? 0);
}

const OTHER_TASKS: Failure = { kind: 'unreadable', reason: { is: 'other_tasks' } };
const SEVERAL_ANSWERS: Failure = { kind: 'unreadable', reason: { is: 'task_several_times' } };

function isNotFound(answer: HttpAnswer): boolean {
  return errorCodeOf(answer) === NOT_FOUND;
}
