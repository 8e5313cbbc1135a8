/** What one client, and all clients together, may take of the process. */
export const LIMITS = {
  /**
   * Bytes of one delivery from Slack. A view is at most 250 kB of JSON. A submission holds the view and what was typed,
   * and form encoding may triple the bytes.
   */
  deliveryBytes: 1024 * 1024,
  /** Bytes of one callback from the Live API. Comparable ones have a few thousand at most. */
  eventBytes: 64 * 1024,
  /** Bytes of all incomplete bodies together. Slack sends a delivery within milliseconds, so few are incomplete at once. */
  unfinishedBytes: 8 * 1024 * 1024,
  /** Connections that have shown neither a signature nor a token yet. */
  strangers: 500,
  /**
   * How long the head and the whole of a request may take, in milliseconds. Slack gives up after three seconds, head,
   * body and answer together.
   */
  headMs: 5_000,
  requestMs: 10_000,
  /** How often these times are checked, in milliseconds. */
  lookMs: 1_000,
};

export type Limits = Readonly<typeof LIMITS>;
