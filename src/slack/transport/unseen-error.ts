/** What a submission led to could not be shown, so that its window still says that it is loading. `cause` is what failed. */
export class UnseenError extends Error {
  override readonly name = 'UnseenError';
  /** Bolt wraps every error that has no code. */
  readonly code = 'relaydesk_unseen';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
