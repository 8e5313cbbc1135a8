import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { createExecution } from '#src/execution/execute.ts';
import { createLooks } from '#src/execution/look-later.ts';
import type { Failure, ModifyAnswer, Read, RelayTasks } from '#src/relay/live-api.ts';
import { NO_RIVALS } from '#src/project/rival-tasks.ts';
import type { Payload } from '#src/relay/payload.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { requestWith } from '../approval/sample-request.ts';
import { setUpDesk } from '../approval/set-up-desk.ts';

export const noAnswer: Failure = { kind: 'timeout', reason: { is: 'no_answer_in_time' } };
export const refusedByApi: Failure = {
  kind: 'answered',
  http_status: 400,
  error_code: 'LIVE.100011001',
  error_msg: 'Request Illegal',
  request_id: 'req-9',
};

type ReadAnswer = Awaited<ReturnType<RelayTasks['read']>>;

export const unreadable: Read & { readonly ok: false } = { ok: false, failure: noAnswer };

/** A Live API with one task and configurable answers; it records its calls. */
function createSimulatedTasks(task: RelayTask) {
  const live = {
    task,
    payloads: [] as Payload[],
    reads: 0,
    /** Answers of the next readings, in order; after that, the truth. */
    nextReads: [] as ReadAnswer[],
    /** Runs once, before the next reading or PUT is answered. */
    beforeRead: undefined as (() => unknown) | undefined,
    beforeModify: undefined as (() => unknown) | undefined,
    /** What a PUT answers; by default it is applied and accepted. */
    onModify: (payload: Payload): ModifyAnswer => {
      live.task = { ...live.task, ...payload };
      return { kind: 'accepted', task_id: payload.task_id, request_id: 'req-1' };
    },
  };
  const tasks: RelayTasks = {
    async read() {
      const before = live.beforeRead;
      live.beforeRead = undefined;
      await before?.();
      live.reads += 1;
      return live.nextReads.shift() ?? { ok: true, task: live.task };
    },
    list: () => Promise.resolve({ ok: true, tasks: [live.task] }),
    async modify(payload) {
      live.payloads.push(payload);
      const before = live.beforeModify;
      live.beforeModify = undefined;
      await before?.();
      return live.onModify(payload);
    },
  };
  return { live, tasks };
}

/** An approved request on a simulated Live API, and two replicas that can execute it. */
export function setUpExecution(
  request: Partial<ChangeRequest> = {},
  configured?: Parameters<typeof setUpDesk>[1],
) {
  const stored = requestWith({ state: 'approved', version: 2, ...request });
  const desk = setUpDesk([stored], configured);
  const { live, tasks } = createSimulatedTasks(stored.base);
  const slept: number[] = [];
  const warnings: string[] = [];
  const alarms: string[] = [];
  /** When Redis restarted, and until when that counts as just now. */
  const hold = { untilMs: 0, sinceMs: Infinity };
  const projects = new Map([['live-prod', { tasks, sources: { schemes: ['https'] } }]]);
  /** URLs that were checked again. */
  const lookedAt: string[] = [];
  const deps = {
    approval: desk.approval,
    projects,
    sources: {
      isRequired: false,
      lookedSince: (urls: readonly string[], sinceMs: number) => {
        const isFresh = (url: string) => (desk.found.get(url)?.checkedAtMs ?? 0) >= sinceMs;
        lookedAt.push(...urls.filter((url) => !isFresh(url)));
        return Promise.resolve(desk.found);
      },
    },
    rivals: NO_RIVALS,
    holdUntilMs: (approvedAtMs: number) =>
      Promise.resolve(approvedAtMs < hold.sinceMs ? hold.untilMs : 0),
    now: () => desk.clock.nowMs,
    sleep: (ms: number) => {
      slept.push(ms);
      desk.clock.nowMs += ms;
      return Promise.resolve();
    },
    log: {
      warn: (message: string) => void warnings.push(message),
      error: (message: string) => void alarms.push(message),
    },
  };
  const looksOf = (execution: ReturnType<typeof createExecution>) =>
    createLooks({ ...deps, execution });
  const [replica, otherReplica] = [createExecution(deps), createExecution(deps)];
  return {
    ...desk,
    live,
    projects,
    deps,
    replica,
    otherReplica,
    look: looksOf(replica),
    otherLook: looksOf(otherReplica),
    slept,
    lookedAt,
    warnings,
    alarms,
    hold,
    request: () => desk.memory.get(stored.id),
  };
}
