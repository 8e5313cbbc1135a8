/** How long work is left to other replicas, in milliseconds; a change is expired five minutes later. */
const ELSEWHERE_FOR_MS = 10 * 60_000;
const AGAIN_MS = 2_000;

/**
 * When to come back to work of a project that this replica does not know, in Unix milliseconds: replicas read
 * relaydesk.yml at different moments, and one may refuse it, so another may know the project and take the work.
 * `sinceMs`: since when it is due. Undefined: nobody knows the project any more.
 */
export function knownElsewhereMs(sinceMs: number, nowMs: number): number | undefined {
  return nowMs - sinceMs < ELSEWHERE_FOR_MS ? nowMs + AGAIN_MS : undefined;
}
