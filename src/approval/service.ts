import type { RelayTask } from '#src/relay/relay-task.ts';
import { advance, apply } from './apply.ts';
import { type ChangeRequest, type Outcome, type Person, samePerson } from './change-request.ts';
import { closeReview, decide, type DecisionInput, retry } from './decide.ts';
import type { Seen } from './seen.ts';
import type { ApprovalProject, Desk } from './desk.ts';
import {
  approvesAnythingIn,
  frozenAt,
  whyNoApprover,
  whyNotBreakGlass,
  whyNotDecide,
  whyNotRequest,
} from './permission.ts';
import { type Edit, edit, rebase, submit, type Submission } from './submit.ts';

/** How an execution ends; each is an event of the state table. */
export type Ending = 'succeed' | 'fail' | 'lose' | 'drift';

export type ApprovalService = ReturnType<typeof createApprovalService>;

/** The only writer of change requests. Every outcome that a person can cause is a value. */
export function createApprovalService(desk: Desk) {
  return {
    load: desk.store.load,
    whyNotRequest: (project: ApprovalProject, person: Person) =>
      whyNotRequest(desk, project, person),
    whyNotDecide: (request: ChangeRequest, person: Person) => whyNotDecide(desk, request, person),
    submit: (submission: Submission) => submit(desk, submission),
    decide: (input: DecisionInput) => decide(desk, input),
    edit: (id: string, submission: Omit<Edit, 'id'>) => edit(desk, id, submission),
    rebase: (id: string, person: Person, seen: Seen, live: RelayTask) =>
      rebase(desk, id, person, { seen, live }),
    retry: (id: string, person: Person, seen: Seen) => retry(desk, id, person, seen),
    closeReview: (input: Parameters<typeof closeReview>[1]) => closeReview(desk, input),
    whyNotBreakGlass: (project: ApprovalProject, person: Person) =>
      whyNotBreakGlass(desk, project, person),
    whyNoApprover: (project: ApprovalProject, person: Person) =>
      whyNoApprover(desk, project, person),
    /** Whether there is anything in this project that this person could approve. */
    approvesAnythingIn: (project: ApprovalProject, person: Person) =>
      approvesAnythingIn(desk, project, person),
    withdraw: (id: string, person: Person) =>
      apply(desk, id, ({ requester }) =>
        samePerson(requester, person)
          ? { name: 'withdraw', person }
          : { reason: 'not_the_requester' },
      ),
    expire: (id: string) => apply(desk, id, () => ({ name: 'expire' })),
    /** Nobody has decided or reviewed yet: people are told again, and later the second line is called. */
    nudge: (id: string, name: 'remind' | 'escalate' | 'ask_review') =>
      apply(desk, id, ({ project }) => {
        const policy = desk.projects.get(project)?.policy;
        if (name === 'ask_review') return { name };
        return { name, ...(policy?.remindAfterMs ? { remindAfterMs: policy.remindAfterMs } : {}) };
      }),
    /** Why nothing is run in this project now, or undefined. */
    whyFrozen: (projectName: string) => frozenAt(desk, projectName, desk.now()),
    /** Open requests for the same relay task, the oldest first. */
    openOn: desk.store.openOn,
    /** Requests of projects, of a person or for a relay task, page by page. */
    page: desk.store.page,
    /** Takes an approved request for execution, together with its relay task. */
    claim: (id: string, seen?: ChangeRequest) => apply(desk, id, () => ({ name: 'claim' }), seen),
    /** Marks that the PUT is about to leave. A refusal means: somebody took over, send nothing. */
    markSent: (claimed: ChangeRequest, before: RelayTask) =>
      advance(desk, claimed, { name: 'send', before }),
    /** Records how the execution ended, if the version the executor holds still stands. */
    finish: (claimed: ChangeRequest, name: Ending, outcome: Outcome) =>
      advance(desk, claimed, { name, outcome }),
  };
}
