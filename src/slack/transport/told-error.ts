/** A failure of which the person was told already, where they look. `cause` is what failed. */
export class ToldError extends Error {
  override readonly name = 'ToldError';
  /** Bolt wraps every error that has no code. */
  readonly code = 'relaydesk_told';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
