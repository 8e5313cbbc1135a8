/**
 * Turns at something that takes only so many in a time, such as a channel of Slack. Replicas share
 * them.
 */
export interface Turns {
  /**
   * Undefined: it is `who`'s turn now. Otherwise the time to come back at, in milliseconds; until then
   * the turn is kept. With `notBeforeMs` nobody gets one before that time.
   */
  readonly take: (where: string, who: string, notBeforeMs?: number) => Promise<number | undefined>;
}
