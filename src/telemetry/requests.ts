import type { ChangeRequest, Person } from '#src/approval/record/change-request.ts';
import type { Result } from '#src/approval/approval-context.ts';
import type { RequestStore } from '#src/approval/ports.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { Log } from '#src/log.ts';
import type { Telemetry } from './telemetry.ts';

interface Deps {
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly metrics: {
    readonly transition: (next: ChangeRequest) => void;
    readonly refused: (operation: string, reason: string) => void;
  };
}

/** A store that logs, counts and traces every version that it writes. */
export function withTransitionsTold(
  store: RequestStore,
  deps: Deps & Pick<Telemetry, 'tracing' | 'traceOf'>,
): RequestStore {
  return {
    ...store,
    async commit(next, effects, following) {
      // A request has no trace before its first version is written.
      const parent = next.version > 1 ? await deps.traceOf(next.id) : undefined;
      return deps.tracing.within(nameOf(next), { ...spanOf(next), parent }, async () => {
        const commit = await store.commit(next, effects, following);
        if (commit.kind !== 'written') return commit;
        tellTransition(deps, next);
        if (following) await tellFollowing(deps, following.next);
        return commit;
      });
    },
  };
}

/** A second step in the same commit gets a span inside that of the first. */
function tellFollowing(
  deps: Deps & Pick<Telemetry, 'tracing'>,
  next: ChangeRequest,
): Promise<void> {
  return deps.tracing.within(nameOf(next), spanOf(next), () => {
    tellTransition(deps, next);
    return Promise.resolve();
  });
}

function nameOf(next: ChangeRequest): string {
  return `request ${eventOf(next)}`;
}

function spanOf({ id, state }: ChangeRequest) {
  return { attributes: { 'relaydesk.request': id, 'relaydesk.state': state } };
}

function eventOf({ history }: ChangeRequest): string {
  return history.at(-1)?.event ?? 'written';
}

const BAD_ENDS = [
  'fail',
  'lose',
  'drift',
  'hold_back',
  'hold_link',
  'cancel',
  'worsen',
  'recover',
  'late_effect',
  'overwritten',
  'stream_gone',
];

function tellTransition(
  { log, metrics, tracing }: Deps & Pick<Telemetry, 'tracing'>,
  next: ChangeRequest,
): void {
  metrics.transition(next);
  const trace = tracing.here();
  const last = next.history.at(-1);
  const fields = {
    request: next.id,
    event: last?.event,
    state: next.state,
    version: next.version,
    project: next.project,
    task_id: next.base.task_id,
    digest: next.digest,
    person: last?.person?.userId,
    ...(next.outcome && outcomeFields(next.outcome)),
    // `00-<trace id>-<span id>-01`
    trace_id: trace?.split('-')[1],
  };
  const isBad = BAD_ENDS.includes(eventOf(next));
  log[isBad ? 'warn' : 'info'](`request: ${eventOf(next)}`, fields);
}

/** The cause, and what the cloud's support asks for. */
function outcomeFields({
  request_id: requestId,
  failure,
  sent,
}: NonNullable<ChangeRequest['outcome']>) {
  return {
    sent,
    request_id: requestId ?? failure?.request_id,
    http_status: failure?.http_status,
    error_code: failure?.error_code,
    error_msg: failure?.error_msg,
    failure: failure?.kind,
  };
}

export function withRefusalsTold(approval: ApprovalService, deps: Deps): ApprovalService {
  const told = async (
    operation: string,
    about: { readonly person: Person; readonly id?: string; readonly project?: string },
    work: Promise<Result>,
  ): Promise<Result> => {
    const result = await work;
    if (!result.ok) {
      const { reason } = result.refusal;
      deps.metrics.refused(operation, reason);
      const { person, id: request, project } = about;
      const fields = { operation, reason, request, project, person: person.userId };
      deps.log.info('request: refused', fields);
    }
    return result;
  };
  const toldFreeze = async (
    operation: 'freeze' | 'unfreeze',
    { project, task, person }: Parameters<ApprovalService['unfreeze']>[0],
    work: ReturnType<ApprovalService['freeze']>,
  ) => {
    const result = await work;
    const why = result.kind === 'refused' ? result.refusal.reason : undefined;
    if (why) deps.metrics.refused(operation, why);
    deps.log.info(`${operation}: ${result.kind}`, {
      project: project.name,
      task_id: task?.id,
      person: person.userId,
      reason: why,
      until: 'freeze' in result ? new Date(result.freeze.toMs).toISOString() : undefined,
    });
    return result;
  };
  return {
    ...approval,
    freeze: (asked) => toldFreeze('freeze', asked, approval.freeze(asked)),
    unfreeze: (asked) => toldFreeze('unfreeze', asked, approval.unfreeze(asked)),
    submit: (asked) => {
      const about = { person: asked.requester, project: asked.project.name };
      return told('submit', about, approval.submit(asked));
    },
    edit: (id, asked) => told('edit', { person: asked.requester, id }, approval.edit(id, asked)),
    move: (input) => told('move', input, approval.move(input)),
    decide: (input) => told(input.kind, input, approval.decide(input)),
    rebase: (id, person, seen, live) =>
      told('rebase', { person, id }, approval.rebase(id, person, seen, live)),
    retry: (id, person, seen) => told('retry', { person, id }, approval.retry(id, person, seen)),
    withdraw: (id, person, viewed) =>
      told('withdraw', { person, id }, approval.withdraw(id, person, viewed)),
    ask: (input) => told('ask', input, approval.ask(input)),
    answer: (input) => told('answer', input, approval.answer(input)),
    closeReview: (input) => told('review', input, approval.closeReview(input)),
  };
}
