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
import type { PartCounts } from './part.ts';
import type { StreamNews } from './stream-proof.ts';

/** What can happen to a request after it was submitted. */
export type Event =
  | ({
      readonly name: 'approve' | 'reject';
      readonly decision: Decision;
      readonly needed: Needed;
      /** What is known from outside and what follows from it, for an approval. */
      readonly found?: Found | undefined;
    } & WithBatch)
  | ({ readonly name: 'withdraw'; readonly person: Person } & WithBatch)
  | ({ readonly name: 'expire' } & WithBatch)
  /** The batch that it is a part of has been approved, and it is its turn. */
  | { readonly name: 'approve_part'; readonly decisions: readonly Decision[] }
  /** Its parts begin to run, and have ended: all applied, or not all. */
  | { readonly name: 'begin' }
  | { readonly name: 'all_done' | 'some_failed'; readonly counts: PartCounts }
  /** The stream of a part was there before its change and is not there after it. */
  | { readonly name: 'part_gone'; readonly part: string }
  | { readonly name: 'claim' }
  | { readonly name: 'remind' | 'escalate'; readonly remindAfterMs?: number | undefined }
  /** Another content: earlier approvals were for something else, so they are void. */
  | { readonly name: 'edit' | 'rebase'; readonly person: Person; readonly content: Content }
  | {
      readonly name: 'retry';
      readonly decision: Decision;
      readonly needed: Needed;
      readonly found?: Found | undefined;
      readonly expiresAtMs: number;
    }
  /** Nobody has reviewed a break-glass yet. */
  | { readonly name: 'ask_review' }
  /** Somebody else has reviewed it, with a note. */
  | { readonly name: 'after_review'; readonly review: AfterReview }
  /** The PUT is about to leave; `before` is the task as it was read for it. */
  | {
      readonly name: 'send';
      readonly before: RelayTask;
      readonly changedSources?: readonly ChangedSource[];
    }
  | ({ readonly name: 'succeed' | 'fail' | 'lose' | 'drift'; readonly outcome: Outcome } & Guarded)
  /** Ahead of its run it is not what was approved any more; it will be held back if it stays so. */
  | { readonly name: 'worsen'; readonly ahead: FoundAhead }
  /** And it is that again. */
  | { readonly name: 'mend' }
  /** Viewers would lose more than was approved, or other files: nothing is sent, and it must be approved again. */
  | ({
      readonly name: 'hold_back';
      readonly found: Found;
      readonly changedSources: readonly ChangedSource[];
    } & Pick<ChangeRequest, 'policy' | 'expiresAtMs'> &
      Reminding)
  /** What this link was built on did not happen: it cannot run before it is looked at. */
  | { readonly name: 'hold_link'; readonly held: Held; readonly expiresAtMs: number }
  /** It was to set back a change that is not going to happen. */
  | { readonly name: 'cancel'; readonly held: Held }
  /** The store lost the mark of a run that goes on: `lost` is the request as that run marked it. */
  | { readonly name: 'recover'; readonly lost: ChangeRequest }
  /** A PUT whose answer was lost has taken effect after all. `outcome`: what the task was found to hold. */
  | ({
      readonly name: 'late_effect';
      readonly outcome: Outcome;
      readonly over?: string | undefined;
    } & Guarded)
  /** The PUT of another request took effect late and undid this one. */
  | { readonly name: 'overwritten'; readonly by: string }
  /** Somebody who may decide asks the requester something. */
  | { readonly name: 'ask'; readonly question: Question }
  /** The requester answers the question at that place, from 0. */
  | { readonly name: 'answer'; readonly index: number; readonly answer: Answer }
  | StreamNews;

/** Whether that happens to a part because it happened to its batch. */
interface WithBatch {
  readonly withBatch?: true | undefined;
}

/** For how long its stream is looked at once a change is applied, in milliseconds; undefined: not at all. */
export interface Guarded {
  readonly guardMs?: number | undefined;
}

/** When those who decide are told again, and when the second line is called, in milliseconds. */
export interface Reminding {
  readonly remindAfterMs?: number | undefined;
  readonly escalateAfterMs?: number | undefined;
}

/** What its approvers know of it from then on. */
export type Found = Findings & Pick<ChangeRequest, 'effects'>;

/** What it takes today: never less than what the request itself carries. */
export type Needed = Pick<PolicySnapshot, 'quorum' | 'slots' | 'holdMs'>;

/** What a request is about; the digest stands for all of it. */
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
