import type { SourceCheck, SourceProblem } from '#src/relay/source-check.ts';
import { plain } from './media-facts.ts';
import type { Answer } from './request-range.ts';
import { VisitError } from './visit-error.ts';

/** The facts in the head of an answer. Throws a `VisitError` for an answer to another range. */
export function httpFacts({ status, headers, body, isWhole }: Answer) {
  const acceptsRanges = status === 206;
  const sizeBytes = acceptsRanges
    ? sizeOfRange(headers['content-range'])
    : isWhole
      ? body.length
      : countOf(headers['content-length']);
  return {
    httpStatus: status,
    contentType: plain(headers['content-type']),
    sizeBytes,
    etag: headerValue(headers.etag),
    lastModified: headerValue(headers['last-modified']),
    acceptsRanges,
  } satisfies Partial<SourceCheck>;
}

/** What is wrong, judging by the status alone. An unsatisfiable range means an empty file. */
export function statusProblem({ status, headers }: Answer): SourceProblem | undefined {
  if (status === 200 || status === 206) return undefined;
  if (status === 404 || status === 410) return { kind: 'missing', httpStatus: status };
  if (status === 416) return { kind: 'not_media', contentType: plain(headers['content-type']) };
  return { kind: 'unreachable', why: 'status', httpStatus: status };
}

/** A compressed body is never decompressed: a few bytes may become any number. */
export function isPacked({ headers }: Answer): boolean {
  return !['identity', undefined].includes(headers['content-encoding']);
}

function sizeOfRange(text: string | undefined): number | undefined {
  const [, from, size] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(text ?? '') ?? [];
  if (from !== '0') throw new VisitError('odd_answer');
  return countOf(size);
}

function countOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Compared, never shown. */
function headerValue(text: string | undefined): string | undefined {
  return text?.slice(0, 200);
}
