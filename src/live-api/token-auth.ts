import type { Failure } from '../relay/live-api.ts';
import {
  CREDENTIALS_WERE_RIGHT,
  credentialsFailure,
  type LiveAuth,
  type Value,
  valueOf,
} from './auth.ts';
import { createHold, HOLD_MS, isoTime } from './hold.ts';
import { type Credentials, createSignIn, type IamOptions } from './iam.ts';
import type { OnHold } from './log.ts';
import { createRedaction } from '../text/redaction.ts';

/** A token lives 24 hours. Renewing early leaves time to ride out an outage of IAM. */
const RENEW_BEFORE_END_MS = 30 * 60_000;
/** Between two attempts at renewal while the old token still works, and the shortest time that a token is used. */
const RENEWAL_PAUSE_MS = 60_000;
/** The password and token in use and a few previous ones, which answers may still mention. */
const SECRETS_KEPT = 6;

interface Token {
  readonly value: string;
  readonly endsAtMs: number;
  readonly renewAtMs: number;
}

type Held =
  | { readonly ok: true; readonly token: Token }
  | { readonly ok: false; readonly failure: Failure };

export interface TokenAuthOptions extends IamOptions {
  readonly domain: Value;
  readonly user: Value;
  readonly password: Value;
  readonly onHold?: OnHold;
}

/**
 * Signs in at IAM as a user with a password and keeps the token, scoped to the project. Concurrent calls share one
 * fetch of a token. A token that is refused with a 401 is dropped, and the next call signs in again. If the new token
 * is refused as well, the cause is another one (arrears, another region), and nobody signs in again for 5 minutes.
 */
export function createTokenAuth(options: TokenAuthOptions): LiveAuth {
  const { now } = options;
  const { fetchToken, secrets } = createTokenSource(options);
  const refusals = createRefusals(options);
  let token: Token | undefined;
  let fetching: Promise<Held> | undefined;

  async function renew(): Promise<Held> {
    const old = token;
    const result = await fetchToken();
    if (result.ok) {
      token = result.token;
      return result;
    }
    // After a failed renewal the old token is used until it ends or is refused.
    if (old === undefined || old !== token || now() >= old.endsAtMs) return result;
    token = { ...old, renewAtMs: now() + RENEWAL_PAUSE_MS };
    return { ok: true, token };
  }

  async function currentToken(): Promise<Held> {
    if (token && now() < token.renewAtMs) return { ok: true, token };
    fetching ??= renew().finally(() => {
      fetching = undefined;
    });
    return await fetching;
  }

  return {
    secrets,
    async authorise({ headers }) {
      const refused = refusals.standing();
      if (refused) return { ok: false, failure: refused };
      const held = await currentToken();
      if (!held.ok) return held;
      const used = held.token.value;
      return {
        ok: true,
        headers: { ...headers, 'X-Auth-Token': used },
        accepted: () => {
          if (token?.value === used) refusals.over();
        },
        rejected: (failure) => {
          // Others may be refused with the same token: only the first of them drops it.
          if (token?.value !== used) return 'renewed';
          if (!refusals.mayRenew(failure)) return 'final';
          token = undefined;
          return 'renewed';
        },
      };
    },
  };
}

/** Refusals of tokens since the Live API last accepted one. */
function createRefusals({ now, log, onHold = () => undefined }: TokenAuthOptions) {
  let renewedAtMs: number | undefined;
  let held: { readonly untilMs: number; readonly failure: Failure } | undefined;
  return {
    /** Why no call may be made now; undefined: go ahead. */
    standing: () => (held && now() < held.untilMs ? held.failure : undefined),
    over(): void {
      renewedAtMs = undefined;
      if (held) onHold(0);
      held = undefined;
    },
    /**
     * Whether a refused token is worth renewing. If not, calls are held back, unless the 401 was not about the token.
     */
    mayRenew(failure: Failure): boolean {
      if (renewedAtMs === undefined || now() >= renewedAtMs + HOLD_MS) {
        renewedAtMs = now();
        return true;
      }
      if (!CREDENTIALS_WERE_RIGHT.has(failure.error_code)) {
        const untilMs = now() + HOLD_MS;
        const reason = { is: 'new_token_refused', until: isoTime(untilMs) } as const;
        held = { untilMs, failure: credentialsFailure(reason, failure) };
        log.error('A new token was refused as well; calls are held back.', { ...failure });
        onHold(untilMs);
      }
      return false;
    },
  };
}

/** Fetches tokens, and holds back for 5 minutes once IAM has rejected these credentials. */
function createTokenSource(options: TokenAuthOptions) {
  const { now, log } = options;
  const hold = createHold(now, options.onHold);
  let lastRejection: Failure | undefined;
  let secrets: readonly string[] = [];
  const keep = (secret: string): void => {
    secrets = [...new Set([secret, ...secrets])].slice(0, SECRETS_KEPT);
  };
  const signIn = createSignIn({ ...options, redact: createRedaction(() => secrets) });

  async function fetchToken(): Promise<Held> {
    const credentials = readCredentials(options);
    if (!credentials) {
      return { ok: false, failure: credentialsFailure({ is: 'password_unreadable' }) };
    }
    keep(credentials.password);
    const fingerprint = JSON.stringify(credentials);
    const heldUntilMs = hold.heldUntil(fingerprint);
    if (heldUntilMs !== undefined) {
      // Repeats what IAM said: it may have rejected the password, the permissions or the project.
      const reason = { is: 'sign_in_held', until: isoTime(heldUntilMs) } as const;
      return { ok: false, failure: credentialsFailure(reason, lastRejection) };
    }
    const result = await signIn(credentials);
    if (!result.ok) {
      if (result.isRejected) {
        hold.refused(fingerprint);
        lastRejection = result.failure;
      }
      log.error('Signing in at IAM failed.', { ...result.failure });
      return result;
    }
    keep(result.token);
    hold.accepted(fingerprint);
    log.info('Signed in at IAM.', { until: isoTime(result.endsAtMs) });
    return { ok: true, token: tokenFrom(result, now()) };
  }

  return { fetchToken, secrets: () => secrets };
}

function readCredentials({ domain, user, password }: TokenAuthOptions): Credentials | undefined {
  try {
    const read = { domain: valueOf(domain), user: valueOf(user), password: valueOf(password) };
    return read.password === '' ? undefined : read;
  } catch {
    // The error is dropped, since it may quote the content of a secret file.
    return undefined;
  }
}

function tokenFrom(signedIn: { token: string; endsAtMs: number }, nowMs: number): Token {
  const { token, endsAtMs } = signedIn;
  // With a clock ahead of IAM's, or a token that lives shorter than the margin, not every call may
  // fetch one.
  const renewAtMs = Math.max(endsAtMs - RENEW_BEFORE_END_MS, nowMs + RENEWAL_PAUSE_MS);
  return { value: token, endsAtMs, renewAtMs };
}
