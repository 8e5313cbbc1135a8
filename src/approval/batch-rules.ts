import type { ChangeRequest, EventName } from './change-request.ts';
import type { Event } from './event.ts';
import type { Refusal } from './refusal.ts';

/** Events that a batch can have: it never runs itself. */
const OF_BATCHES: ReadonlySet<EventName> = new Set([
  'approve',
  'reject',
  'withdraw',
  'expire',
  'remind',
  'escalate',
  'begin',
  'all_done',
  'some_failed',
  'part_gone',
]);

/** Events that only a batch can have. */
const OF_BATCHES_ALONE: ReadonlySet<EventName> = new Set([
  'begin',
  'all_done',
  'some_failed',
  'part_gone',
]);

/** Whether an event does not fit this kind of request: a batch, a part, or a single request. */
export function isOutOfPlace({ batch, partOf }: ChangeRequest, { name }: Event): boolean {
  if (batch) return !OF_BATCHES.has(name);
  return OF_BATCHES_ALONE.has(name) || (name === 'approve_part' && partOf === undefined);
}

/** Events that a waiting part can only have together with its batch. */
const WITH_BATCH: ReadonlySet<EventName> = new Set([
  'approve',
  'reject',
  'withdraw',
  'expire',
  'edit',
  'rebase',
]);

export function partRefusal({ partOf, state }: ChangeRequest, event: Event): Refusal | undefined {
  if (partOf === undefined || state !== 'pending' || !WITH_BATCH.has(event.name)) return undefined;
  const isWithBatch = 'withBatch' in event && event.withBatch === true;
  return isWithBatch ? undefined : { reason: 'part_of', id: partOf };
}
