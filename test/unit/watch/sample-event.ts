import type { Arrival } from '#src/watch/group.ts';

/** The moment at which the tests of this folder take place. */
export const nowMs = Date.parse('2026-11-26T12:00:00Z');

export const taskId = '7864b3dc-e92f-4d5b-9a7e-1c0f6b2d8e41';

export function arrivalWith(fields: Partial<Arrival> = {}): Arrival {
  return {
    id: 'first',
    event: { event: 'TaskAlarm', taskId, said: [['type', 'PullFileUnstable']] },
    taskName: 'live/news24',
    channel: 'C0OPS',
    project: 'live-prod',
    ...fields,
  };
}
