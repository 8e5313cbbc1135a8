/** What one client, and all clients together, may take of the process. */
export interface Limits {
  /** Bytes of one delivery from Slack. */
  readonly deliveryBytes: number;
  /** Bytes of one callback from the Live API. */
  readonly eventBytes: number;
  /** Bytes of all incomplete bodies together. */
  readonly unfinishedBytes: number;
  /** Connections that have shown neither a signature nor a token yet. */
  readonly strangers: number;
  /** How long the head and the whole of a request may take, in milliseconds. */
  readonly headMs: number;
  readonly requestMs: number;
  /** How often these times are checked, in milliseconds. */
  readonly lookMs: number;
}

export const LIMITS: Limits = {
  // A view of Slack is at most 250 kB of JSON. A submission holds the view and what was typed, and
  // form encoding may triple the bytes.
  deliveryBytes: 1024 * 1024,
  // Comparable callbacks have a few thousand bytes at most.
  eventBytes: 64 * 1024,
  // Slack sends a delivery within milliseconds, so few are incomplete at the same time.
  unfinishedBytes: 8 * 1024 * 1024,
  strangers: 500,
  // Slack gives up after three seconds, head, body and answer together.
  headMs: 5_000,
  requestMs: 10_000,
  lookMs: 1_000,
};
