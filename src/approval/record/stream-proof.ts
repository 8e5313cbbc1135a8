import { planOf } from '#src/relay/forecast/plan.ts';
import { type LiveStream, streamTarget } from '#src/relay/live-stream.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import type { ChangeRequest, StreamProof } from './change-request.ts';
import { appliedAtMs } from './request-times.ts';

/** New findings of a check. */
export type StreamNews =
  | { readonly name: 'stream_present'; readonly stream: LiveStream }
  /** `earlier`: the stream as an earlier change of the task saw it, where this one has not seen any. */
  | { readonly name: 'stream_absent'; readonly earlier?: LiveStream | undefined }
  | { readonly name: 'stream_gone' };

/** What a check found, together with the request. Unknown: the API did not tell. */
export interface StreamLooked {
  readonly seen: 'present' | 'absent' | 'unknown';
  readonly request: ChangeRequest;
}

/** The least time between two checks that both count, in milliseconds: an event may cause a check at any moment. */
export const ABSENT_AGAIN_MS = 15_000;

/** A push needs a while after a change; an absence before that pings nobody, in milliseconds. */
export const GONE_AFTER_MS = 60_000;

/**
 * What a check of the stream means for its request, or undefined if it is nothing new. People are pinged if the
 * stream was there before the change, or with an earlier one, should be there, and two checks in a row find none; the
 * second one at least a minute after the change, and not right after the first. Otherwise nobody is pinged.
 */
export function newsOf(
  request: ChangeRequest,
  stream: LiveStream | undefined,
  nowMs: number,
  earlier?: LiveStream,
): StreamNews | undefined {
  const { stream: proof = {} } = request;
  if (stream) {
    const wasPresent = proof.stream !== undefined && proof.absentSinceMs === undefined;
    const isSame = wasPresent && proof.stream?.sinceMs === stream.sinceMs;
    return isSame ? undefined : { name: 'stream_present', stream };
  }
  const { absentSinceMs, goneAtMs } = proof;
  if (absentSinceMs === undefined) {
    return { name: 'stream_absent', earlier: hasSeen(request) ? undefined : earlier };
  }
  const upByMs = appliedAtMs(request) + GONE_AFTER_MS;
  if (goneAtMs !== undefined || nowMs < Math.max(upByMs, absentSinceMs + ABSENT_AGAIN_MS)) {
    return undefined;
  }
  if (isDoubtful(request, nowMs)) return { name: 'stream_gone' };
  // It has not come up in time, which nobody has been told.
  const isUntold = absentSinceMs < upByMs && isInItsTime(taskAfter(request), nowMs);
  return isUntold ? { name: 'stream_absent' } : undefined;
}

function hasSeen({ outcome, stream }: ChangeRequest): boolean {
  return outcome?.streamBefore !== undefined || stream?.stream !== undefined;
}

/** Whether another absence would ping people: a last check that found no stream is repeated once. */
export function isDoubtful(request: ChangeRequest, nowMs: number): boolean {
  const { stream: proof } = request;
  return (
    proof?.absentSinceMs !== undefined &&
    proof.goneAtMs === undefined &&
    hasSeen(request) &&
    isToPush(taskAfter(request), nowMs)
  );
}

export function withNews(proof: StreamProof = {}, news: StreamNews, nowMs: number): StreamProof {
  const { goneAtMs } = proof;
  switch (news.name) {
    case 'stream_present':
      return { stream: news.stream, goneAtMs };
    case 'stream_absent':
      return { ...proof, stream: proof.stream ?? news.earlier, absentSinceMs: nowMs };
    case 'stream_gone':
      return { ...proof, goneAtMs: nowMs };
  }
}

export function isStreamLookedFor({ base, state }: ChangeRequest): boolean {
  return state === 'applied' && streamTarget(base) !== undefined;
}

/** Whether people were pinged for a stream that is still absent. */
export function isStreamGone({ stream }: ChangeRequest): boolean {
  return stream?.goneAtMs !== undefined && stream.absentSinceMs !== undefined;
}

/** Whether the change left its task paused: then its stream is expected to end. */
export function isPausedAfter(request: ChangeRequest): boolean {
  return planOf(taskAfter(request)).isPaused;
}

function taskAfter({ base, payload, outcome }: ChangeRequest): RelayTask {
  return outcome?.after ?? { ...base, ...payload };
}

/** Whether a task should push at a moment. Counted rounds may end at an unknown time. */
function isToPush(task: RelayTask, atMs: number): boolean {
  return isInItsTime(task, atMs) && planOf(task).rounds === Infinity;
}

/** Whether a task is neither paused, nor before its start, nor past its end. */
function isInItsTime(task: RelayTask, atMs: number): boolean {
  const { isPaused, startMs, endMs } = planOf(task);
  return !isPaused && startMs <= atMs && atMs < endMs;
}
