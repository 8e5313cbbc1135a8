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
import type { Move } from './move-record.ts';
import type { Batch } from './part.ts';
import type { Approvers, SlotSet } from './slots.ts';

export type { Approvers } from './slots.ts';

/**
 * A person, identified by their user id alone: other details may differ between two actions of the same person. Names
 * are only decoration and are never stored.
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

/** What a decision on a request needs, as of the moment when the request was made. */
export interface PolicySnapshot {
  readonly quorum: number;
  /**
   * Who has to approve: every set has to be filled, the last by today's policy and the others by earlier policies.
   * Undefined: requested before there were slots.
   */
  readonly slots?: readonly SlotSet[] | undefined;
  /** Who has to approve if there are no slots: people who are on every one of these lists. */
  readonly approverLists?: readonly Approvers[] | undefined;
  /** The matching rules, as they stood in the configuration; empty for the default. */
  readonly rules: readonly string[];
  /** Who is told of it according to the rules, instead of those of the project. Undefined: no rule says so. */
  readonly notify?: Approvers | undefined;
  /** How long an approved change waits before it runs, so that it can still be stopped. */
  readonly holdMs?: number | undefined;
  /** Short digest of the policy of the project: which policy this was. */
  readonly version?: string | undefined;
}

export interface Decision {
  readonly kind: 'approve' | 'reject';
  readonly person: Person;
  readonly atMs: number;
  readonly note?: string | undefined;
  /** Digest of the payload that the person was shown. */
  readonly digest: string;
  /** Configured groups that the person was in. Undefined: decided before these were recorded. */
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
  'move',
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
  'halt',
  'go_on',
  'stop_rest',
  'all_done',
  'some_failed',
  'part_gone',
  'part_late',
  'ask',
  'answer',
] as const;

export type EventName = (typeof EVENT_NAMES)[number];

/** How the call ended, and what the task was found to hold afterwards. */
export interface Outcome {
  /** The cloud's request id of the PUT, if it answered. */
  readonly request_id?: string | undefined;
  /** Why it failed, or what came instead of an answer. */
  readonly failure?: Failure | undefined;
  /** Rules that no longer held right before the run; nothing was sent. */
  readonly problems?: readonly Problem[];
  /** Fields that somebody else changed meanwhile; nothing was sent. */
  readonly drift?: readonly FieldDifference[];
  /** Fields that did not hold the expected value after the call. */
  readonly differences?: readonly FieldDifference[] | undefined;
  /** The task as it was last read; undefined if it could not be read. */
  readonly after?: RelayTask | undefined;
  /** The stream before the PUT; undefined if there was none, or it could not be checked in time. */
  readonly streamBefore?: LiveStream | undefined;
  /** Whether the PUT left this machine. If not, nothing can have changed. */
  readonly sent: boolean;
}

/**
 * What checks of the stream have found since the change was applied; the outcome has the check before the PUT. A
 * present stream may be black, so it is never called "on air".
 */
export interface StreamProof {
  /** The stream as last seen, before its absence if it is absent; by an earlier change if this one has seen none. */
  readonly stream?: LiveStream | undefined;
  /**
   * When the first of the latest checks in a row found no stream, in Unix milliseconds; undefined while it is
   * present.
   */
  readonly absentSinceMs?: number | undefined;
  /** When people were pinged because the stream had been there, should be there and was not. Once for a request. */
  readonly goneAtMs?: number | undefined;
}

export interface BreakGlass {
  /** How many approvals the change would have needed. */
  readonly quorum: number;
  /** The freeze during which it ran, if any. */
  readonly frozen?: string | undefined;
}

/** A PUT without a reply took effect after its request had ended. */
export interface LateEffect {
  /** When this was noticed; the PUT itself may have taken effect earlier. */
  readonly atMs: number;
  /** The change of the same task that had been applied in between, if any. */
  readonly over?: string | undefined;
}

