import type { RelayTask } from '#src/relay/relay-task.ts';
import type { ChangedSource } from '#src/relay/source-pin.ts';
import { answerHalt } from './answer-halt.ts';
import type { ApprovalContext, Result } from './approval-context.ts';
import { type ChangeRequest, type Outcome, type Person, samePerson } from './change-request.ts';
import { freeze, freezesFor, freezesOf, unfreeze, whyFrozen } from './chat-freezes.ts';
import { advance, commitEvent } from './commit-event.ts';
import { closeReview, decide, retry } from './decide.ts';
import { findingsNow } from './findings.ts';
import { finish, keepMark } from './finish.ts';
import { follow, standingOf, stopLink } from './follow.ts';
import { foresee, holdBack, isToHoldBack } from './hold-back.ts';
import { lookedForMs } from './look.ts';
import { move, planMove } from './move.ts';
import { partsInReview, partsOf } from './parts.ts';
import {
  approvesAnythingIn,
  whyNoApprover,
  whyNotBreakGlass,
  whyNotDecide,
  whyNotRequest,
} from './permission.ts';
import { foretold, foretoldFor, openBeside } from './predecessor.ts';
import { answer, ask } from './questions.ts';
import { runBatch } from './run-batch.ts';
import type { StreamNews } from './stream-proof.ts';
import { type BatchSubmission, submitBatch } from './submit-batch.ts';
import { edit, rebase, rebasedOnto, submit } from './submit.ts';
import { changesOf, isOutcomeOpen } from './task-changes.ts';
import { isCurrent, loadViewed, type ViewedVersion } from './viewed-version.ts';

/** How an execution ends; each is an event of the state table. */
export type Ending = 'succeed' | 'fail' | 'lose' | 'drift';

export type ApprovalService = ReturnType<typeof createApprovalService>;

/** The only writer of change requests. Every outcome that a person can cause is a value. */
export function createApprovalService(context: ApprovalContext) {
  const { store } = context;
  const bound =
    <Given extends readonly unknown[], Answer>(
      work: (context: ApprovalContext, ...given: Given) => Answer,
    ) =>
    (...given: Given): Answer =>
      work(context, ...given);
  return {
    whyNotRequest: bound(whyNotRequest),
    whyNotDecide: (request: ChangeRequest, person: Person) =>
      whyNotDecide(context, request, person),
    whyNotBreakGlass: bound(whyNotBreakGlass),
    whyNoApprover: bound(whyNoApprover),
    /** Whether this person could approve anything in this project. */
    approvesAnythingIn: bound(approvesAnythingIn),
    submit: bound(submit),
    edit: bound(edit),
    /** Moves a scheduled request to another time, and what that would do. */
    move: bound(move),
    planMove: bound(planMove),
    decide: bound(decide),
    rebase: (id: string, person: Person, viewed: ViewedVersion, live: RelayTask) =>
      rebase(context, id, person, { viewed, live }),
    retry: bound(retry),
    withdraw: bound(withdraw),
    closeReview: bound(closeReview),
    expire: (id: string) => commitEvent(context, id, () => ({ name: 'expire' })),
    /** Nobody has decided or signed off yet: people are reminded, and later the second line is pinged. */
    nudge: (id: string, name: 'remind' | 'escalate' | 'ask_review') =>
      commitEvent(context, id, ({ project }) => {
        const policy = context.projects.get(project)?.policy;
        if (name === 'ask_review') return { name };
        return { name, remindAfterMs: policy?.remindAfterMs };
      }),
    /** The open and the latest closed requests for a relay task. */
    changesOf: (task: Parameters<typeof changesOf>[1], sinceMs: number) =>
      changesOf(store, task, sinceMs),
    /** Other requests for the same task for which it is not yet known what their PUT did. */
    openOutcomesBeside: bound(openOutcomesBeside),
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
    /** Findings that decide what viewers will see. Only reads what is stored. */
    findingsNow: bound(findingsNow),
    /** Whether a request must be approved again before it runs at a moment, by these findings. */
    isToHoldBack: bound(isToHoldBack),
    /** Says, before the time of an approved request, whether it would be held back. */
    foresee: bound(foresee),
    /** It is no longer what was approved: it must be approved again, and nothing is sent. */
    holdBack: bound(holdBack),
    /** Records how the execution ended, unless somebody else has taken over. */
    finish: (claimed: ChangeRequest, name: Ending, outcome: Outcome) =>
      finish(context, claimed, { name, outcome, guardMs: guardOf(context, claimed) }),
    /** While a PUT is on its way: writes its mark again if the store has lost it. */
    keepMark: bound(keepMark),
    ...reading(store),
    ...ofChains(context),
    ...asking(context),
    ...freezing(context),
    ...foundLater(context),
    ...ofBatches(context),
  };
}

