import type { Change } from '#src/relay/change.ts';
import { type FieldDifference, holdsChange } from '#src/relay/drift.ts';
import { urlsOf } from '#src/relay/field.ts';
import type { KnownFacts } from '#src/relay/forecast/known-facts.ts';
import type { Rival } from '#src/relay/forecast/push-target.ts';
import type { ShownEffect } from '#src/relay/forecast/worse.ts';
import type { Failure } from '#src/relay/live-api.ts';
import type { LiveStream } from '#src/relay/live-stream.ts';
import type { Payload } from '#src/relay/payload.ts';
import type { ModifiableField, RelayTask } from '#src/relay/relay-task.ts';
import type { Problem } from '#src/relay/rules.ts';
import type { ChangedSource, SourcePin } from '#src/relay/source-pin.ts';
import type { Batch } from './part.ts';
import type { Approvers, SlotSet } from './slots.ts';

export type { Approvers } from './slots.ts';

/**
 * A person, by their user id alone: what else an action carries about them may differ from one action of
 * theirs to the next. Names are decoration and are never stored.
 */
export interface Person {
  readonly userId: string;
}

export const STATES = [
  'pending',
  'approved',
  'applying',
  'unconfirmed',
  'held',
  'applied',
  'failed',
  'rejected',
  'withdrawn',
  'expired',
  'stale',
] as const;

export type State = (typeof STATES)[number];

/** States in which nothing more happens by itself. */
export const CLOSED_STATES = [
  'applied',
  'failed',
  'rejected',
  'withdrawn',
  'expired',
  'stale',
] as const satisfies readonly State[];

export function isClosed(state: State): boolean {
  return (CLOSED_STATES as readonly State[]).includes(state);
}

/** What deciding on a request takes, as it was when the request was made. */
export interface PolicySnapshot {
  /** How many people have to approve. */
  readonly quorum: number;
  /**
   * Who: every set is filled, the last by today's policy and those before it by policies that held earlier.
   * Undefined: asked for before there were slots.
   */
  readonly slots?: readonly SlotSet[] | undefined;
  /** Who, in the place of slots: people who are on every one of these lists. */
  readonly approverLists?: readonly Approvers[] | undefined;
  /** The rules that asked for it, as they stood in the configuration; empty for the default. */
  readonly rules: readonly string[];
  /** Who hears of it by the rules, in the place of those of the project. Undefined: no rule says. */
  readonly notify?: Approvers | undefined;
  /** How long an approved change waits before it runs, so that somebody can still stop it. */
  readonly holdMs?: number | undefined;
  /** Short digest of the project's policy as it was configured: which policy this was. */
  readonly version?: string | undefined;
}

export interface Decision {
  readonly kind: 'approve' | 'reject';
  readonly person: Person;
  readonly atMs: number;
  readonly note?: string | undefined;
  /** Digest of the payload that the person was shown. */
  readonly digest: string;
  /** Those of the configured groups that the person was in. Undefined: decided before they were noted down. */
  readonly usergroups?: readonly string[] | undefined;
}

/** One event of a request, for people to read. */
export interface HistoryLine {
  readonly event: EventName;
  readonly state: State;
  readonly atMs: number;
  readonly person?: Person | undefined;
}

export const EVENT_NAMES = [
  'submit',
  'approve',
  'reject',
  'withdraw',
  'expire',
  'claim',
  'send',
  'succeed',
  'fail',
  'lose',
  'drift',
  'hold_back',
  'hold_link',
  'cancel',
  'worsen',
  'mend',
  'remind',
  'escalate',
  'edit',
  'rebase',
  'retry',
  'ask_review',
  'after_review',
  'recover',
  'late_effect',
  'overwritten',
  'stream_present',
  'stream_absent',
  'stream_gone',
  'approve_part',
  'begin',
  'all_done',
  'some_failed',
  'part_gone',
  'ask',
  'answer',
] as const;

export type EventName = (typeof EVENT_NAMES)[number];

/** How the call ended, and what the task was found to hold afterwards. */
export interface Outcome {
  /** The cloud's request id of the PUT, when it answered. */
  readonly request_id?: string | undefined;
  /** Why it failed, or what came instead of an answer. */
  readonly failure?: Failure | undefined;
  /** Rules that no longer held when the request was about to run; nothing was sent. */
  readonly problems?: readonly Problem[];
  /** Fields that moved under the change; nothing was sent. */
  readonly drift?: readonly FieldDifference[];
  /** Fields that do not hold what was expected after the call. */
  readonly differences?: readonly FieldDifference[] | undefined;
  /** The task as it was read last; undefined when it could not be read. */
  readonly after?: RelayTask | undefined;
  /** The stream as it was seen before the PUT; undefined when none was, or nobody could look in time. */
  readonly streamBefore?: LiveStream | undefined;
  /** Whether the PUT left this machine: when false, nothing can have changed. */
  readonly sent: boolean;
}

