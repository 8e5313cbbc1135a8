import type { EventName } from './change-request.ts';

/** How a change can turn out, as people name it who want to hear of that. */
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

/** What an event of a request says of how its change turned out; undefined: nothing. */
export function outcomeName(event: EventName): OutcomeName | undefined {
  return NAMES[event];
}
