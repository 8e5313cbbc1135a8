import type { HomeViewers } from '#src/ports/home-viewers.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { Handlers } from './dispatcher.ts';
import type { Delivery } from '#src/redis/work/outbox.ts';
import type { createExecution } from '#src/execution/execute.ts';
import { DONE, type Progress } from '#src/ports/progress.ts';
import { type createLeases, endingLease, showLease } from '#src/redis/work/leases.ts';
import type { Retention } from '#src/redis/stores/retention.ts';
import { type DailyAuditHead, nextDayMs } from '#src/slack/channel/daily-audit-head.ts';
import type { HomePublisher } from '#src/slack/home/publish-home.ts';
import type { Notifier } from '#src/slack/channel/notifier.ts';
import { SlackFullError } from '#src/slack/channel/paced-posting.ts';
import type { WatchService } from '#src/watch/service.ts';

/** Wait while another replica is doing the same; it may not have seen the latest state. */
const SHOW_AGAIN_MS = 300;
/** Least time between two checks of a request that is about to expire. */
const EXPIRE_AGAIN_MS = 500;

interface Deps {
  readonly approval: ApprovalService;
  readonly execution: ReturnType<typeof createExecution>;
  readonly looks: (name: string) => Promise<Progress>;
  readonly notifier: Notifier;
  readonly homes: HomePublisher;
  readonly viewers: HomeViewers;
  readonly watch: WatchService;
  readonly heads: DailyAuditHead;
  readonly retention: Retention;
  /** One step of what ends soon in a project of the cloud; resolves with the time of the next. */
  readonly endingStep: (cloud: string) => Promise<number | undefined>;
  readonly leases: ReturnType<typeof createLeases>;
  /** Gives precedence to people who are waiting for an answer, for a short while. */
  readonly giveWay: () => Promise<void>;
  readonly now: () => number;
}

/** What handles each kind of outbox entry. */
export function createHandlers(deps: Deps): Handlers {
  const { approval, execution, looks, notifier, homes, viewers, heads } = deps;
  const nudge =
    (name: 'remind' | 'escalate' | 'ask_review') =>
    async ({ entry }: Delivery): Promise<Progress> => {
      await approval.nudge(entry.request, name);
      return DONE;
    };
  return {
    execute: ({ entry }) => execution.execute(entry.request),
    look: ({ entry }) => looks(entry.request),
    batch: async ({ entry }) => (await approval.runBatch(entry.request)) ?? DONE,
    settle: ({ entry }) => execution.settle(entry.request),
    expire: ({ entry }) => expire(deps, entry.request),
    remind: nudge('remind'),
    escalate: nudge('escalate'),
    ask_review: nudge('ask_review'),
    async follow({ entry }) {
      await approval.follow(entry.request);
      return DONE;
    },
    async show({ entry, mayHaveBegun }) {
      await deps.giveWay();
      return underLease(deps, showLease(entry.request), async () => {
        try {
          return await notifier.show(entry.request, mayHaveBegun);
        } finally {
          await viewers.refreshAll();
        }
      });
    },
    home: ({ entry }) =>
      underLease(deps, `home:${entry.request}`, () => homes.keepFresh({ userId: entry.request })),
    head: ({ mayHaveBegun }) =>
      unlessFull(async () => {
        await heads.post(mayHaveBegun);
        return { againAtMs: nextDayMs(deps.now()) };
      }),
    ending: ({ entry }) =>
      underLease(deps, endingLease(entry.request), () => deps.endingStep(entry.request)),
    freeze: freezeHandler(deps),
    forget: () => deps.retention.step(),
    ...eventHandlers(deps),
  };
}

/** Tells that somebody froze something in chat or lifted that, or brings in line what showed it. */
function freezeHandler(deps: Deps): Handlers['freeze'] {
  return ({ entry: { request: id }, mayHaveBegun }) =>
    underLease(deps, `freeze:${id}`, async () => {
      await deps.viewers.refreshAll();
      return deps.notifier.tellFreeze(id, mayHaveBegun);
    });
}

async function expire({ approval, now }: Deps, id: string): Promise<Progress> {
  const { ok, request } = await approval.expire(id);
  // The clock that made the timer due may be ahead of ours, so it may be too early.
  return ok || !(request?.state === 'pending' || request?.state === 'held')
    ? DONE
    : { againAtMs: Math.max(request.expiresAtMs, now() + EXPIRE_AGAIN_MS) };
}

/** What is done about events of relay tasks. */
function eventHandlers(deps: Deps): Pick<Handlers, 'event' | 'guard' | 'tell'> {
  const { watch } = deps;
  return {
    event: ({ entry: { request: id } }) => unlessFull(() => watch.handle(id)),
    guard: ({ entry: { request: id } }) =>
      underLease(deps, `guard:${id}`, () => watch.lookForGuard(id)),
    tell: ({ entry: { request: key } }) => underLease(deps, `tell:${key}`, () => watch.show(key)),
  };
}

/** Runs work under a lease; a replica that does not get it tries again later. The work may ask to be repeated. */
async function underLease(
  { leases, now }: Deps,
  lease: string,
  work: () => Promise<number | void>,
): Promise<Progress> {
  if (!(await leases.take(lease))) return { againAtMs: now() + SHOW_AGAIN_MS };
  return unlessFull(async () => {
    try {
      const againAtMs = await work();
      return againAtMs === undefined ? DONE : { againAtMs };
    } finally {
      await leases.release(lease);
    }
  });
}

/** A rate limit of Slack is not a failure: the work waits until Slack accepts it. */
async function unlessFull(work: () => Promise<Progress>): Promise<Progress> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SlackFullError) return { againAtMs: error.againAtMs };
    throw error;
  }
}
