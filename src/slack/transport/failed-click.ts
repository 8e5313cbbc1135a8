/** A failure of a click that Bolt passes on as it is: Bolt wraps every error that has no code. */
abstract class FailedClick extends Error {
  abstract readonly code: string;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** A failure that the person has already been told about, where they are looking. */
export class ToldError extends FailedClick {
  override readonly name = 'ToldError';
  override readonly code = 'relaydesk_told';
}

/** The result of a submission could not be shown, so its modal still says that it is loading. */
export class UnseenError extends FailedClick {
  override readonly name = 'UnseenError';
  override readonly code = 'relaydesk_unseen';
}
