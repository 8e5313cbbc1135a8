import ky, { isTimeoutError } from 'ky';

/** One HTTP request. `timeoutMs` covers everything from connecting to the last byte of the body. */
export interface HttpRequest {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
}

/** What came of one request. Nothing is thrown: each of these is an expected end. */
export type HttpAnswer =
  | { readonly kind: 'json'; readonly head: AnswerHead; readonly json: unknown }
  /** Not JSON, empty, cut off or too large. `text` is as much of it as was read. */
  | {
      readonly kind: 'unreadable';
      readonly head: AnswerHead;
      readonly why: 'not_json' | 'empty' | 'cut' | 'too_large';
      readonly text: string;
    }
  | { readonly kind: 'timeout'; readonly head?: AnswerHead }
  /** `neverSent`: no byte of the request can have left, since there was no connection. */
  | { readonly kind: 'network'; readonly neverSent: boolean; readonly code?: string };

interface AnswerHead {
  readonly status: number;
  readonly headers: Headers;
}

export type Fetch = typeof fetch;
export type SendHttp = (request: HttpRequest) => Promise<HttpAnswer>;

/** A page of 100 tasks with ordinary URLs is some 100 kB; more than this is not an answer. */
const LARGEST_BODY_BYTES = 2 * 1024 * 1024;

/**
 * One try over ky, without its retries: whether a call may be sent again depends on the error code
 * in the body and on whether it is a write, and ky decides by status and method. Redirects are not
 * followed, since a signature or a token is for one host.
 */
export function createHttp(options: { readonly fetch?: Fetch }): SendHttp {
  const client = ky.create({
    retry: 0,
    throwHttpErrors: false,
    redirect: 'manual',
    ...(options.fetch && { fetch: options.fetch }),
  });
  return async ({ method, url, headers, body, timeoutMs }) => {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeoutMs);
    let head: AnswerHead | undefined;
    try {
      const response = await client(url, {
        method,
        headers: { ...headers },
        ...(body !== undefined && { body }),
        signal: deadline.signal,
        timeout: timeoutMs,
      });
      head = { status: response.status, headers: response.headers };
      return await readAnswer(response, head, deadline.signal);
    } catch (error) {
      if (deadline.signal.aborted || isTimeoutError(error)) {
        return { kind: 'timeout', ...(head && { head }) };
      }
      return networkAnswer(error);
    } finally {
      clearTimeout(timer);
    }
  };
}

async function readAnswer(
  response: Response,
  head: AnswerHead,
  deadline: AbortSignal,
): Promise<HttpAnswer> {
  const { text, end } = await readText(response, deadline);
  if (end === 'timeout') return { kind: 'timeout', head };
  if (end !== 'complete') return { kind: 'unreadable', head, why: end, text };
  if (text.trim() === '') return { kind: 'unreadable', head, why: 'empty', text };
  try {
    const json: unknown = JSON.parse(text);
    return { kind: 'json', head, json };
  } catch {
    return { kind: 'unreadable', head, why: 'not_json', text };
  }
}

async function readText(
  response: Response,
  deadline: AbortSignal,
): Promise<{ text: string; end: 'complete' | 'cut' | 'too_large' | 'timeout' }> {
  if (response.body === null) return { text: '', end: 'complete' };
  const reader = response.body.getReader();
  const stop = () => void reader.cancel().catch(() => undefined);
  deadline.addEventListener('abort', stop, { once: true });
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (deadline.aborted) return { text, end: 'timeout' };
      if (done) return { text: text + decoder.decode(), end: 'complete' };
      bytes += value.byteLength;
      text += decoder.decode(value, { stream: true });
      if (bytes > LARGEST_BODY_BYTES) return { text, end: 'too_large' };
    }
  } catch {
    return { text, end: deadline.aborted ? 'timeout' : 'cut' };
  } finally {
    deadline.removeEventListener('abort', stop);
    stop();
  }
}

/** No connection came to be: refused, no such name, or a certificate that was not accepted. */
const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

function networkAnswer(error: unknown): HttpAnswer {
  const faults = faultsOf(error);
  const neverSent = faults.length > 0 && faults.every((fault) => fault.noConnection);
  return { kind: 'network', neverSent, ...(faults[0] && { code: faults[0].code }) };
}

/** Node's codes along the chain of causes; a host with several addresses fails once for each. */
function faultsOf(error: unknown, depth = 0): { code: string; noConnection: boolean }[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  // EHOSTUNREACH and the like can also end a connection that stood: only the system call tells.
  const whileConnecting = 'syscall' in error && error.syscall === 'connect';
  const own = code ? [{ code, noConnection: whileConnecting || NO_CONNECTION.has(code) }] : [];
  const inner: unknown[] = error instanceof AggregateError ? error.errors : [error.cause];
  return [...own, ...inner.flatMap((cause) => faultsOf(cause, depth + 1))];
}