/**
 * What was seen of the stream of a task since its change was applied. What was seen before the PUT stands in the
 * outcome. A stream that is present may be black: it is never called "on air".
 */
export interface StreamProof {
  /** As it was seen last, before an absence if there is one. */
  readonly stream?: LiveStream | undefined;
  /** The first of the looks in a row that found none, in Unix milliseconds; undefined while it is present. */
  readonly absentSinceMs?: number | undefined;
  /** When people were called because it had been there, should be there and was not. Once for a request. */
  readonly goneAtMs?: number | undefined;
}

export interface BreakGlass {
  /** Approvals that the change would have needed. */
  readonly quorum: number;
  /** The freeze that it went through, if there was one. */
  readonly frozen?: string | undefined;
}

/** A PUT whose answer was lost took effect after the request had ended. */
export interface LateEffect {
  /** When it was found out; the PUT itself may have taken effect some time before. */
  readonly atMs: number;
  /** The change of the same task that had been applied in the meantime, if there was one. */
  readonly over?: string | undefined;
}

/** What the requester said to a question. */
export interface Answer {
  readonly person: Person;
  readonly atMs: number;
  readonly text: string;
}

/** What somebody who may decide wants to know of the requester. */
export interface Question {
  readonly person: Person;
  readonly atMs: number;
  readonly text: string;
  readonly answer?: Answer | undefined;
}

export interface AfterReview {
  readonly person: Person;
  readonly atMs: number;
  readonly note: string;
}

/** What is known from outside ahead of a run, and which of its files are not what was approved. */
export interface FoundAhead {
  readonly pins?: readonly SourcePin[] | undefined;
  readonly rivals?: readonly Rival[] | undefined;
  readonly changedSources?: readonly ChangedSource[] | undefined;
}

/** Why a link cannot run as planned. */
export interface Held {
  /**
   * - `gone`, `ended`: its predecessor is not in the store, or has ended without its change
   * - `differs`: the predecessor leaves, or will leave, the task otherwise than was foretold
   * - `moved`: the task was changed by somebody else since the predecessor ran
   * - `late`: the predecessor has not ended in time
   * - `missed`: nobody could run it in time
   */
  readonly why: 'gone' | 'ended' | 'differs' | 'moved' | 'late' | 'missed';
  /** The predecessor. */
  readonly by?: string | undefined;
  /** How that stands. */
  readonly state?: State | undefined;
  /** The fields that are not as they were foretold. */
  readonly differences?: readonly FieldDifference[] | undefined;
}

/** What sets the task back after a change: decided on together with it, and a request of its own from then on. */
export interface FollowUp {
  /** Its id, which it has before it is a request. */
  readonly id: string;
  readonly applyAtMs: number;
  /** The task as the change before it will leave it. */
  readonly base: RelayTask;
  readonly change: Change;
  readonly payload: Payload;
  readonly digest: string;
  readonly effects?: readonly ShownEffect[] | undefined;
  readonly pins?: readonly SourcePin[] | undefined;
  /** Fields that it cannot set back. */
  readonly notAskable?: readonly ModifiableField[] | undefined;
}