export interface Answer {
  readonly person: Person;
  readonly atMs: number;
  readonly text: string;
}

/** What somebody who may decide asks the requester. */
export interface Question extends Answer {
  readonly answer?: Answer | undefined;
}

export interface AfterReview {
  readonly person: Person;
  readonly atMs: number;
  readonly note: string;
}

/** What was found out before a run, and which files differ from those that were approved. */
export interface FoundAhead {
  readonly pins?: readonly SourcePin[] | undefined;
  readonly rivals?: readonly Rival[] | undefined;
  readonly changedSources?: readonly ChangedSource[] | undefined;
}

/** Why a link cannot run as planned. */
export interface Held {
  /**
   * - `gone`, `ended`: its predecessor is not in the store, or ended without its change
   * - `held`: the predecessor is held itself
   * - `later`: the predecessor was moved to the time of the link, or past it
   * - `differs`: the predecessor leaves the task, or will leave it, in another state than expected
   * - `moved`: somebody else changed the task after the predecessor ran
   * - `late`: the predecessor has not ended in time
   * - `missed`: no replica could run it in time
   * - `took_effect`: the predecessor has run after all, for which it was held before
   * - `set_back`: it was to undo a change that somebody else has undone
   */
  readonly why:
    | 'gone'
    | 'ended'
    | 'held'
    | 'later'
    | 'differs'
    | 'moved'
    | 'late'
    | 'missed'
    | 'set_back'
    | 'took_effect';
  /** The predecessor. */
  readonly by?: string | undefined;
  /** The state of the predecessor. */
  readonly state?: State | undefined;
  readonly differences?: readonly FieldDifference[] | undefined;
}

/**
 * The way back: undoes a change later. It is decided together with that change, and then becomes a request of its
 * own.
 */
export interface FollowUp extends Pick<
  ChangeRequest,
  'base' | 'change' | 'payload' | 'digest' | 'effects' | 'pins'
> {
  /** Its id, reserved before it is a request. */
  readonly id: string;
  readonly applyAtMs: number;
  /** Fields that it cannot undo. */
  readonly notAskable?: readonly ModifiableField[] | undefined;
}

