/**
 * - `show`: bring what people see in line with the store
 * - `execute`: carry out an approved request, or take over one that a dead replica was applying
 * - `expire`: the deadline has come
 * - `settle`: find out by reading what became of an unconfirmed one
 * - `remind`, `escalate`: nobody has decided yet
 * - `ask_review`: nobody has reviewed a break-glass yet
 * - `look`: something is looked at again later, see `look.ts`
 * - `follow`: what is built on it may have to know, and its way back becomes a request of its own, see `follow.ts`
 * - `batch`: parts of a batch begin, or end with it, see `run-batch.ts`
 */
export const ENTRY_KINDS = [
  'show',
  'execute',
  'expire',
  'settle',
  'remind',
  'escalate',
  'ask_review',
  'look',
  'follow',
  'batch',
] as const;

export interface OutboxEntry {
  readonly kind: (typeof ENTRY_KINDS)[number];
  /** Id of the request; for `look` what is looked at, as `toLookName` writes it. */
  readonly request: string;
}
