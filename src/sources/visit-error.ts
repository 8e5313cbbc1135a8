import type { UnreachableReason } from '#src/relay/source-check.ts';

/** Ends a visit to a media server, with a reason for people. */
export class VisitError extends Error {
  override readonly name = 'VisitError';
  readonly why: UnreachableReason;

  constructor(why: UnreachableReason) {
    super(why);
    this.why = why;
  }
}
