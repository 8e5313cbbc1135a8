import type { FailureReason } from '../relay/failure-reason.ts';
import type { Failure } from '../relay/live-api.ts';
import type { SignableRequest } from './signer.ts';

/** A value, or a function that reads it each time: a secret file may rotate meanwhile. */
export type Value = string | (() => string);

export function valueOf(value: Value): string {
  return typeof value === 'string' ? value : value();
}

/** How one project signs in. */
export interface LiveAuth {
  /** Headers that make a request one of ours, or why there are none. `host` is `name[:port]`. */
  readonly authorise: (
    request: SignableRequest & { readonly host: string },
  ) => Promise<Authorised | { readonly ok: false; readonly failure: Failure }>;
  /** What must never be seen, for the redaction. */
  readonly secrets: () => readonly string[];
}

interface Authorised {
  readonly ok: true;
  readonly headers: Readonly<Record<string, string>>;
  /** Any answer but a 401 came back. */
  readonly accepted: () => void;
  /** A 401 came back. `renewed`: the next call has other credentials, so this one is worth one more try. */
  readonly rejected: (failure: Failure) => 'renewed' | 'final';
}

/**
 * A 401 by status that was not about the credentials: permission, arrears, project. Holding them back
 * would only hide the reason.
 */
export const CREDENTIALS_WERE_RIGHT: ReadonlySet<string | undefined> = new Set([
  'LIVE.100011003',
  'LIVE.100011014',
  'LIVE.100011015',
]);

export function credentialsFailure(reason: FailureReason, more: Partial<Failure> = {}): Failure {
  return { ...more, kind: 'credentials', reason };
}
