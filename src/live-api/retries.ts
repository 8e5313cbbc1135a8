import { setTimeout as sleepMs } from 'node:timers/promises';
import { errorEntry } from '../relay/error-catalogue.ts';
import { errorCodeOf, headOf, isHeadTooLong, statusOf } from './failure.ts';
import type { HttpAnswer } from './http.ts';

/** A throttle or a restart is over within two pauses, and a person is waiting. */
const TRIES = 3;
/** Huawei's advice after a throttled call is 2 to 5 seconds, then more. */
const THROTTLED_MS = { least: 2000, most: 5000 };
/** After a broken connection or a server error: most are over by the next try. */
const FAILED_MS = { least: 250, most: 750 };
/** Even if the server asks for longer: somebody is waiting, and a lock on the task may be held. */
const LONGEST_WAIT_MS = 10_000;

export interface Pace {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

export const REAL_PACE = { sleep: sleepMs, random: Math.random };

/** Repeats `once` while `isRepeatable` says so, at most three times in all. */
export async function withRetries(
  once: () => Promise<HttpAnswer>,
  isRepeatable: (answer: HttpAnswer) => boolean,
  pace: Pace,
): Promise<HttpAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await once();
    if (attempt >= TRIES || !isRepeatable(answer)) return answer;
    await pace.sleep(waitBefore(answer, attempt, pace));
  }
}

/** Whether a read is worth another try. The error code decides, or the status where there is no code. */
export function isRepeatableRead(answer: HttpAnswer): boolean {
  if (answer.kind === 'not_made') return false;
  if (answer.kind === 'timeout') return true;
  if (answer.kind === 'network') return !isHeadTooLong(answer);
  const { status } = answer.head;
  if (status === 429 || status === 408 || (answer.kind === 'unreadable' && answer.why === 'cut'))
    return true;
  const known = errorEntry(errorCodeOf(answer), status);
  return known ? known.retry !== 'no' : status >= 500;
}

/**
 * Whether a write may be sent again: only if it cannot have been applied, because there was no
 * connection or because the gateway turned it away before the service saw it.
 */
export function isRepeatableWrite(answer: HttpAnswer): boolean {
  return answer.kind === 'network' ? answer.neverSent : isTurnedAway(answer);
}

/** Throttled by the gateway (429, 0308), or the gateway could not reach IAM (0613). */
export function isTurnedAway(answer: HttpAnswer): boolean {
  const status = statusOf(answer);
  if (status === undefined || answer.kind === 'timeout' || (status >= 200 && status < 300)) {
    return false;
  }
  return status === 429 || errorEntry(errorCodeOf(answer), status)?.retry === 'yes';
}

/** The pause before the next try: `Retry-After` if there is one, else twice as long each time. */
export function waitBefore(answer: HttpAnswer, attempt: number, pace: Pace): number {
  const asked = retryAfterMs(answer, pace.now());
  const isThrottled = isTurnedAway(answer) || errorCodeOf(answer) === 'LIVE.100011007';
  const { least, most } = isThrottled ? THROTTLED_MS : FAILED_MS;
  const own = (least + pace.random() * (most - least)) * 2 ** (attempt - 1);
  // Jitter on top of what was asked for, since several replicas may have been given the same time.
  const wait = asked === undefined ? own : asked + pace.random() * FAILED_MS.least;
  return Math.round(Math.min(wait, LONGEST_WAIT_MS));
}

/** `Retry-After` as seconds or as a date (RFC 9110, 10.2.3); undefined when absent or invalid. */
function retryAfterMs(answer: HttpAnswer, nowMs: number): number | undefined {
  const value = headOf(answer)?.headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  // Without this, "-1" would be a date in 2001.
  const date = /^[A-Z][a-z]+,? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
