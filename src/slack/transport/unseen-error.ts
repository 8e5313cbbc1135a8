/** The result of a submission could not be shown, so its modal still says that it is loading. */
export class UnseenError extends Error {
  override readonly name = 'UnseenError';
  /** Bolt wraps every error that has no code. */
  readonly code = 'relaydesk_unseen';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
