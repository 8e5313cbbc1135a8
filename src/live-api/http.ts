import ky from 'ky';
import { fromJson } from '#src/basics/from-json.ts';
import { given } from '#src/basics/given.ts';
import type { Failure } from '../relay/live-api.ts';
import { fetchOnce, NeverConnectedError } from './one-shot-fetch.ts';

/** One HTTP request. `timeoutMs` covers everything from connecting to the last byte of the body. */
export interface HttpRequest {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly timeoutMs: number;
}

/** The result of one request. Nothing is thrown: each of these is an expected outcome. */
export type HttpAnswer =
  | { readonly kind: 'json'; readonly head: AnswerHead; readonly json: unknown }
  /** Not JSON, empty, cut off or too large. `text` is what was read of it. */
  | {
      readonly kind: 'unreadable';
      readonly head: AnswerHead;
      readonly why: 'not_json' | 'empty' | 'cut' | 'too_large';
      readonly text: string;
    }
  | { readonly kind: 'timeout'; readonly head?: AnswerHead | undefined }
  /** `neverSent`: no byte of the request can have left, since there was no connection. `code` is Node's. */
  | { readonly kind: 'network'; readonly neverSent: boolean; readonly code: string | undefined }
  /** There were no credentials for it, or its time had passed. */
  | { readonly kind: 'not_made'; readonly failure: Failure };

interface AnswerHead {
  readonly status: number;
  readonly headers: Headers;
}

export type Fetch = typeof fetch;
export type SendHttp = (request: HttpRequest) => Promise<HttpAnswer>;

/** A page of 100 tasks with ordinary URLs is some 100 kB; a larger body is no answer of the API. */
const LARGEST_BODY_BYTES = 2 * 1024 * 1024;

/**
 * One attempt with ky, without its retries and with a `fetch` that has none either: whether a call may be sent again
 * depends on the error code in the body and on whether it is a write, and ky decides by status and method. Redirects
 * are not followed, since a signature or a token is meant for one host.
 */
export function createHttp(fetch: Fetch = fetchOnce): SendHttp {
  const client = ky.create({
    retry: 0,
    // The deadline below covers the body as well.
    timeout: false,
    throwHttpErrors: false,
    redirect: 'manual',
    fetch,
  });
  return async ({ method, url, headers, body, timeoutMs }) => {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeoutMs);
    let head: AnswerHead | undefined;
    try {
      const response = await client(url, {
        method,
        headers: { ...headers },
        ...given({ body }),
        signal: deadline.signal,
      });
      head = { status: response.status, headers: response.headers };
      return await readAnswer(response, head, deadline.signal);
    } catch (error) {
      const answer = networkAnswer(error);
      const isLate = deadline.signal.aborted && !answer.neverSent;
      return isLate ? { kind: 'timeout', head } : answer;
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
  const json = fromJson(text);
  return json === undefined
    ? { kind: 'unreadable', head, why: 'not_json', text }
    : { kind: 'json', head, json };
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

function networkAnswer(error: unknown): HttpAnswer & { readonly kind: 'network' } {
  const causes = causesOf(error);
  const neverSent = causes.some((cause) => cause instanceof NeverConnectedError);
  const code = causes.map(codeOf).find((each) => each !== undefined);
  return { kind: 'network', neverSent, code };
}

function causesOf(error: unknown, depth = 0): readonly Error[] {
  if (!(error instanceof Error) || depth > 5) return [];
  return [error, ...causesOf(error.cause, depth + 1)];
}

/** Node's code of an error, such as ECONNRESET. */
function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
