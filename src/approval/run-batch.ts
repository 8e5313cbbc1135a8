import type { ApprovalContext } from './approval-context.ts';
import { countsOf, standingOfPart } from './batch.ts';
import type { ChangeRequest } from './change-request.ts';
import { commitEvent } from './commit-event.ts';
import type { Event } from './event.ts';
import { AT_ONCE, PARTS_MAX, partId } from './part.ts';
import { partsOf } from './parts.ts';
import { missedFromMs, runsAtMs } from './request-times.ts';
import { isStreamGone } from './stream-proof.ts';

/**
 * Does what a batch needs in its current state: begins it, approves the parts whose turn it is, ends it after its
 * parts, or ends its parts with it. Everything it does is an event of a record, so it can be repeated after any kill,
 * and two replicas can do it at once. Resolves with the time of the next step, if there is one.
 */
export async function runBatch(
  context: ApprovalContext,
  id: string,
): Promise<{ readonly againAtMs: number } | undefined> {
  const batch = await context.store.load(id);
  if (!batch) return closeOrphans(context, id);
  switch (batch.state) {
    case 'approved': {
      if (context.now() >= missedFromMs(batch)) {
        await commitEvent(context, id, () => ({ name: 'expire' }), batch);
        return undefined;
      }
      const runMs = runsAtMs(batch) ?? 0;
      if (context.now() < runMs) return { againAtMs: runMs };
      const begun = await commitEvent(context, id, () => ({ name: 'begin' }), batch);
      return begun.ok ? advanceParts(context, begun.request) : undefined;
    }
    case 'applying':
      await tellGone(context, batch);
      return advanceParts(context, batch);
    case 'applied':
    case 'failed':
      return tellGone(context, batch);
    case 'rejected':
    case 'withdrawn':
    case 'expired':
      return closeParts(context, batch);
    default:
      return undefined;
  }
}

/** Approves the next parts, as many as may run at a time, or ends the batch. */
async function advanceParts(context: ApprovalContext, batch: ChangeRequest): Promise<undefined> {
  const parts = await partsOf(context, batch);
  const standings = parts.map(standingOfPart);
  const running = standings.filter((standing) => standing === 'runs').length;
  const next = parts.filter((_part, at) => standings[at] === 'waits');
  const decisions = batch.decisions.filter(({ kind }) => kind === 'approve');
  // After so long, running it would be a surprise, as with any request.
  const isMissed = context.now() >= missedFromMs(batch);
  const turn = isMissed ? next : next.slice(0, Math.max(0, AT_ONCE - running));
  for (const part of turn) {
    // If another replica has just approved it, this is refused, and the part still counts as running.
    await commitEvent(
      context,
      part.id,
      ({ digest }) =>
        isMissed
          ? { name: 'expire', withBatch: true }
          : { name: 'approve_part', decisions: decisions.map((made) => ({ ...made, digest })) },
      part,
    );
  }
  if (running > 0 || next.length > 0) return;
  const isWhole =
    parts.length === batch.batch?.parts.length &&
    standings.every((standing) => standing === 'done');
  const name = isWhole ? 'all_done' : 'some_failed';
  const counts = countsOf(parts);
  await commitEvent(context, batch.id, () => ({ name, counts }), batch);
}

/** Pings people for each part whose stream has not come back, once. */
async function tellGone(context: ApprovalContext, batch: ChangeRequest): Promise<undefined> {
  for (const part of await partsOf(context, batch)) {
    if (!isStreamGone(part) || batch.batch?.gone?.includes(part.id)) continue;
    await commitEvent(context, batch.id, () => ({ name: 'part_gone', part: part.id }));
  }
}

/** Whatever ended the batch also ends every waiting part. */
async function closeParts(context: ApprovalContext, batch: ChangeRequest): Promise<undefined> {
  for (const part of await partsOf(context, batch)) {
    if (part.state !== 'pending') continue;
    await commitEvent(context, part.id, (current) => closing(batch, current), part);
  }
}

function closing(batch: ChangeRequest, part: ChangeRequest): Event {
  const { decisions, requester, state } = batch;
  const rejected = decisions.findLast(({ kind }) => kind === 'reject');
  if (state === 'rejected' && rejected) {
    const { quorum, slots, holdMs } = part.policy;
    const decision = { ...rejected, digest: part.digest };
    return { name: 'reject', decision, needed: { quorum, slots, holdMs }, withBatch: true };
  }
  return state === 'expired'
    ? { name: 'expire', withBatch: true }
    : { name: 'withdraw', person: requester, withBatch: true };
}

/** Parts whose batch was never written: its requester was told that it failed, or got no answer. */
async function closeOrphans(context: ApprovalContext, id: string): Promise<undefined> {
  const ids = Array.from({ length: PARTS_MAX }, (_part, at) => partId(id, at + 1));
  for (const part of await Promise.all(ids.map(context.store.load))) {
    if (part?.partOf !== id || part.state !== 'pending') continue;
    const { requester: person } = part;
    await commitEvent(
      context,
      part.id,
      () => ({ name: 'withdraw', person, withBatch: true }),
      part,
    );
  }
}
