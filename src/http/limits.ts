/** What one client, and all clients together, may take of the process. */
export interface Limits {
  /** Bytes of one delivery of Slack. */
  readonly deliveryBytes: number;
  /** Bytes of one callback of the Live API. */
  readonly eventBytes: number;
  /** Bytes of all bodies that are not complete yet. */
  readonly unfinishedBytes: number;
  /** Connections that have proved nothing yet: no signature, no token. */
  readonly strangers: number;
  /** How long a head may take, and a whole request, in milliseconds. */
  readonly headMs: number;
  readonly requestMs: number;
  /** How often these times are looked at, in milliseconds. */
  readonly lookMs: number;
}

export const LIMITS: Limits = {
  // A view of Slack is at most 250 kB of JSON. A submission holds it once as it was shown and what was typed once
  // more, and form encoding writes up to three bytes for one.
  deliveryBytes: 1024 * 1024,
  // The longest known relatives of these callbacks are a few thousand bytes.
  eventBytes: 64 * 1024,
  // Slack sends a delivery within milliseconds, so few are unfinished at the same moment.
  unfinishedBytes: 8 * 1024 * 1024,
  strangers: 500,
  // Slack gives up after three seconds, head, body and answer together.
  headMs: 5_000,
  requestMs: 10_000,
  lookMs: 1_000,
};