/** The record. It is written whole at every transition, and only by `service.ts`. */
export interface ChangeRequest {
  /** Shape of this document, so that a later shape can be migrated. */
  readonly schema: 1;
  /** What people call it: `R-142`. */
  readonly id: string;
  /** Counts commits; a writer has to name it to write the next one. */
  readonly version: number;
  /**
   * The version at which its content was last written, or another try began. A decision on an older one does not
   * count.
   */
  readonly contentVersion: number;
  readonly state: State;
  /** The name of the project in the configuration; a loaded request has the current name. */
  readonly project: string;
  /**
   * The project of the cloud, as `cloudProjectOf` writes it; identifies its lock, competing requests and history.
   * Undefined: requested with 0.2.0 or earlier, in a project that has not been configured since.
   */
  readonly cloud?: string | undefined;
  /** The relay task on which the change is based. */
  readonly base: RelayTask;
  readonly change: Change;
  /** The body that is sent, frozen at the submit. */
  readonly payload: Payload;
  readonly digest: string;
  /** The effects on viewers that approvers are shown. Undefined: requested before these were stored. */
  readonly effects?: readonly ShownEffect[] | undefined;
  readonly reason: string;
  /** User ids of people whom the requester wants to ping, in addition to those of the policy or project. */
  readonly called?: readonly string[] | undefined;
  /** What was known of its sources at the submit, and later at the last approval. */
  readonly pins?: readonly SourcePin[] | undefined;
  /** Other tasks that were known to push to the same target, at the same moments. */
  readonly rivals?: readonly Rival[] | undefined;
  /** Findings before its run that would hold it back; undefined if all is as approved. */
  readonly ahead?: FoundAhead | undefined;
  /** What had been measured of the Live API, at the same moments. */
  readonly known?: KnownFacts | undefined;
  /** Sources that had changed when it ran, or when it was held back. */
  readonly changedSources?: readonly ChangedSource[] | undefined;
  readonly requester: Person;
  /**
   * The place where those who decide see it, by a rule that matched at the submit; it never changes. Undefined: that
   * of the project.
   */
  readonly place?: string | undefined;
  readonly policy: PolicySnapshot;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** When it is to run, if not right after its approval. */
  readonly applyAtMs?: number | undefined;
  /** When an approved request is to run, if not at once: the requested time, or the end of its hold. */
  readonly runAtMs?: number | undefined;
  /** The applied request that this one reverts. */
  readonly reverts?: string | undefined;
  /** Its predecessor: the scheduled request for the same task on whose result it builds. */
  readonly after?: string | undefined;
  /** The request with which it was decided. */
  readonly decidedWith?: string | undefined;
  readonly wayBack?: FollowUp | undefined;
  /** Why it could not run as planned, while it is held. */
  readonly held?: Held | undefined;
  /** Only for a batch: the requests that carry it out. Base, change and payload are then those of its first part. */
  readonly batch?: Batch | undefined;
  /** The batch that it is a part of, and with which it is decided. */
  readonly partOf?: string | undefined;
  /** Only if it ran without the approvals it needed: what they would have been. */
  readonly breakGlass?: BreakGlass | undefined;
  readonly afterReview?: AfterReview | undefined;
  /** In the order in which they were asked; they are kept whatever happens to the request. */
  readonly questions?: readonly Question[] | undefined;
  /** How it was moved to other times, in this order. */
  readonly moves?: readonly Move[] | undefined;
  readonly decisions: readonly Decision[];
  readonly history: readonly HistoryLine[];
  /** When the PUT was about to be sent: from then on, only reading the task can tell. */
  readonly sentAtMs?: number | undefined;
  readonly outcome?: Outcome | undefined;
  /** What checks of its stream have found since it was applied. Undefined: nothing yet, or it could not be checked. */
  readonly stream?: StreamProof | undefined;
  /** The reply to its PUT was lost and the task does not show the change: it may still take effect until then. */
  readonly lateUntilMs?: number | undefined;
  /** Only if that happened. */
  readonly lateEffect?: LateEffect | undefined;
  /** The request whose PUT took effect late and undid this one, and when that was noticed. */
  readonly overwritten?: { readonly by: string; readonly atMs: number } | undefined;
}

/**
 * Whether the API accepted the change and the task was then found not to hold it. The request counts as applied,
 * because the API said so, but nobody may be told that the change is there.
 */
export function isNotHeld({ state, change, outcome }: ChangeRequest): boolean {
  const after = outcome?.after;
  return state === 'applied' && after !== undefined && !holdsChange(change, after);
}

/** Whether the same change may be requested again: this request has ended, and the task does not have the change. */
export function mayBeAskedAgain(request: ChangeRequest): boolean {
  if (request.batch) return false;
  return isClosed(request.state) && (request.state !== 'applied' || isNotHeld(request));
}

/** Whether its change may be reverted: it was applied, or some parts of a batch were. */
export function mayBeReverted({ state, batch }: ChangeRequest): boolean {
  if (!batch) return state === 'applied';
  return isClosed(state) && (batch.counts?.done ?? 0) + (batch.counts?.off_air ?? 0) > 0;
}

/** A short digest that people can compare by eye. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}

/** The source URLs of the task after the change. */
export function sourcesOf({
  base,
  change,
}: Pick<ChangeRequest, 'base' | 'change'>): readonly string[] {
  return change.source_urls ?? urlsOf(base);
}

export function samePerson(a: Person, b: Person): boolean {
  return a.userId === b.userId;
}

export function approvals(request: ChangeRequest): readonly Decision[] {
  return request.decisions.filter((decision) => decision.kind === 'approve');
}
