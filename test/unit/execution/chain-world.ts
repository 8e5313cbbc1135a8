import { createAccountsOf, createIsSame } from '#src/approval/policy/accounts.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { OutboxEntry } from '#src/approval/record/entry-kinds.ts';
import type { RequestStore } from '#src/approval/ports.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import { createApprovalService } from '#src/approval/service.ts';
import { createExecution } from '#src/execution/execute.ts';
import { DONE, type Progress } from '#src/ports/progress.ts';
import type { RelayTasks } from '#src/relay/live-api.ts';
import type { Payload } from '#src/relay/payload.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { createMemoryFreezes } from '../approval/memory-freezes.ts';
import { createMemoryStore } from '../approval/memory-store.ts';
import { project } from '../approval/set-up-desk.ts';

/** What becomes of a call of a process to the store or the Live API. */
export type Fate = 'go' | 'die_before' | 'die_after';

/** What a world is told to do to its processes. */
export interface Misfortune {
  /** The fate of the call with that number, from 1, counted over all processes. */
  readonly fateOf: (call: number) => Fate;
  /** Happens before the entry with that number is taken, from 1. */
  readonly beforeEntry?: (entry: number, world: ChainWorld) => unknown;
}

export type ChainWorld = ReturnType<typeof createChainWorld>;

/** More entries than any run of a chain takes. */
const ENTRIES_MAX = 3_000;

/** A store, a task and an outbox that outlive the processes that carry out its entries. */
export function createChainWorld(
  requests: readonly ChangeRequest[],
  task: RelayTask,
  nowMs: number,
  { fateOf, beforeEntry }: Misfortune,
) {
  const memory = createMemoryStore(...requests);
  const clock = { nowMs };
  const live = { task, puts: [] as { payload: Payload; found: RelayTask; atMs: number }[] };
  const queue = new Map<string, { readonly entry: OutboxEntry; readonly dueMs: number }>();
  let calls = 0;
  let filed = 0;
  const put = (entry: OutboxEntry, dueMs: number) =>
    void queue.set(`${entry.kind} ${entry.request}`, { entry, dueMs });
  for (const { id, ...request } of requests) {
    put({ kind: 'execute', request: id }, runsAtMs({ id, ...request }) ?? nowMs);
  }

  const world = { memory, clock, live, calls: () => calls, run };
  return world;

  /** What a commit wrote beside its record. */
  function fileEntries(): void {
    for (const { effects } of memory.written.slice(filed)) {
      for (const { kind, request } of effects.dropTimers) queue.delete(`${kind} ${request}`);
      for (const entry of effects.outbox) put(entry, clock.nowMs);
      for (const { entry, dueMs } of effects.timers) put(entry, dueMs);
    }
    filed = memory.written.length;
  }

  /** Carries out what is due, moves on to what is due next, and starts another process for one that was killed. */
  async function run(): Promise<void> {
    let replica = createProcess();
    for (let count = 1; count <= ENTRIES_MAX; count += 1) {
      await beforeEntry?.(count, world);
      fileEntries();
      const next = [...queue.entries()].toSorted(([, a], [, b]) => a.dueMs - b.dueMs)[0];
      if (!next) return;
      const [key, { entry, dueMs }] = next;
      clock.nowMs = Math.max(clock.nowMs, dueMs);
      const progress = await replica.handle(entry);
      if (progress !== 'killed') queue.delete(key);
      fileEntries();
      if (progress === 'killed') replica = createProcess();
      else if ('againAtMs' in progress) put(entry, progress.againAtMs);
    }
    throw new Error(`not over after ${ENTRIES_MAX} entries`);
  }

  function createProcess() {
    const dead = Promise.withResolvers<'killed'>();
    let isDead = false;
    /** A dead process does nothing more and hears of nothing. */
    const fated = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
      const stop = (): Promise<never> => {
        isDead = true;
        dead.resolve('killed');
        return new Promise(() => {});
      };
      if (isDead) return stop();
      calls += 1;
      const fate = fateOf(calls);
      if (fate === 'die_before') return stop();
      const answer = await work();
      return fate === 'die_after' ? stop() : answer;
    };
    const { store } = memory;
    const mortal: RequestStore = {
      openOn: (...given) => fated(() => store.openOn(...given)),
      load: (...given) => fated(() => store.load(...given)),
      page: (...given) => fated(() => store.page(...given)),
      schedule: (...given) => fated(() => store.schedule(...given)),
      commit: (...given) => fated(() => store.commit(...given)),
    };
    const tasks: RelayTasks = {
      read: () => fated(() => Promise.resolve({ ok: true, task: live.task })),
      list: () => Promise.resolve({ ok: true, tasks: [live.task] }),
      modify: (payload) =>
        fated(() => {
          live.puts.push({ payload, found: live.task, atMs: clock.nowMs });
          live.task = { ...live.task, ...payload };
          return Promise.resolve({ kind: 'accepted', task_id: payload.task_id, request_id: 'r' });
        }),
    };
    const approval = createApprovalService({
      inForce: () => [],
      store: mortal,
      directory: {
        membership: () => Promise.resolve({ isFullMember: true, usergroups: [] }),
        activeOn: () => Promise.resolve(undefined),
      },
      freezes: createMemoryFreezes(),
      sources: { isRequired: false, stored: () => Promise.resolve(new Map()) },
      rivals: { stored: () => Promise.resolve(undefined) },
      measured: { stored: () => Promise.resolve(undefined) },
      projects: new Map([[project.name, project]]),
      isSame: createIsSame([]),
      accountsOf: createAccountsOf([]),
      now: () => clock.nowMs,
    });
    const execution = createExecution({
      approval,
      projects: new Map([[project.name, { tasks, sources: { schemes: ['https'] } }]]),
      sources: { isRequired: false, lookedSince: () => Promise.resolve(new Map()) },
      holdUntilMs: () => Promise.resolve(0),
      now: () => clock.nowMs,
      sleep: (ms) => {
        clock.nowMs += ms;
        return Promise.resolve();
      },
      log: { warn: () => {}, error: () => {} },
    });
    const work = async ({ kind, request: id }: OutboxEntry): Promise<Progress> => {
      if (kind === 'execute') return execution.execute(id);
      if (kind === 'settle') return execution.settle(id);
      if (kind === 'follow') await approval.follow(id);
      if (kind === 'expire') await approval.expire(id);
      return DONE;
    };
    return {
      handle: (entry: OutboxEntry): Promise<Progress | 'killed'> =>
        Promise.race([work(entry), dead.promise]),
    };
  }
}
