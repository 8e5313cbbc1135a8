import type { RelayTask } from '#src/relay/relay-task.ts';
import type { ChangedSource } from '#src/relay/source-pin.ts';
import type {
  AfterReview,
  Answer,
  ChangeRequest,
  Decision,
  FoundAhead,
  Held,
  Outcome,
  Person,
  PolicySnapshot,
  Question,
} from './change-request.ts';
import type { Findings } from './findings.ts';
import type { VoidedBy } from './move-record.ts';
import type { Halt, PartCounts } from './part.ts';
import type { StreamNews } from './stream-proof.ts';

/** What can happen to a request after it was submitted. */
export type Event =
  | ({
      readonly name: 'approve' | 'reject';
      readonly decision: Decision;
      readonly needed: Needed;
      /** What is known at the approval, and the effects that follow from it. */
      readonly found?: Found | undefined;
    } & WithBatch)
  | ({ readonly name: 'withdraw'; readonly person: Person } & WithBatch)
  | ({ readonly name: 'expire' } & WithBatch)
  /** The batch that it is a part of was approved, and it is its turn. */
  | {
      readonly name: 'approve_part';
      readonly decisions: readonly Decision[];
      /** What those who approved were shown. Undefined: as it was requested. */
      readonly effects?: ChangeRequest['effects'];
    }
  /** Its parts begin to run, and have ended: all applied, or not all. */
  | { readonly name: 'begin' }
  /** Parts were not applied: the rest waits for an answer. */
  | ({ readonly name: 'halt' } & Pick<Halt, 'failed' | 'waiting' | 'untilMs'>)
  /** The rest is to run all the same, or is not to run: what has not begun. Without a person: nobody answered in time. */
  | { readonly name: 'go_on' | 'stop_rest'; readonly person?: Person | undefined }
  | { readonly name: 'all_done' | 'some_failed'; readonly counts: PartCounts }
  /** The stream of a part was there before its change and is not there after it. */
  | { readonly name: 'part_gone'; readonly part: string }
  /** A part took effect after it had failed, since the reply to its PUT was lost. */
  | { readonly name: 'part_late'; readonly part: string; readonly counts: PartCounts }
  | { readonly name: 'claim' }
  | { readonly name: 'remind' | 'escalate'; readonly remindAfterMs?: number | undefined }
  /** New content: earlier approvals were for something else, so they are void. */
  | ({
      readonly name: 'edit' | 'rebase';
      readonly person: Person;
      readonly content: Content;
    } & Reminding)
  /** Another time for the same change. `voided`: why approvals do not count at that time. */
  | ({
      readonly name: 'move';
      readonly person: Person;
      readonly content: Content;
      readonly voided: VoidedBy | undefined;
    } & Reminding)
  | ({
      readonly name: 'retry';
      readonly decision: Decision;
      readonly needed: Needed;
      readonly found?: Found | undefined;
      readonly expiresAtMs: number;
    } & Reminding)
  /** Nobody has signed off a break-glass yet. */
  | { readonly name: 'ask_review' }
  /** Somebody else has signed it off, with a note. */
  | { readonly name: 'after_review'; readonly review: AfterReview }
  /** The PUT is about to be sent; `before` is the task as it was read for it. */
  | {
      readonly name: 'send';
      readonly before: RelayTask;
      readonly changedSources?: readonly ChangedSource[];
    }
  | ({ readonly name: 'succeed' | 'fail' | 'lose' | 'drift'; readonly outcome: Outcome } & Guarded)
  /** Before its run, it has become worse than what was approved; it will be held back if that does not change. */
  | { readonly name: 'worsen'; readonly ahead: FoundAhead }
  /** It is as approved again. */
  | { readonly name: 'mend' }
  /**
   * Viewers would lose more than was approved, or files have changed: nothing is sent, and it must be approved again.
   */
  | ({
      readonly name: 'hold_back';
      readonly found: Found;
      readonly changedSources: readonly ChangedSource[];
    } & Pick<ChangeRequest, 'policy' | 'expiresAtMs'> &
      Reminding)
  /** What this link builds on did not happen: somebody has to look at it before it can run. */
  | ({ readonly name: 'hold_link'; readonly held: Held; readonly expiresAtMs: number } & Reminding)
  /** It was to undo a change that will not happen. */
  | { readonly name: 'cancel'; readonly held: Held }
  /** The store lost the mark of a running request: `lost` is the request as that run marked it. */
  | { readonly name: 'recover'; readonly lost: ChangeRequest }
  /** A PUT without a reply has taken effect after all. `outcome`: what the task was found to hold. */
  | ({
      readonly name: 'late_effect';
      readonly outcome: Outcome;
      readonly over?: string | undefined;
    } & Guarded)
  /** The PUT of another request took effect late and undid this one. */
  | { readonly name: 'overwritten'; readonly by: string }
  | { readonly name: 'ask'; readonly question: Question }
  /** The requester answers the question at that index, from 0. */
  | { readonly name: 'answer'; readonly index: number; readonly answer: Answer }
  | StreamNews;

/** Whether this happens to a part because it happened to its batch. */
interface WithBatch {
  readonly withBatch?: true | undefined;
}

/** For how long its stream is checked once a change is applied, in milliseconds; undefined: not at all. */
export interface Guarded {
  readonly guardMs?: number | undefined;
}

/** When those who decide are reminded, and when the second line is pinged, in milliseconds. */
export interface Reminding {
  readonly remindAfterMs?: number | undefined;
  readonly escalateAfterMs?: number | undefined;
}

/** What its approvers are shown: findings, and the effects that follow from them. */
export type Found = Omit<Findings, 'parts'> & Pick<ChangeRequest, 'effects' | 'batch'>;

/** What it needs today: never less than what the request itself says. */
export type Needed = Pick<PolicySnapshot, 'quorum' | 'slots' | 'holdMs'>;

/** What the digest of a request covers. */
export type Content = Pick<
  ChangeRequest,
  | 'base'
  | 'change'
  | 'payload'
  | 'digest'
  | 'effects'
  | 'reason'
  | 'called'
  | 'policy'
  | 'expiresAtMs'
  | 'applyAtMs'
  | 'after'
  | 'wayBack'
  | 'pins'
  | 'rivals'
  | 'known'
>;
