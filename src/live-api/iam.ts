import { z } from 'zod';
import type { FailureReason } from '../relay/failure-reason.ts';
import type { Failure } from '../relay/live-api.ts';
import { credentialsFailure } from './auth.ts';
import { failureFrom, headOf, isHeadTooLong, statusOf } from './failure.ts';
import { createHttp, type Fetch, type HttpAnswer } from './http.ts';
import type { Log, OnCall } from './log.ts';
import type { Redact } from '../text/redaction.ts';
import { isRepeatableRead, type Pace, REAL_PACE, withRetries } from './retries.ts';

/** IAM answers within a second; a call that needs a token waits for it. */
const TOKEN_TIMEOUT_MS = 5_000;
/** For an answer whose `expires_at` cannot be read: short, since a dead token is renewed anyway. */
const ASSUMED_LIFE_MS = 60 * 60_000;

export interface Credentials {
  /** The account's name. */
  readonly domain: string;
  readonly user: string;
  readonly password: string;
}

/** `isRejected`: IAM rejected the credentials, so trying them again may lock the user. */
export type SignIn =
  | { readonly ok: true; readonly token: string; readonly endsAtMs: number }
  | { readonly ok: false; readonly failure: Failure; readonly isRejected: boolean };

export interface IamOptions {
  /** Base URL of IAM, in the region of the endpoint: a token is for the region it came from. */
  readonly iam: string;
  readonly projectId: string;
  readonly now: () => number;
  readonly log: Log;
  readonly sleep?: Pace['sleep'];
  readonly random?: () => number;
  readonly fetch?: Fetch;
  readonly onCall?: OnCall;
  readonly timeoutMs?: number;
}

/**
 * `POST /v3/auth/tokens`: a token for a user, scoped to the project. Tried up to three times while IAM is unavailable
 * or throttles, never again once it has rejected the credentials.
 */
export function createSignIn(
  options: IamOptions & { readonly redact: Redact },
): (credentials: Credentials) => Promise<SignIn> {
  const { now, redact } = options;
  const pace = { ...REAL_PACE, ...options };
  const once = createTokenCall(options);
  return async (credentials) => {
    const answer = await withRetries(
      async () => await once(credentials),
      (each) => tokenOf(each) === undefined && isRepeatableRead(each),
      pace,
    );
    const token = tokenOf(answer);
    if (token !== undefined) return { ok: true, token, endsAtMs: endOf(answer, now()) };
    return { ok: false, ...refusalFrom(answer, redact) };
  };
}

/** An IAM that is unavailable or busy says nothing about the credentials. */
function refusalFrom(answer: HttpAnswer, redact: Redact) {
  const failure = failureFrom(answer, redact);
  const because: FailureReason | undefined = isHeadTooLong(answer)
    ? { is: 'token_too_long' }
    : failure.reason;
  const reason: FailureReason = { is: 'sign_in_failed', because };
  const isRejected = !isRepeatableRead(answer) && (statusOf(answer) ?? 0) >= 400;
  return {
    failure: isRejected ? credentialsFailure(reason, failure) : { ...failure, reason },
    isRejected,
  };
}

function createTokenCall(options: IamOptions & { readonly redact: Redact }) {
  const { iam, projectId, now, log, redact, onCall, timeoutMs = TOKEN_TIMEOUT_MS } = options;
  const send = createHttp(options.fetch);
  // Any value of `nocatalog` leaves out a list of every endpoint, some 20 kB.
  const url = `${iam.replace(/\/+$/, '')}/v3/auth/tokens?nocatalog=true`;

  return async (credentials: Credentials): Promise<HttpAnswer> => {
    const startedMs = now();
    const answer = await send({
      method: 'POST',
      url,
      headers: { 'Content-Type': 'application/json;charset=utf8', Accept: 'application/json' },
      body: JSON.stringify(tokenRequest(credentials, projectId)),
      timeoutMs,
    });
    const ms = now() - startedMs;
    const status = statusOf(answer);
    const errorCode = failureFrom(answer, redact).error_code;
    onCall?.({ method: 'TOKEN', status, errorCode, ms });
    log.debug('IAM call', { status, ms });
    return answer;
  };
}

function tokenRequest({ domain, user, password }: Credentials, projectId: string) {
  return {
    auth: {
      identity: {
        methods: ['password'],
        password: { user: { name: user, password, domain: { name: domain } } },
      },
      scope: { project: { id: projectId } },
    },
  };
}

/** The token is in a header, so a 2xx is a success whatever its body holds. */
function tokenOf(answer: HttpAnswer): string | undefined {
  const { status = 0, headers } = headOf(answer) ?? {};
  const token = headers?.get('x-subject-token')?.trim();
  return status >= 200 && status < 300 && token ? token : undefined;
}

const tokenBodySchema = z.object({ token: z.object({ expires_at: z.string() }) });

/** When the token ends, in epoch ms; `expires_at` is UTC with microseconds. */
function endOf(answer: HttpAnswer, nowMs: number): number {
  const body = answer.kind === 'json' ? tokenBodySchema.safeParse(answer.json).data : undefined;
  const stated = Date.parse(body?.token.expires_at ?? '');
  return Number.isNaN(stated) ? nowMs + ASSUMED_LIFE_MS : stated;
}
