/** A rate limit that all replicas share, for each place that takes only so many in a time. */
export interface RateLimiter {
  /**
   * Undefined: `who` may go now. Otherwise when to come back, in Unix milliseconds; until then a slot
   * is kept for them. With `notBeforeMs` nobody gets a slot before that time.
   */
  readonly take: (where: string, who: string, notBeforeMs?: number) => Promise<number | undefined>;
}
