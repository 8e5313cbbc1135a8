import type { EventName } from './change-request.ts';

/** Outcomes of changes, as people name them in a subscription. */
export const OUTCOME_NAMES = ['applied', 'failed', 'stale', 'no-stream'] as const;

export type OutcomeName = (typeof OUTCOME_NAMES)[number];

const NAMES: Partial<Record<EventName, OutcomeName>> = {
  succeed: 'applied',
  late_effect: 'applied',
  fail: 'failed',
  drift: 'stale',
  hold_link: 'stale',
  stream_gone: 'no-stream',
};

/** The outcome that an event tells of, if any. */
export function outcomeName(event: EventName): OutcomeName | undefined {
  return NAMES[event];
}
