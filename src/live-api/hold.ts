import type { OnHold } from './log.ts';

/**
 * Huawei locks an access key for 5 minutes after more than 5 failed signatures in a row, and IAM locks a user after
 * repeated wrong passwords. So after one refusal nothing is sent for 5 minutes.
 */
export const HOLD_MS = 5 * 60_000;
/** When the hold ends, one call goes out alone and the others wait this long, longer than any call takes. */
const PROBE_MS = 15_000;

/** A circuit breaker for credentials. New credentials lift it. */
interface Hold {
  /** The time (epoch ms) until which nothing is sent with these credentials; undefined: go ahead. */
  readonly heldUntil: (credentials: string) => number | undefined;
  readonly refused: (credentials: string) => number;
  readonly accepted: (credentials: string) => void;
}

export function createHold(now: () => number, onHold: OnHold = () => undefined): Hold {
  let held: { credentials: string; untilMs: number } | undefined;
  return {
    heldUntil(credentials) {
      if (held === undefined || held.credentials !== credentials) return undefined;
      if (now() < held.untilMs) return held.untilMs;
      held.untilMs = now() + PROBE_MS;
      return undefined;
    },
    refused(credentials) {
      held = { credentials, untilMs: now() + HOLD_MS };
      onHold(held.untilMs);
      return held.untilMs;
    },
    accepted(credentials) {
      if (held?.credentials !== credentials) return;
      held = undefined;
      onHold(0);
    },
  };
}

/** `YYYY-MM-DDThh:mm:ssZ`. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}/, '');
}
