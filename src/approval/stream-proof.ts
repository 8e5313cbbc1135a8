import { planOf } from '#src/relay/forecast/plan.ts';
import { type LiveStream, streamTarget } from '#src/relay/live-stream.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import type { ChangeRequest, StreamProof } from './change-request.ts';
import { appliedAtMs } from './request-times.ts';

/** What a look found out that was not known. */
export type StreamNews =
  | { readonly name: 'stream_present'; readonly stream: LiveStream }
  | { readonly name: 'stream_absent' }
  | { readonly name: 'stream_gone' };

/** What a look found, and the request with it. Unknown: the API did not tell. */
export interface StreamLooked {
  readonly seen: 'present' | 'absent' | 'unknown';
  readonly request: ChangeRequest;
}

/** Two looks that are to count lie so far apart, in milliseconds: an event may bring one at any moment. */
export const ABSENT_AGAIN_MS = 15_000;

/** A push needs a while after a change; before that an absence calls nobody, in milliseconds. */
export const GONE_AFTER_MS = 60_000;

/**
 * What a look at the stream means for its request, or undefined where it tells nothing new. People are called where the
 * stream was there before the change, should be there, and two looks in a row find none, the second one a minute
 * after the change or later, and not right after the first.
 */
export function newsOf(
  request: ChangeRequest,
  stream: LiveStream | undefined,
  nowMs: number,
): StreamNews | undefined {
  const { stream: proof = {} } = request;
  if (stream) {
    const wasPresent = proof.stream !== undefined && proof.absentSinceMs === undefined;
    const isSame = wasPresent && proof.stream?.sinceMs === stream.sinceMs;
    return isSame ? undefined : { name: 'stream_present', stream };
  }
  if (proof.absentSinceMs === undefined) return { name: 'stream_absent' };
  const fromMs = Math.max(
    appliedAtMs(request) + GONE_AFTER_MS,
    proof.absentSinceMs + ABSENT_AGAIN_MS,
  );
  return isDoubtful(request, nowMs) && nowMs >= fromMs ? { name: 'stream_gone' } : undefined;
}

/** Whether another absence would call people: a last look that found none is made once more. */
export function isDoubtful(request: ChangeRequest, nowMs: number): boolean {
  const { stream: proof, outcome } = request;
  const wasThere = outcome?.streamBefore !== undefined || proof?.stream !== undefined;
  return (
    proof?.absentSinceMs !== undefined &&
    proof.goneAtMs === undefined &&
    wasThere &&
    isToPush(taskAfter(request), nowMs)
  );
}

/** The record after such news. */
export function withNews(proof: StreamProof = {}, news: StreamNews, nowMs: number): StreamProof {
  const { goneAtMs } = proof;
  switch (news.name) {
    case 'stream_present':
      return { stream: news.stream, goneAtMs };
    case 'stream_absent':
      return { ...proof, absentSinceMs: nowMs };
    case 'stream_gone':
      return { ...proof, goneAtMs: nowMs };
  }
}

/** Whether its stream is looked at once it is applied. */
export function isStreamLookedFor({ base, state }: ChangeRequest): boolean {
  return state === 'applied' && streamTarget(base) !== undefined;
}

/** Whether people were called for a stream that is still absent. */
export function isStreamGone({ stream }: ChangeRequest): boolean {
  return stream?.goneAtMs !== undefined && stream.absentSinceMs !== undefined;
}

/** Whether the change left its task paused: then its stream ends, and that is as it should be. */
export function isPausedAfter(request: ChangeRequest): boolean {
  return planOf(taskAfter(request)).isPaused;
}

function taskAfter({ base, payload, outcome }: ChangeRequest): RelayTask {
  return outcome?.after ?? { ...base, ...payload };
}

/** Whether a task has to push at a moment. Rounds that are counted may be over at a time that nobody knows. */
function isToPush(task: RelayTask, atMs: number): boolean {
  const { isPaused, startMs, endMs, rounds } = planOf(task);
  return !isPaused && startMs <= atMs && atMs < endMs && rounds === Infinity;
}
