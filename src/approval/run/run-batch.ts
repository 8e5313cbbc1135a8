import type { ApprovalContext, Result } from '#src/approval/approval-context.ts';
import { commitEvent } from '#src/approval/commit-event.ts';
import { partsOf } from '#src/approval/decide/parts.ts';
import { whyNotDecide } from '#src/approval/decide/permission.ts';
import { countsOf, failedParts, standingOfPart } from '#src/approval/record/batch.ts';
import {
  type ChangeRequest,
  type Person,
  samePerson,
} from '#src/approval/record/change-request.ts';
import type { Event } from '#src/approval/record/event.ts';
import { BATCH_DEFAULTS, openHalt, PARTS_MAX, partId } from '#src/approval/record/part.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import {
  MISSED_AFTER_MS,
  missedFromMs,
  restMissedFromMs,
  runsAtMs,
} from '#src/approval/record/request-times.ts';
import { isStreamGone } from '#src/approval/record/stream-proof.ts';
import { loadViewed, type ViewedVersion } from '#src/approval/record/viewed-version.ts';

type Again = { readonly againAtMs: number } | undefined;

/**
 * Does what a batch needs in its current state: begins it, approves the parts whose turn it is, asks people whether the
 * rest is to run, ends it after its parts, or ends its parts with it. Everything it does is an event of a record, so it
 * can be repeated after any kill, and two replicas can do it at once. Resolves with the time of the next step, if there
 * is one.
 */
export async function runBatch(context: ApprovalContext, id: string): Promise<Again> {
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
      await tellNews(context, batch);
      return advanceParts(context, batch);
    case 'applied':
    case 'failed':
      return tellNews(context, batch);
    case 'rejected':
    case 'withdrawn':
    case 'expired':
      return closeParts(context, batch);
    default:
      return undefined;
  }
}

/** Approves the next parts, as many as may run at a time; or asks whether they are to run; or ends the batch. */
async function advanceParts(context: ApprovalContext, batch: ChangeRequest): Promise<Again> {
  const parts = await partsOf(context, batch);
  const standings = parts.map(standingOfPart);
  const running = standings.filter((standing) => standing === 'runs').length;
  const next = parts.filter((_part, at) => standings[at] === 'waits');
  if (next.length > 0) {
    if (batch.batch?.isStopped) return closeParts(context, batch);
    const failed = failedParts(batch, parts);
    if (failed.length > 0 || openHalt(batch.batch)) {
      // What runs ends first, so that people are asked once and see all of it.
      return running > 0 ? undefined : askWhether(context, batch, { failed, waiting: next.length });
    }
    return approveNext(context, batch, { next, running });
  }
  if (running > 0) return undefined;
  const isWhole =
    parts.length === batch.batch?.parts.length &&
    standings.every((standing) => standing === 'done');
  const name = isWhole ? 'all_done' : 'some_failed';
  const counts = countsOf(parts);
  await commitEvent(context, batch.id, () => ({ name, counts }), batch);
  return undefined;
}

async function approveNext(
  context: ApprovalContext,
  batch: ChangeRequest,
  { next, running }: { readonly next: readonly ChangeRequest[]; readonly running: number },
): Promise<Again> {
  const decisions = batch.decisions.filter(({ kind }) => kind === 'approve');
  const { atOnce = BATCH_DEFAULTS.atOnce, parts = [] } = batch.batch ?? {};
  // After so long, running it would be a surprise, as with any request.
  const isMissed = context.now() >= restMissedFromMs(batch);
  const turn = isMissed ? next : next.slice(0, Math.max(0, atOnce - running));
  for (const part of turn) {
    // Somebody may have stopped the rest since.
    const now = await context.store.load(batch.id);
    if (now?.version !== batch.version) return { againAtMs: context.now() };
    // If another replica has just approved it, this is refused, and the part still counts as running.
    await commitEvent(
      context,
      part.id,
      ({ digest }) =>
        isMissed
          ? { name: 'expire', withBatch: true }
          : {
              name: 'approve_part',
              decisions: decisions.map((made) => ({ ...made, digest })),
              effects: parts.find(({ id }) => id === part.id)?.effects,
            },
      part,
    );
  }
  return undefined;
}

/** Asks people whether the rest is to run, once; without an answer in time it is not. */
async function askWhether(
  context: ApprovalContext,
  batch: ChangeRequest,
  asked: { readonly failed: readonly string[]; readonly waiting: number },
): Promise<Again> {
  const halt = openHalt(batch.batch);
  const untilMs = halt?.untilMs ?? context.now() + MISSED_AFTER_MS;
  if (!halt) {
    await commitEvent(context, batch.id, () => ({ name: 'halt', ...asked, untilMs }), batch);
  } else if (context.now() >= untilMs) {
    await commitEvent(context, batch.id, () => ({ name: 'stop_rest' }), batch);
    return undefined;
  }
  return { againAtMs: untilMs };
}

/** Pings people, once, for each part whose stream has not come back, and for each that took effect after it had failed. */
async function tellNews(context: ApprovalContext, batch: ChangeRequest): Promise<undefined> {
  const parts = await partsOf(context, batch);
  const { gone = [], late = [] } = batch.batch ?? {};
  const counts = countsOf(parts);
  for (const found of parts) {
    const { id: part, lateEffect } = found;
    if (isStreamGone(found) && !gone.includes(part)) {
      await commitEvent(context, batch.id, () => ({ name: 'part_gone', part }));
    }
    if (lateEffect && !late.includes(part)) {
      await commitEvent(context, batch.id, () => ({ name: 'part_late', part, counts }));
    }
  }
}

/** Ends every waiting part in the way in which its batch ended. */
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
  const stopped = batch.history.findLast(({ event }) => event === 'stop_rest');
  const isUnanswered = stopped !== undefined && stopped.person === undefined;
  return state === 'expired' || isUnanswered
    ? { name: 'expire', withBatch: true }
    : { name: 'withdraw', person: stopped?.person ?? requester, withBatch: true };
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

/**
 * Whether the rest of a batch is to run. Who may decide on the batch may say so; its requester may stop it. What runs
 * already runs to its end.
 */
export async function answerHalt(
  context: ApprovalContext,
  id: string,
  {
    answer,
    person,
    viewed,
  }: {
    readonly answer: 'go_on' | 'stop_rest';
    readonly person: Person;
    readonly viewed: ViewedVersion;
  },
): Promise<Result> {
  const found = await loadViewed(context, id, viewed);
  if (!found.ok) return found;
  const { request: loaded } = found;
  const isOwn = answer === 'stop_rest' && samePerson(loaded.requester, person);
  const refusal = isOwn ? undefined : await whyNotDecide(context, loaded, person);
  if (refusal) return { ok: false, refusal, request: loaded };
  return commitEvent(
    context,
    id,
    ({ batch }): Event | Refusal => {
      // It has gone on and asks again: the person did not see for which parts.
      const halt = openHalt(batch);
      const isSeen = answer === 'stop_rest' || !halt || viewed.version >= halt.version;
      if (!isSeen) return { reason: 'wrong_digest' };
      return { name: answer, person };
    },
    loaded,
  );
}
