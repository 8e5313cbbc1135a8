import { z } from 'zod';
import type { Failure } from '../relay/live-api.ts';
import type { HttpAnswer } from './http.ts';
import type { Redact } from '../text/redaction.ts';
import { visible } from '../text/visible.ts';

/** Text unchanged, anything else as JSON: fields documented as text also arrive as numbers or lists. */
const asText = z
  .unknown()
  .transform((value) => {
    if (value === undefined || value === null) return '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  })
  .catch('');
const errorBodySchema = z.object({
  error: z
    .object({ code: asText, message: asText, title: asText })
    .catch({ code: '', message: '', title: '' }),
  error_code: asText,
  error_msg: asText,
  error_detail: asText,
  encoded_authorization_message: asText,
  result_code: asText,
  result_msg: asText,
  code: asText,
  message: asText,
});

/**
 * The error in a body, word for word: IAM's nested `{error: {code, message, title}}` first, then the flat `{error_code, error_msg}`
 * of the Live API and the gateway. That is the order in which Huawei's own SDK reads them. Some answers of the Live
 * API use `result_code` and `result_msg` instead, and some gateways `code` and `message`.
 */
function errorOf(json: unknown) {
  const body = errorBodySchema.safeParse(json).data;
  if (!body) return undefined;
  const { error } = body;
  return {
    code: firstOf(error.code, body.error_code, body.result_code, body.code),
    message: firstOf(error.message, body.error_msg, body.result_msg, body.message, error.title),
    detail: firstOf(body.error_detail),
    // Says which permission is missing; the account's administrator can decode it.
    encoded: firstOf(body.encoded_authorization_message),
  };
}

function firstOf(...texts: readonly string[]): string | undefined {
  return texts.find((text) => text !== '');
}

/** The error code of an answer, if it could be read. */
export function errorCodeOf(answer: HttpAnswer): string | undefined {
  return answer.kind === 'json' ? errorOf(answer.json)?.code : undefined;
}

/** Status and headers; undefined when none came. */
export function headOf(answer: HttpAnswer) {
  return 'head' in answer ? answer.head : undefined;
}

export function statusOf(answer: HttpAnswer): number | undefined {
  return headOf(answer)?.status;
}

const requestIdSchema = z.object({ request_id: z.string().min(1) });
/** Real ids (an id, a time and a host name) are far shorter; this only guards against other content in their place. */
const REQUEST_ID_CHARACTERS = 256;

/** The id to quote to Huawei's support: from the body, else from the header `X-Request-Id`. */
export function requestIdOf(answer: HttpAnswer): string | undefined {
  const inBody = answer.kind === 'json' ? requestIdSchema.safeParse(answer.json).data : undefined;
  const id = inBody?.request_id ?? headOf(answer)?.headers.get('x-request-id') ?? '';
  return id === '' ? undefined : shortened(id, REQUEST_ID_CHARACTERS);
}

/** Whether the headers were larger than `one-shot-fetch.ts` accepts. */
export function isHeadTooLong(answer: HttpAnswer): boolean {
  return answer.kind === 'network' && answer.code === 'HPE_HEADER_OVERFLOW';
}

/** An answer that is not a success, as a `Failure`. */
export function failureFrom(answer: HttpAnswer, redact: Redact): Failure {
  const status = statusOf(answer);
  const requestId = requestIdOf(answer);
  const common = { http_status: status, request_id: requestId && redact(requestId) };
  switch (answer.kind) {
    case 'not_made':
      return answer.failure;
    case 'timeout':
      return { ...common, kind: 'timeout', reason: { is: 'no_answer_in_time' } };
    case 'network':
      return isHeadTooLong(answer)
        ? { kind: 'unreadable', reason: { is: 'head_too_long' } }
        : {
            kind: 'network',
            reason: {
              is: answer.neverSent ? 'not_connected' : 'connection_broke',
              about: answer.code,
            },
          };
    case 'unreadable':
      return status !== undefined && isRedirect(status)
        ? { ...common, kind: 'answered', reason: { is: 'redirect' } }
        : {
            ...common,
            kind: 'unreadable',
            reason: { is: answer.why, about: excerptOf(answer.text, redact) || undefined },
          };
    case 'json':
      return { ...common, ...answeredFields(answer, redact) };
  }
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function answeredFields(answer: HttpAnswer & { kind: 'json' }, redact: Redact): Failure {
  const { status } = answer.head;
  if (isRedirect(status)) return { kind: 'answered', reason: { is: 'redirect' } };
  const { code, message, detail, encoded } = errorOf(answer.json) ?? {};
  if (code === undefined && message === undefined) {
    const about = excerptOf(JSON.stringify(answer.json), redact);
    return status >= 400
      ? { kind: 'answered', reason: { is: 'no_error_code', about } }
      : { kind: 'unreadable', reason: { is: 'unknown_shape', about } };
  }
  return {
    kind: 'answered',
    error_code: code && wordsOf(code, CODE_CHARACTERS, redact),
    error_msg: message && wordsOf(message, MESSAGE_CHARACTERS, redact),
    error_detail: detail && wordsOf(detail, MESSAGE_CHARACTERS, redact),
    encoded_authorization_message: encoded && wordsOf(encoded, LOOKED_AT_CHARACTERS, redact),
  };
}

/** Codes are short names; anything longer is not a code. */
const CODE_CHARACTERS = 200;
/** Huawei's messages are one sentence; anything longer is a dump. */
const MESSAGE_CHARACTERS = 1000;
/** Long enough for an error page's first sentence, short enough for a Slack message. */
const EXCERPT_CHARACTERS = 200;
/**
 * Only this much of a text is redacted and shown: redaction can take quadratic time on a hostile text, and a body may
 * have two million characters.
 */
const LOOKED_AT_CHARACTERS = 4000;

/** The API's own words, without secrets and not too long. */
function wordsOf(text: string, characters: number, redact: Redact): string {
  return shortened(redact(...lookedAt(text)), characters);
}

/** The first characters of a body that could not be understood, in one line. Redacted before it is cut. */
function excerptOf(body: string, redact: Redact): string {
  const shown = visible(redact(lookedAt(body)[0], true));
  return shortened(shown.replaceAll(/\s+/g, ' ').trim(), EXCERPT_CHARACTERS);
}

function lookedAt(text: string): [text: string, isCut: boolean] {
  return [text.slice(0, LOOKED_AT_CHARACTERS), text.length > LOOKED_AT_CHARACTERS];
}

function shortened(text: string, characters: number): string {
  return text.length <= characters
    ? text
    : `${text
        .slice(0, characters - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}
