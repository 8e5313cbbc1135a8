import { gatewayDigits } from '../relay/error-catalogue.ts';
import type { Failure } from '../relay/live-api.ts';
import type { LiveAuth } from './auth.ts';
import { errorCodeOf, failureFrom, requestIdOf, statusOf } from './failure.ts';
import { createGate } from '#src/basics/gate.ts';
import { createHttp, type Fetch, type HttpAnswer, type HttpRequest } from './http.ts';
import type { Log, OnCall, OnGate } from './log.ts';
import type { Redact } from '../text/redaction.ts';
import { canonicalQuery, type SignableRequest } from './signer.ts';

/** A call to the path of a service. */
interface LiveRequest {
  readonly method: 'GET' | 'PUT';
  readonly query?: SignableRequest['query'];
  readonly body?: string | undefined;
  /** Not sent after this moment (epoch ms): waiting in line, signing in and pauses take time. */
  readonly notAfterMs?: number;
}

export type LiveCall = (request: LiveRequest) => Promise<HttpAnswer>;

/** Reads take well under a second, and somebody is looking at a loading form. */
const GET_TIMEOUT_MS = 5_000;
/**
 * After a write that times out, the task has to be read to see whether it took effect, so writes get twice the time.
 */
const PUT_TIMEOUT_MS = 10_000;
/** No limit is published for relay tasks. Four is polite, and below the six failures that lock a key. */
const CALLS_AT_A_TIME = 4;

/** The services that are called: the path below the project, and the name that reads are counted under. */
const SERVICES = {
  tasks: { path: 'pull/stream/task', read: 'GET' },
  streams: { path: 'realtime/streams', read: 'STREAMS' },
} as const;

export interface Timeouts {
  readonly getMs: number;
  readonly putMs: number;
}

export interface LiveCallOptions {
  readonly service: keyof typeof SERVICES;
  readonly project: {
    readonly name: string;
    readonly projectId: string;
    readonly endpoint: string;
  };
  readonly auth: LiveAuth;
  readonly redact: Redact;
  readonly now: () => number;
  readonly log: Log;
  readonly fetch?: Fetch;
  readonly onCall?: OnCall;
  readonly onGate?: OnGate | undefined;
  readonly timeouts?: Timeouts;
}

/** One authorised call: signed or with a token, counted, and repeated once if the token was renewed. */
export function createLiveCall(options: LiveCallOptions): LiveCall {
  const { auth } = options;
  const inTurn = createGate(CALLS_AT_A_TIME, options.onGate);
  const base = urlOf(options);
  const sendOne = createSend(options, base);

  async function once(request: LiveRequest): Promise<{ answer: HttpAnswer; isRenewed: boolean }> {
    const authorised = await auth.authorise({
      ...request,
      host: base.host,
      path: decodeURIComponent(base.pathname),
      query: request.query ?? [],
      headers: request.body === undefined ? {} : { 'Content-Type': 'application/json' },
    });
    const isLate = options.now() > (request.notAfterMs ?? Infinity);
    if (!authorised.ok || isLate) {
      const failure = authorised.ok ? TOO_LATE : authorised.failure;
      return { answer: { kind: 'not_made', failure }, isRenewed: false };
    }
    const answer = await sendOne(request, authorised.headers);
    const status = statusOf(answer);
    if (status === 401) {
      const isRenewed = authorised.rejected(failureFrom(answer, options.redact)) === 'renewed';
      return {
        answer,
        isRenewed: isRenewed && (request.method === 'GET' || isTokenRefused(answer)),
      };
    }
    // A 429 or a 5xx may be sent before the credentials are checked.
    if (status !== undefined && status < 500 && status !== 429) authorised.accepted();
    return { answer, isRenewed: false };
  }

  // Authorised only once its turn comes: a key that was refused meanwhile stops the calls that
  // waited.
  return async (request) => {
    const first = await inTurn(async () => await once(request));
    return first.isRenewed ? (await inTurn(async () => await once(request))).answer : first.answer;
  };
}

/**
 * The gateway's codes for a token that is dead (0301) or must be renewed (0307). It did not pass the call on, so even
 * a write may be sent again.
 */
function isTokenRefused(answer: HttpAnswer): boolean {
  return ['0301', '0307'].includes(gatewayDigits(errorCodeOf(answer)) ?? '');
}

const TOO_LATE: Failure = { kind: 'timeout', reason: { is: 'turn_too_late' } };

function urlOf({ service, project: { endpoint, projectId } }: LiveCallOptions): URL {
  const project = encodeURIComponent(projectId);
  return new URL(`${endpoint.replace(/\/+$/, '')}/v1/${project}/${SERVICES[service].path}`);
}

/** Sends one request with its timeout, counts it and logs it. */
function createSend(options: LiveCallOptions, base: URL) {
  const { service, project, redact, now, log, onCall } = options;
  const timeouts = options.timeouts ?? { getMs: GET_TIMEOUT_MS, putMs: PUT_TIMEOUT_MS };
  const send = createHttp(options.fetch);

  return async (request: LiveRequest, headers: HttpRequest['headers']): Promise<HttpAnswer> => {
    const { method, query = [], body } = request;
    const startedMs = now();
    const answer = await send({
      method,
      url: query.length === 0 ? base.href : `${base.href}?${canonicalQuery(query)}`,
      headers: { ...headers, Accept: 'application/json' },
      body,
      timeoutMs: method === 'GET' ? timeouts.getMs : timeouts.putMs,
    });
    const ms = now() - startedMs;
    const status = statusOf(answer);
    const failure = isSuccess(answer) ? undefined : failureFrom(answer, redact);
    const errorCode = failure?.error_code;
    onCall?.({ method: method === 'GET' ? SERVICES[service].read : method, status, errorCode, ms });
    const fields = { project: project.name, service, method, ms };
    if (failure) log.warn('Live API call failed.', { ...fields, ...failure });
    else {
      const requestId = redact(requestIdOf(answer) ?? '');
      log.debug('Live API call', { ...fields, status, request_id: requestId });
    }
    return answer;
  };
}

/** A 2xx with a JSON body, whatever the JSON says. */
export function isSuccess(answer: HttpAnswer): answer is HttpAnswer & { readonly kind: 'json' } {
  return answer.kind === 'json' && answer.head.status >= 200 && answer.head.status < 300;
}
