import { createAccountsOf, createIsSame } from '#src/approval/policy/accounts.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { Effects } from '#src/approval/states/effects.ts';
import { createApprovalService } from '#src/approval/service.ts';
import { cloudProjectOf } from '#src/relay/cloud-project.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { NOTHING_MEASURED } from '#src/project/measured-facts.ts';
import { NO_RIVALS } from '#src/project/rival-tasks.ts';
import { NO_LOOKS } from '#src/sources/source-looks.ts';
import { PROJECT } from '#sandbox/cast.ts';
import { LEAD } from './people.ts';
import { NO_FREEZES } from '../unit/approval/no-freezes.ts';

/** One commit of a request, as it goes into the store. */
export interface Step {
  readonly next: ChangeRequest;
  readonly effects: Effects;
}

/**
 * All commits of a request from submit to result, as the approval service makes them, at `nowMs`; up to the approval, if
 * it is to run at `applyAtMs`.
 */
export const lifeOf = async (input: {
  readonly id: string;
  readonly task: RelayTask;
  readonly userId: string;
  readonly nowMs: number;
  readonly applyAtMs?: number;
}): Promise<readonly Step[]> => {
  const { id, task, userId, nowMs, applyAtMs } = input;
  const steps: Step[] = [];
  const current = (): ChangeRequest => {
    const last = steps.at(-1)?.next;
    if (!last) throw new Error('nothing was submitted');
    return last;
  };
  const service = createApprovalService({
    inForce: () => [],
    store: {
      openOn: () => Promise.resolve([]),
      load: () => Promise.resolve(steps.at(-1)?.next),
      page: () => Promise.reject(new Error('nobody turns pages here')),
      schedule: () => Promise.reject(new Error('nobody asks for a schedule here')),
      commit(next, effects) {
        steps.push({ next, effects });
        return Promise.resolve({ kind: 'written' });
      },
    },
    directory: {
      membership: () => Promise.resolve({ isFullMember: true, usergroups: [] }),
      activeOn: () => Promise.resolve(undefined),
    },
    sources: NO_LOOKS,
    rivals: NO_RIVALS,
    freezes: NO_FREEZES,
    measured: NOTHING_MEASURED,
    projects: new Map([[PROJECT.name, PROJECT_FOR_APPROVAL]]),
    isSame: createIsSame(),
    accountsOf: createAccountsOf(),
    now: () => nowMs,
  });
  const requester = { userId };
  const change = { vod_loop_time: '7' };
  const reason = 'The programme has changed';
  const project = PROJECT_FOR_APPROVAL;
  await service.submit({ id, project, base: task, change, reason, requester, applyAtMs });
  const { version, digest } = current();
  const lead = { userId: LEAD };
  await service.decide({ id, kind: 'approve', person: lead, version, digest });
  if (applyAtMs !== undefined) return steps;
  await service.claim(id);
  await service.markSent(current(), task);
  const after = { ...task, ...change };
  await service.finish(current(), 'succeed', { sent: true, request_id: 'f'.repeat(32), after });
  return steps;
};

const PROJECT_FOR_APPROVAL = {
  name: PROJECT.name,
  cloud: cloudProjectOf({ endpoint: 'https://live.example.com', projectId: PROJECT.id }),
  send: 'merged',
  policy: {
    quorum: 1,
    approvers: { users: [LEAD], usergroups: [] },
    expiresAfterMs: 4 * 3_600_000,
    remindAfterMs: 30 * 60_000,
    rules: [],
    freeze: [],
  },
} as const;
