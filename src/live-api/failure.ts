import { z } from 'zod';
import type { Failure } from '../relay/live-api.ts';
import type { HttpAnswer } from './http.ts';
import { excerptOf, type Mask, messageOf, printable } from './mask.ts';

/** What an answer says about an error, as it came. */
interface WireError {
  readonly code?: string;
  readonly message?: string;
}

const textOrNumber = z.union([z.string(), z.number().transform(String)]).catch('');
const errorBodySchema = z.object({
  error: z
    .object({ code: textOrNumber, message: textOrNumber, title: textOrNumber })
    .catch({ code: '', message: '', title: '' }),
  error_code: textOrNumber,
  error_msg: textOrNumber,
});

/** Codes go into metrics and decide what happens next: other text in their place is none. */
const CODE = /^[\w.-]{1,40}$/;

/**
 * The error in a body: IAM's nested `{error: {code, message, title}}` first, then the flat
 * `{error_code, error_msg}` of the Live API and the gateway. That is the order in which Huawei's own
 * SDK reads them. Both fields are missing when the body holds no error.
 */
function errorOf(json: unknown): WireError {
  const parsed = errorBodySchema.safeParse(json);
  if (!parsed.success) return {};
  const { error, error_code, error_msg } = parsed.data;
  const given = error.code || error_code;
  const code = CODE.test(given) ? given : '';
  const message = error.message || error_msg || error.title || given;
  return { ...(code !== '' && { code }), ...(message !== '' && { message }) };
}

/** The error code of an answer, if it could be read. */
export function errorCodeOf(answer: HttpAnswer): string | undefined {
  return answer.kind === 'json' ? errorOf(answer.json).code : undefined;
}

/** The status of an answer; undefined when none came. */
export function statusOf(answer: HttpAnswer): number | undefined {
  return answer.kind === 'network' ? undefined : answer.head?.status;
}

const requestIdSchema = z.object({ request_id: z.string().min(1) });
/** Theirs have 32 characters; this is only a guard against something else in its place. */
const REQUEST_ID_CHARACTERS = 128;

/** The id to quote to Huawei's support: from the body, else from the header `X-Request-Id`. */
export function requestIdOf(answer: HttpAnswer): string | undefined {
  if (answer.kind === 'network') return undefined;
  const inBody = answer.kind === 'json' ? requestIdSchema.safeParse(answer.json).data : undefined;
  const id = inBody?.request_id ?? answer.head?.headers.get('x-request-id') ?? '';
  return id === '' ? undefined : printable(id).slice(0, REQUEST_ID_CHARACTERS);
}

/** Headers beyond what `one-shot-fetch.ts` takes. */
export function isHeadTooLong(answer: HttpAnswer): boolean {
  return answer.kind === 'network' && answer.code === 'HPE_HEADER_OVERFLOW';
}

/** An answer that is not what was hoped for, as the rooms above know it. */
export function failureFrom(answer: HttpAnswer, mask: Mask): Failure {
  const status = statusOf(answer);
  const requestId = requestIdOf(answer);
  const common = {
    ...(status !== undefined && { http_status: status }),
    ...(requestId !== undefined && { request_id: mask(requestId) }),
  };
  switch (answer.kind) {
    case 'timeout':
      return { ...common, kind: 'timeout', detail: 'No complete answer came in time.' };
    case 'network':
      return isHeadTooLong(answer)
        ? { kind: 'unreadable', detail: 'The headers of the answer were too long.' }
        : { kind: 'network', detail: networkDetail(answer) };
    case 'unreadable':
      return status !== undefined && isRedirect(status)
        ? { ...common, kind: 'answered', detail: REDIRECT }
        : { ...common, kind: 'unreadable', detail: unreadableDetail(answer, mask) };
    case 'json':
      return { ...common, ...answeredFields(answer, mask) };
  }
}

const REDIRECT = 'The answer was a redirect, which is never followed: check the endpoint.';

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function answeredFields(answer: HttpAnswer & { kind: 'json' }, mask: Mask): Failure {
  const { status } = answer.head;
  const { code, message } = errorOf(answer.json);
  if (isRedirect(status)) return { kind: 'answered', detail: REDIRECT };
  if (code === undefined && message === undefined) {
    const excerpt = excerptOf(JSON.stringify(answer.json), mask);
    return status >= 400
      ? { kind: 'answered', detail: `The answer held no error code: ${excerpt}` }
      : { kind: 'unreadable', detail: `The answer had an unknown shape: ${excerpt}` };
  }
  return {
    kind: 'answered',
    ...(code !== undefined && { error_code: mask(code) }),
    ...(message !== undefined && { error_msg: messageOf(message, mask) }),
  };
}

function networkDetail({ neverSent, code }: HttpAnswer & { kind: 'network' }): string {
  const suffix = code === undefined ? '' : ` (${code})`;
  return neverSent ? `No connection could be made${suffix}.` : `The connection broke${suffix}.`;
}

const WHY_UNREADABLE = {
  not_json: 'The answer was not JSON',
  empty: 'The answer was empty',
  cut: 'The answer broke off',
  too_large: 'The answer was too large',
} as const;

function unreadableDetail(answer: HttpAnswer & { kind: 'unreadable' }, mask: Mask): string {
  const excerpt = excerptOf(answer.text, mask);
  return excerpt === ''
    ? `${WHY_UNREADABLE[answer.why]}.`
    : `${WHY_UNREADABLE[answer.why]}: ${excerpt}`;
}
