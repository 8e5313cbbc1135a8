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
  /** Headers that authenticate a request, or why there are none. `host` is `name[:port]`. */
  readonly authorise: (
    request: SignableRequest & { readonly host: string },
  ) => Promise<Authorised | { readonly ok: false; readonly failure: Failure }>;
  /** Values to redact. */
  readonly secrets: () => readonly string[];
}

interface Authorised {
  readonly ok: true;
  readonly headers: Readonly<Record<string, string>>;
  /** To be called after any answer but a 401. */
  readonly accepted: () => void;
  /** To be called after a 401. `renewed`: the next call has other credentials, so another try may succeed. */
  readonly rejected: (failure: Failure) => 'renewed' | 'final';
}

/**
 * Codes of 401s that are not about the credentials but about permissions, arrears or the project. Holding back
 * further calls would only hide the reason.
 */
export const CREDENTIALS_WERE_RIGHT: ReadonlySet<string | undefined> = new Set([
  'LIVE.100011003',
  'LIVE.100011014',
  'LIVE.100011015',
]);

export function credentialsFailure(reason: FailureReason, more: Partial<Failure> = {}): Failure {
  return { ...more, kind: 'credentials', reason };
}
