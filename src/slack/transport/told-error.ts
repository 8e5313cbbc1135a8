/** A failure of which the person was told already, where they look. `cause` is what failed. */
export class ToldError extends Error {
  override readonly name = 'ToldError';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
