import type { UnreachableReason } from '#src/relay/source-check.ts';

/** A visit to a media server ends here, for a reason that can be told. */
export class VisitError extends Error {
  override readonly name = 'VisitError';
  readonly why: UnreachableReason;

  constructor(why: UnreachableReason) {
    super(why);
    this.why = why;
  }
}
