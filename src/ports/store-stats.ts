import type { State } from '#src/approval/record/change-request.ts';

/** How much the store holds; reading this takes the same time for any amount. */
export interface StoreStats {
  readonly open: readonly {
    readonly state: State;
    readonly count: number;
    /** When the oldest was made, in epoch milliseconds. */
    readonly oldestMs: number | undefined;
  }[];
  readonly closed: number;
  readonly outbox: {
    readonly entries: number;
    /** How long the oldest has been there, in milliseconds; 0 when it is empty. */
    readonly oldestAgeMs: number;
    /** How long the oldest untaken one has waited, in milliseconds; 0 when all are taken. */
    readonly untakenAgeMs: number;
    readonly timers: number;
    /** Dead letters. */
    readonly aside: number;
  };
  readonly audit: { readonly lines: number; readonly head: string | undefined };
}
