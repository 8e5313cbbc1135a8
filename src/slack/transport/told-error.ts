/** A failure that the person has already been told about, where they are looking. */
export class ToldError extends Error {
  override readonly name = 'ToldError';
  /** Bolt wraps every error that has no code. */
  readonly code = 'relaydesk_told';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
