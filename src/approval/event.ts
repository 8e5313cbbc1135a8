import type { ChangeRequest, Decision, Outcome, Person } from './change-request.ts';

/** What can happen to a request after it was submitted. */
export type Event =
  | {
      readonly name: 'approve' | 'reject';
      readonly decision: Decision;
      /** How many approvals it takes today; the request's own quorum is the least. */
      readonly quorum: number;
    }
  | { readonly name: 'withdraw'; readonly person: Person }
  | { readonly name: 'expire' }
  | { readonly name: 'claim' }
  | { readonly name: 'remind' | 'escalate'; readonly remindAfterMs?: number }
  /** Another content: earlier approvals were for something else, so they are void. */
  | { readonly name: 'edit' | 'rebase'; readonly person: Person; readonly content: Content }
  | {
      readonly name: 'retry';
      readonly decision: Decision;
      readonly quorum: number;
      readonly expiresAtMs: number;
    }
  | { readonly name: 'send' }
  | { readonly name: 'succeed' | 'fail' | 'lose' | 'drift'; readonly outcome: Outcome };

/** What a request is about; the digest stands for all of it. */
export type Content = Pick<
  ChangeRequest,
  'base' | 'change' | 'payload' | 'digest' | 'reason' | 'policy' | 'expiresAtMs' | 'applyAtMs'
>;
