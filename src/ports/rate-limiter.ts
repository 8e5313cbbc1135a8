/** Rate limits that all replicas share, one for each place. */
export interface RateLimiter {
  /**
   * Undefined: `who` may go ahead. Otherwise the time of their reserved slot, in Unix milliseconds. With
   * `notBeforeMs` nobody gets a slot before that time.
   */
  readonly take: (where: string, who: string, notBeforeMs?: number) => Promise<number | undefined>;
}
