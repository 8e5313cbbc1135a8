import type { RelayTask } from '#src/relay/relay-task.ts';
import type { ChangedSource } from '#src/relay/source-pin.ts';
import type { ApprovalContext, Result } from './approval-context.ts';
import { advance, commitEvent } from './commit-event.ts';
import { freeze, freezesFor, freezesOf, unfreeze, whyFrozen } from './decide/chat-freezes.ts';
import { closeReview, decide, retry } from './decide/decide.ts';
import { foresee, holdBack, isToHoldBack } from './decide/hold-back.ts';
import { partsInReview, partsOf } from './decide/parts.ts';
import {
  approvesAnythingIn,
  whyNoApprover,
  whyNotBreakGlass,
  whyNotDecide,
  whyNotMember,
  whyNotRequest,
} from './decide/permission.ts';
import { answer, ask } from './decide/questions.ts';
import { follow, standingOf, stopLink, stopOvertaken } from './links/follow.ts';
import { foretold, foretoldFor, openBeside } from './links/predecessor.ts';
import {
  type ChangeRequest,
  type Outcome,
  type Person,
  samePerson,
} from './record/change-request.ts';
import { findingsNow } from './record/findings.ts';
import { lookedForMs } from './record/look.ts';
import type { StreamNews } from './record/stream-proof.ts';
import { isCurrent, loadViewed, type ViewedVersion } from './record/viewed-version.ts';
import { finish, keepMark } from './run/finish.ts';
import { answerHalt, runBatch } from './run/run-batch.ts';
import { changesOf, isOutcomeOpen } from './run/task-changes.ts';
import { edit } from './submit/edit.ts';
import { move, planMove } from './submit/move.ts';
import { rebase, rebasedOnto } from './submit/rebase.ts';
import { submitBatch } from './submit/submit-batch.ts';
import { submit } from './submit/submit.ts';

/** How an execution ends; each is an event of the state table. */
export type Ending = 'succeed' | 'fail' | 'lose' | 'drift';

export type ApprovalService = ReturnType<typeof createApprovalService>;

/** The only writer of change requests. Every outcome that a person can cause is a value. */
export function createApprovalService(context: ApprovalContext) {
  const { load, page, schedule } = context.store;
  return { load, page, schedule, ...forPeople(context), ...forExecution(context) };
}

/** Gives a function the context that it works with. */
function binder(context: ApprovalContext) {
  return <Given extends readonly unknown[], Answer>(
    work: (context: ApprovalContext, ...given: Given) => Answer,
  ) =>
    (...given: Given): Answer =>
      work(context, ...given);
}

/** What people ask for, decide and are shown. */
function forPeople(context: ApprovalContext) {
  const bound = binder(context);
  return {
    whyNotMember: bound(whyNotMember),
    whyNotRequest: bound(whyNotRequest),
    whyNotDecide: bound(whyNotDecide),
    whyNotBreakGlass: bound(whyNotBreakGlass),
    whyNoApprover: bound(whyNoApprover),
    approvesAnythingIn: bound(approvesAnythingIn),
    submit: bound(submit),
    edit: bound(edit),
    planMove: bound(planMove),
    move: bound(move),
    decide: bound(decide),
    rebase: bound(rebase),
    rebasedOnto: bound(rebasedOnto),
    retry: bound(retry),
    withdraw: bound(withdraw),
    closeReview: bound(closeReview),
    ask: bound(ask),
    answer: bound(answer),
    openBeside: bound(openBeside),
    foretold: bound(foretold),
    foretoldFor: bound(foretoldFor),
    freeze: bound(freeze),
    unfreeze: bound(unfreeze),
    freezesOf: bound(freezesOf),
    submitBatch: bound(submitBatch),
    partsOf: bound(partsOf),
    partsInReview: bound(partsInReview),
    /** Lets the rest of a batch run that waits for an answer. */
    goOn: (id: string, person: Person, viewed: ViewedVersion) =>
      answerHalt(context, id, { answer: 'go_on', person, viewed }),
    /** Ends the parts of a batch that have not begun. */
    stopRest: (id: string, person: Person, viewed: ViewedVersion) =>
      answerHalt(context, id, { answer: 'stop_rest', person, viewed }),
  };
}

