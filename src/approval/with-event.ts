import type { ChangeRequest } from './change-request.ts';
import type { Event } from './event.ts';
import { lookedForMs } from './look.ts';
import { movedTo } from './moved.ts';
import { type Batch, openHalt } from './part.ts';
import { recovered } from './recover.ts';
import { withNews } from './stream-proof.ts';

/** The requested time has come: it runs as soon as it is approved again. */
const AT_ONCE = { applyAtMs: undefined, runAtMs: undefined };

/** The record after an event, except for its version, state and history. */
export function withEvent(request: ChangeRequest, event: Event, nowMs: number): ChangeRequest {
  switch (event.name) {
    case 'approve':
    case 'reject':
      return {
        ...request,
        decisions: [...request.decisions, event.decision],
        policy: { ...request.policy, ...event.needed },
        ...event.found,
      };
    case 'edit':
    case 'rebase':
      return {
        ...request,
        ...event.content,
        held: undefined,
        decidedWith: undefined,
        changedSources: undefined,
        contentVersion: request.version + 1,
        decisions: [],
      };
    case 'move':
      return movedTo(request, event, nowMs);
    case 'retry':
      return triedAgain(request, event);
    case 'worsen':
      return { ...request, ahead: event.ahead };
    case 'mend':
      return { ...request, ahead: undefined };
    case 'hold_back':
      return heldBack(request, event);
    case 'hold_link':
      return {
        ...request,
        held: event.held,
        ahead: undefined,
        // Earlier reviews no longer count. People are still told who approved.
        contentVersion: request.version + 1,
        expiresAtMs: event.expiresAtMs,
      };
    case 'cancel':
      return { ...request, held: event.held, ahead: undefined };
    case 'after_review':
      return { ...request, afterReview: event.review };
    case 'send':
      return {
        ...request,
        // A link was built on an expected state; now the real one is known.
        base: request.after === undefined ? request.base : event.before,
        sentAtMs: nowMs,
        changedSources: event.changedSources?.length ? event.changedSources : undefined,
      };
    default:
      return withFound(request, event, nowMs);
  }
}

/** The record after the end of a run, or after later findings. */
function withFound(request: ChangeRequest, event: Event, nowMs: number): ChangeRequest {
  switch (event.name) {
    case 'fail':
    case 'succeed':
    case 'lose':
    case 'drift':
      return withOutcome(request, event, nowMs);
    case 'recover':
      return recovered(request, event.lost);
    case 'late_effect':
      return {
        ...request,
        outcome: event.outcome,
        lateUntilMs: undefined,
        lateEffect: { atMs: nowMs, over: event.over },
      };
    case 'overwritten':
      return { ...request, overwritten: { by: event.by, atMs: nowMs } };
    case 'stream_present':
    case 'stream_absent':
    case 'stream_gone':
      return { ...request, stream: withNews(request.stream, event, nowMs) };
    default:
      return inBatch(request, event);
  }
}

function heldBack(
  request: ChangeRequest,
  event: Extract<Event, { readonly name: 'hold_back' }>,
): ChangeRequest {
  const { found, changedSources, policy, expiresAtMs } = event;
  return {
    ...request,
    ...AT_ONCE,
    ...found,
    ahead: undefined,
    contentVersion: request.version + 1,
    decisions: [],
    changedSources: changedSources.length > 0 ? changedSources : undefined,
    policy,
    expiresAtMs,
  };
}

/**
 * A new approval of the same payload. The audit and the history have the end of the old one; an older version is an
 * older try.
 */
function triedAgain(
  request: ChangeRequest,
  event: Extract<Event, { readonly name: 'retry' }>,
): ChangeRequest {
  return {
    ...request,
    outcome: undefined,
    changedSources: undefined,
    sentAtMs: undefined,
    ...AT_ONCE,
    contentVersion: request.version + 1,
    decisions: [event.decision],
    policy: { ...request.policy, ...event.needed },
    ...event.found,
    expiresAtMs: event.expiresAtMs,
  };
}

function withOutcome(
  request: ChangeRequest,
  { name, outcome }: Extract<Event, { readonly name: 'fail' | 'succeed' | 'lose' | 'drift' }>,
  nowMs: number,
): ChangeRequest {
  if (name !== 'fail' || request.state !== 'unconfirmed') return { ...request, outcome };
  // It was looked for in vain, which does not prove that it never comes.
  return { ...request, outcome, lateUntilMs: nowMs + lookedForMs('late_put') };
}

/** Events of batches and their parts only. */
function inBatch(request: ChangeRequest, event: Event): ChangeRequest {
  const { batch } = request;
  switch (event.name) {
    case 'approve_part':
      return {
        ...request,
        ...AT_ONCE,
        decisions: event.decisions,
        effects: event.effects ?? request.effects,
      };
    case 'part_gone':
      return {
        ...request,
        batch: batch && { ...batch, gone: [...(batch.gone ?? []), event.part] },
      };
    case 'part_late':
      return { ...request, batch: batch && withLate(batch, event) };
    case 'halt':
    case 'go_on':
    case 'stop_rest':
      return { ...request, batch: batch && halted(batch, event, request.version + 1) };
    case 'all_done':
    case 'some_failed':
      return { ...request, batch: batch && { ...batch, counts: event.counts } };
    default:
      return request;
  }
}

function halted(
  batch: Batch,
  event: Extract<Event, { readonly name: 'halt' | 'go_on' | 'stop_rest' }>,
  version: number,
): Batch {
  const { halts = [] } = batch;
  if (event.name === 'halt') {
    const { failed, waiting, untilMs } = event;
    return { ...batch, halts: [...halts, { version, failed, waiting, untilMs }] };
  }
  const answer = event.name;
  const answered = openHalt(batch)
    ? halts.map((halt, at) => (at === halts.length - 1 ? { ...halt, answer } : halt))
    : batch.halts;
  return { ...batch, halts: answered, isStopped: answer === 'stop_rest' || undefined };
}

/** A part that failed counts as what it has become. */
function withLate(
  batch: Batch,
  { part, counts }: Extract<Event, { readonly name: 'part_late' }>,
): Batch {
  return { ...batch, late: [...(batch.late ?? []), part], counts: batch.counts && counts };
}
