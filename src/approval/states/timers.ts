import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { OutboxEntry } from '#src/approval/record/entry-kinds.ts';
import type { Reminding } from '#src/approval/record/event.ts';
import {
  LOOKS_AFTER_MS,
  type LookPurpose,
  nextLookMs,
  toLookName,
} from '#src/approval/record/look.ts';

/** Entries that become due at a time; an equal entry that is set already is moved. */
export type Timers = readonly { readonly entry: OutboxEntry; readonly dueMs: number }[];

export function timer(kind: OutboxEntry['kind'], request: string, dueMs: number): Timers[number] {
  return { entry: { kind, request }, dueMs };
}

/** The deadline of a request that waits for a decision. */
export function expiry({ id, expiresAtMs }: ChangeRequest): Timers[number] {
  return timer('expire', id, expiresAtMs);
}

/** When people are reminded of a request by the policy of its project; undefined: they are not. */
export function remindingBy(policy: AskedReminding | undefined): Reminding {
  return { remindAfterMs: policy?.remindAfterMs, escalateAfterMs: policy?.escalate?.afterMs };
}

/** What a policy says of that. */
interface AskedReminding extends Pick<Reminding, 'remindAfterMs'> {
  readonly escalate?: { readonly afterMs: number } | undefined;
}

/** The timers of a request that waits for a decision from a moment on. */
export function waitingFrom(
  request: ChangeRequest,
  { remindAfterMs, escalateAfterMs }: Reminding,
  fromMs: number,
): Timers {
  const after = (kind: OutboxEntry['kind'], afterMs: number | undefined): Timers =>
    afterMs === undefined ? [] : [timer(kind, request.id, fromMs + afterMs)];
  return [
    expiry(request),
    ...after('remind', remindAfterMs),
    ...after('escalate', escalateAfterMs),
  ];
}

/** It runs at its time and is checked before that, or at once if its time is near. */
export function plannedTimers(request: string, runMs: number, atMs: number): Timers {
  const look = toLookName({ purpose: 'before_run', id: request });
  return [
    timer('execute', request, runMs),
    timer('look', look, nextLookMs('before_run', runMs, atMs) ?? atMs),
  ];
}

export function firstLook(purpose: LookPurpose, id: string, atMs: number): Timers[number] {
  return timer('look', toLookName({ purpose, id }), atMs + (LOOKS_AFTER_MS[purpose][0] ?? 0));
}

export function waitingTimers(request: string): OutboxEntry[] {
  return (['expire', 'remind', 'escalate'] as const).map((kind) => ({ kind, request }));
}

export function runningTimers(request: string): OutboxEntry[] {
  return (['execute', 'show'] as const).map((kind) => ({ kind, request }));
}

/** Each reminder comes after twice the time of the previous one, so that reminders do not become noise. */
export function nextReminder(request: ChangeRequest, event: Reminding, atMs: number): Timers {
  if (event.remindAfterMs === undefined) return [];
  const told = request.history.filter((line) => line.event === 'remind').length;
  const dueMs = atMs + event.remindAfterMs * 2 ** told;
  return dueMs < request.expiresAtMs ? [timer('remind', request.id, dueMs)] : [];
}