/** What happens to requests without a person: runs, deadlines, and later findings. */
function forExecution(context: ApprovalContext) {
  const bound = binder(context);
  return {
    expire: (id: string) => commitEvent(context, id, () => ({ name: 'expire' })),
    /** Nobody has decided or signed off yet: people are reminded, and later the second line is pinged. */
    nudge: (id: string, name: 'remind' | 'escalate' | 'ask_review') =>
      commitEvent(context, id, ({ project }) => {
        const policy = context.projects.get(project)?.policy;
        if (name === 'ask_review') return { name };
        return { name, remindAfterMs: policy?.remindAfterMs };
      }),
    /** Claims an approved request for execution, and locks its relay task. */
    claim: (id: string, loaded?: ChangeRequest) =>
      commitEvent(context, id, () => ({ name: 'claim' }), loaded),
    /**
     * Marks that the PUT is about to be sent, and which sources have changed since the approval. A refusal means that
     * somebody else took over: send nothing.
     */
    markSent: (
      claimed: ChangeRequest,
      before: RelayTask,
      changedSources: readonly ChangedSource[] = [],
    ) => advance(context, claimed, { name: 'send', before, changedSources }),
    /** Records how the execution ended, unless somebody else has taken over. */
    finish: (claimed: ChangeRequest, name: Ending, outcome: Outcome) =>
      finish(context, claimed, { name, outcome, guardMs: guardOf(context, claimed) }),
    keepMark: bound(keepMark),
    findingsNow: bound(findingsNow),
    isToHoldBack: bound(isToHoldBack),
    foresee: bound(foresee),
    holdBack: bound(holdBack),
    /** Why the task of a request is frozen now, or undefined. */
    whyFrozen: async (request: ChangeRequest) =>
      whyFrozen(await freezesFor(context, request), context.now()),
    standingOf: bound(standingOf),
    stopLink: bound(stopLink),
    follow: bound(follow),
    stopOvertaken: bound(stopOvertaken),
    runBatch: bound(runBatch),
    changesOf: bound(changesOf),
    openOutcomesBeside: bound(openOutcomesBeside),
    /** A PUT without a reply was found to have taken effect, over `over`, a change applied since. */
    lateEffect: (id: string, outcome: Outcome, over: string | undefined) =>
      commitEvent(context, id, (request) => {
        return { name: 'late_effect', outcome, over, guardMs: guardOf(context, request) };
      }),
    /** The late PUT of another request undid this one. */
    overwritten: (id: string, by: string) =>
      commitEvent(context, id, () => ({ name: 'overwritten', by })),
    /** Records what a check of the stream of an applied change found, on the version that it is about. */
    streamSeen: (request: ChangeRequest, news: StreamNews) => advance(context, request, news),
  };
}

function guardOf({ projects }: ApprovalContext, { project }: ChangeRequest): number | undefined {
  return projects.get(project)?.guardMs;
}

/** Withdraws what the requester was looking at, and nothing newer. */
async function withdraw(
  context: ApprovalContext,
  id: string,
  person: Person,
  viewed: ViewedVersion,
): Promise<Result> {
  const found = await loadViewed(context, id, viewed);
  if (!found.ok) return found;
  return commitEvent(
    context,
    id,
    (request) => {
      if (!samePerson(request.requester, person)) return { reason: 'not_the_requester' };
      const isToTake = request.state === 'pending' || request.state === 'approved';
      // If it can no longer be withdrawn, the refusal says who was faster.
      if (isToTake && !isCurrent(request, viewed)) return { reason: 'wrong_digest' };
      return { name: 'withdraw', person };
    },
    found.request,
  );
}

/** Other requests for the same task for which it is not yet known what their PUT did. */
async function openOutcomesBeside(
  context: ApprovalContext,
  { id, project, base }: ChangeRequest,
): Promise<readonly ChangeRequest[]> {
  const nowMs = context.now();
  const task = { project, taskId: base.task_id };
  const { open, closed } = await changesOf(context, task, nowMs - lookedForMs('late_put'));
  return [...open, ...closed].filter((each) => each.id !== id && isOutcomeOpen(each, nowMs));
}
