/** Why approvals no longer count after a move. */
export type VoidedBy =
  /** What is sent at the new time is something else. */
  | 'payload'
  /** Viewers would lose more at the new time. */
  | 'effects'
  /** The policy asks for more, or for other people, at the new time. */
  | 'policy';

/** A request that was moved to another time. Times are in Unix milliseconds. */
export interface Move {
  readonly atMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** When its way back was to run, and is to run now; undefined if that has not moved. */
  readonly back?: { readonly fromMs: number; readonly toMs: number } | undefined;
  /** Undefined: there were no approvals, or they still count. */
  readonly voided?: VoidedBy | undefined;
}
