import type { ChangeRequest, EventName } from '#src/approval/record/change-request.ts';
import type { Event } from '#src/approval/record/event.ts';
import { openHalt } from '#src/approval/record/part.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';

/** Events that only a batch can have. */
const OF_BATCHES_ALONE: readonly EventName[] = [
  'begin',
  'halt',
  'go_on',
  'stop_rest',
  'all_done',
  'some_failed',
  'part_gone',
  'part_late',
];

/** Events that a batch can have: it never runs itself. */
const OF_BATCHES: readonly EventName[] = [
  ...OF_BATCHES_ALONE,
  'approve',
  'reject',
  'withdraw',
  'expire',
  'remind',
  'escalate',
];

/** Whether an event does not fit this kind of request: a batch, a part, or a single request. */
export function isOutOfPlace({ batch, partOf }: ChangeRequest, { name }: Event): boolean {
  if (batch) return !OF_BATCHES.includes(name);
  return OF_BATCHES_ALONE.includes(name) || (name === 'approve_part' && partOf === undefined);
}

/** Events that a waiting part can only have together with its batch. */
const WITH_BATCH: readonly EventName[] = [
  'approve',
  'reject',
  'withdraw',
  'expire',
  'edit',
  'rebase',
];

export function partRefusal({ partOf, state }: ChangeRequest, event: Event): Refusal | undefined {
  if (partOf === undefined || state !== 'pending') return undefined;
  const isFree = !WITH_BATCH.includes(event.name) || ('withBatch' in event && event.withBatch);
  return isFree ? undefined : { reason: 'part_of', id: partOf };
}

/** Whether people have answered already, or were asked already. They may stop a running batch without being asked. */
export function isAnswered({ batch }: ChangeRequest, { name }: Event): boolean {
  if (!batch || batch.isStopped) return true;
  return name !== 'stop_rest' && (openHalt(batch) !== undefined) === (name === 'halt');
}

/** An answer counts in time, and the rest is given up no earlier. */
export function haltRefusal(
  { batch, state, createdAtMs }: ChangeRequest,
  event: Event,
  nowMs: number,
): Refusal | undefined {
  const untilMs = openHalt(batch)?.untilMs ?? Infinity;
  if (event.name === 'go_on' && nowMs >= untilMs) return { reason: 'expired', atMs: untilMs };
  const isEarly = event.name === 'stop_rest' && event.person === undefined && nowMs < untilMs;
  return isEarly ? { reason: 'wrong_state', state, atMs: createdAtMs } : undefined;
}