/** What is read as it is stored. */
function reading({ load, page, schedule }: ApprovalContext['store']) {
  return {
    load,
    /** Requests of projects, of a person or for a relay task, page by page. */
    page,
    /** What is to run at a time, page by page. */
    schedule,
  };
}

/** Requests that are built on what others will leave. */
function ofChains(context: ApprovalContext) {
  return {
    /** Those that are open beside a request: of its chain, and those that compete. */
    openBeside: (request: Parameters<typeof openBeside>[1]) => openBeside(context, request),
    /** What comes after a scheduled request is built on, or why nothing can follow it. */
    foretold: (first: ChangeRequest) => foretold(context, first),
    /** What a link is built on, as its predecessor stands now; undefined where that is not scheduled any more. */
    foretoldFor: (link: Pick<ChangeRequest, 'after'>) => foretoldFor(context, link),
    /** What a rebase of a link builds it on; undefined: nothing but the task as it is now. */
    rebasedOnto: (link: ChangeRequest) => rebasedOnto(context, link),
    /** Brings what is built on a request in line with it. */
    follow: (id: string) => follow(context, id),
    /** How a link stands by what its predecessor is now. */
    standingOf: (link: ChangeRequest) => standingOf(context, link),
    /** Holds or cancels a link that cannot run as planned. */
    stopLink: (link: ChangeRequest, standing: Parameters<typeof stopLink>[2]) =>
      stopLink(context, link, standing),
  };
}

function asking(context: ApprovalContext) {
  return {
    ask: (input: Parameters<typeof ask>[1]) => ask(context, input),
    answer: (input: Parameters<typeof answer>[1]) => answer(context, input),
  };
}

/** Freezes of the configuration and from chat. */
function freezing(context: ApprovalContext) {
  return {
    freeze: (asked: Parameters<typeof freeze>[1]) => freeze(context, asked),
    unfreeze: (asked: Parameters<typeof unfreeze>[1]) => unfreeze(context, asked),
    /** All freezes of a project; with a task, those that apply to it. */
    freezesOf: (project: Parameters<typeof freezesOf>[1], taskId?: string) =>
      freezesOf(context, project, taskId),
    /** Why the task of a request is frozen now, or undefined. */
    whyFrozen: async (request: ChangeRequest) =>
      whyFrozen(await freezesFor(context, request), context.now()),
  };
}

/** What checks find out after a request has ended. */
function foundLater(context: ApprovalContext) {
  return {
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

/** Requests for many tasks at once. */
function ofBatches(context: ApprovalContext) {
  return {
    submitBatch: (submission: BatchSubmission) => submitBatch(context, submission),
    /** Begins, continues or ends a batch, depending on its state. */
    runBatch: (id: string) => runBatch(context, id),
    /** Lets the rest of a batch run that waits for an answer. */
    goOn: (id: string, person: Person, viewed: ViewedVersion) =>
      answerHalt(context, id, { answer: 'go_on', person, viewed }),
    /** Ends the parts of a batch that have not begun. */
    stopRest: (id: string, person: Person, viewed: ViewedVersion) =>
      answerHalt(context, id, { answer: 'stop_rest', person, viewed }),
    /** The parts of a batch, in their order. */
    partsOf: (request: ChangeRequest) => partsOf(context, request),
    /** The same as a review shows them: with what viewers lose by what is known by now. */
    partsInReview: (request: ChangeRequest) => partsInReview(context, request),
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

async function openOutcomesBeside(
  { store, now }: ApprovalContext,
  { id, project, base }: ChangeRequest,
): Promise<readonly ChangeRequest[]> {
  const nowMs = now();
  const task = { project, taskId: base.task_id };
  const { open, closed } = await changesOf(store, task, nowMs - lookedForMs('late_put'));
  return [...open, ...closed].filter((each) => each.id !== id && isOutcomeOpen(each, nowMs));
}