/** The record. It is written whole, at every transition, and only by `service.ts`. */
export interface ChangeRequest {
  /** Shape of this document, for the migration that a later shape needs. */
  readonly schema: 1;
  /** What people say: `R-142`. */
  readonly id: string;
  /** Counts commits; the number a writer must name to write the next one. */
  readonly version: number;
  /**
   * The version at which its content was written last, or at which another try began: a decision on an
   * older one is on another request, as good as.
   */
  readonly contentVersion: number;
  readonly state: State;
  /** What the configuration calls the project. A store that hands the request out says its name of today. */
  readonly project: string;
  /**
   * The project of the cloud, as `cloudProjectOf` writes it: lock, competing requests and history go by
   * it. Undefined: asked for in 0.2.0 or earlier, in a project that was not configured since.
   */
  readonly cloud?: string | undefined;
  /** The relay task as it was when the change was made up. */
  readonly base: RelayTask;
  readonly change: Change;
  /** The body that is sent, frozen at submit. */
  readonly payload: Payload;
  readonly digest: string;
  /** What its approvers are shown that viewers will see. Undefined: asked for before this was kept. */
  readonly effects?: readonly ShownEffect[] | undefined;
  readonly reason: string;
  /** User ids of those whom the requester wants to be called, beside those whom the policy or the project names. */
  readonly called?: readonly string[] | undefined;
  /** What its sources were known to be when it was asked for, and from then on at the last approval. */
  readonly pins?: readonly SourcePin[] | undefined;
  /** Other tasks that were known to push to the same target, as of the same moments. */
  readonly rivals?: readonly Rival[] | undefined;
  /** What was found ahead of its run, where it would be held back for that; undefined where all is as approved. */
  readonly ahead?: FoundAhead | undefined;
  /** What had been measured of the Live API, as of the same moments. */
  readonly known?: KnownFacts | undefined;
  /** Sources that were found to be something else when it ran, or when it was held back. */
  readonly changedSources?: readonly ChangedSource[] | undefined;
  readonly requester: Person;
  /** Where those who decide are shown it, by a rule that matched at the submit; it stays there. Undefined: where the project says. */
  readonly place?: string | undefined;
  readonly policy: PolicySnapshot;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** When it is to run, if not as soon as it is approved. */
  readonly applyAtMs?: number | undefined;
  /** When an approved one is to run, if not at once: the time asked for, or the end of its hold. */
  readonly runAtMs?: number | undefined;
  /** The applied request whose before-state this one brings back. */
  readonly reverts?: string | undefined;
  /** Its predecessor: the scheduled request for the same task whose result it is built on. */
  readonly after?: string | undefined;
  /** The request that was decided on for both. */
  readonly decidedWith?: string | undefined;
  /** What is to set the task back later. */
  readonly wayBack?: FollowUp | undefined;
  /** Why it could not run as planned, while it is held. */
  readonly held?: Held | undefined;
  /** Present on a batch: what it is carried out by. Base, change and payload are then those of its first part. */
  readonly batch?: Batch | undefined;
  /** The batch that it is a part of: it is decided with that. */
  readonly partOf?: string | undefined;
  /** Present when it ran without the approvals it needed: what those would have been. */
  readonly breakGlass?: BreakGlass | undefined;
  /** Who closed the review after a break-glass, and with which words. */
  readonly afterReview?: AfterReview | undefined;
  /** In the order in which they were asked; they stay whatever becomes of the request. */
  readonly questions?: readonly Question[] | undefined;
  readonly decisions: readonly Decision[];
  readonly history: readonly HistoryLine[];
  /** When the PUT was about to be sent: from here on, only reading can tell. */
  readonly sentAtMs?: number | undefined;
  readonly outcome?: Outcome | undefined;
  /** What was seen of its stream since it was applied. Undefined: nothing yet, or nobody could look. */
  readonly stream?: StreamProof | undefined;
  /** The answer to its PUT was lost and the task does not show the change: until then it may still take effect. */
  readonly lateUntilMs?: number | undefined;
  /** Present when that happened. */
  readonly lateEffect?: LateEffect | undefined;
  /** The request whose PUT took effect late and undid this one, and when that was found out. */
  readonly overwritten?: { readonly by: string; readonly atMs: number } | undefined;
}

/**
 * Whether the API took the change and the task was then found not to hold it. The request is applied by the
 * word of the API, and nobody may read that the change is there.
 */
export function isNotHeld({ state, change, outcome }: ChangeRequest): boolean {
  const after = outcome?.after;
  return state === 'applied' && after !== undefined && !holdsChange(change, after);
}

/** Whether the same change may be asked for once more, as a request of its own: it has ended, and the task lacks it. */
export function mayBeAskedAgain(request: ChangeRequest): boolean {
  if (request.batch) return false;
  return isClosed(request.state) && (request.state !== 'applied' || isNotHeld(request));
}

/** Whether what it changed may be undone: it was applied, or some of a batch was. */
export function mayBeReverted({ state, batch }: ChangeRequest): boolean {
  if (!batch) return state === 'applied';
  return isClosed(state) && (batch.counts?.done ?? 0) + (batch.counts?.off_air ?? 0) > 0;
}

/** Digest for people: enough to compare by eye. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}

/** The source URLs that the task has once the change is applied. */
export function sourcesOf({
  base,
  change,
}: Pick<ChangeRequest, 'base' | 'change'>): readonly string[] {
  return change.source_urls ?? urlsOf(base);
}

/** A break-glass is remembered until somebody else has reviewed it. */
export function awaitsReview(request: ChangeRequest): boolean {
  return request.breakGlass !== undefined && request.afterReview === undefined;
}

export function samePerson(a: Person, b: Person): boolean {
  return a.userId === b.userId;
}

export function approvals(request: ChangeRequest): readonly Decision[] {
  return request.decisions.filter((decision) => decision.kind === 'approve');
}
