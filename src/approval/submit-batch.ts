import type { Change } from '#src/relay/change.ts';
import type { OnFailure } from '#src/relay/preset.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import type { ApprovalContext, ApprovalProject, Result } from './approval-context.ts';
import { effectsInBatch } from './batch-effects.ts';
import { effectsOfParts, inRunningOrder, takesFromViewers } from './batch.ts';
import { type ChangeRequest, type Person, samePerson } from './change-request.ts';
import { effectsOfSubmit } from './effects.ts';
import type { LeftOut } from './left-out.ts';
import { openLimitOf, whyNotOpen } from './open-limit.ts';
import { BATCH_DEFAULTS, digestOfParts, partId } from './part.ts';
import { whyNobodyCan, whyNotRequest } from './permission.ts';
import type { Refusal } from './refusal.ts';
import { type Demands, strictest } from './requirement.ts';
import { submit } from './submit.ts';

/** One change for many tasks, or a change for each. */
export interface BatchSubmission {
  /** Id of the new request; submitting it again returns the same request. */
  readonly id: string;
  readonly project: ApprovalProject;
  /** Always in the same order, since the id of a part depends on it. */
  readonly tasks: readonly BatchTask[];
  /** What could not be included: it is shown with the batch. */
  readonly left?: readonly LeftOut[] | undefined;
  readonly preset?: string | undefined;
  /** The batch that it reverts. */
  readonly reverts?: string | undefined;
  /** Undefined: as the project says. */
  readonly onFailure?: OnFailure | undefined;
  readonly reason: string;
  readonly requester: Person;
  /** Whether the requester was asked once more, which is needed if viewers may lose something and nobody approves. */
  readonly isConfirmed: boolean;
}

export interface BatchTask {
  readonly base: RelayTask;
  readonly change: Change;
  /** The request that this one reverts. */
  readonly reverts?: string | undefined;
}

export type BatchResult = Result & {
  /** The task whose part was refused. */
  readonly task?: RelayTask | undefined;
};

/** Parts that are written at a time. */
const WRITTEN_AT_ONCE = 10;

/**
 * Writes the parts, which do nothing by themselves, and then the batch, on which people decide. After a kill in
 * between, the parts are closed some time later.
 */
export async function submitBatch(
  context: ApprovalContext,
  submission: BatchSubmission,
): Promise<BatchResult> {
  const { id, project, requester } = submission;
  const refusal = await whyNotRequest(context, project, requester);
  if (refusal) return { ok: false, refusal };
  const earlier = await context.store.load(id);
  if (earlier) return sameBatch(earlier, requester);
  const written = await writeParts(context, submission);
  if ('refusal' in written) return { ok: false, ...written };
  const batch = batchOf(context, submission, written.parts);
  const alone = await whyNobodyCan(context, batch.policy, requester);
  if (alone) return { ok: false, refusal: alone };
  if (batch.policy.quorum === 0 && takesFromViewers(batch) && !submission.isConfirmed) {
    return { ok: false, refusal: { reason: 'not_confirmed' } };
  }
  const commit = await context.store.commit(batch, {
    ...effectsInBatch(effectsOfSubmit(batch, project.policy), undefined, batch),
    openRequestLimit: openLimitOf(context, submission),
  });
  if (commit.kind === 'stale' && commit.current) return sameBatch(commit.current, requester);
  const notOpen = whyNotOpen(commit);
  if (notOpen) return { ok: false, refusal: notOpen };
  return { ok: true, request: batch };
}

/** It was submitted before: twice at once, or the first answer was lost. */
function sameBatch(earlier: ChangeRequest, requester: Person): Result {
  return samePerson(earlier.requester, requester) && earlier.batch
    ? { ok: true, request: earlier }
    : { ok: false, refusal: { reason: 'already_open', id: earlier.id }, request: earlier };
}

async function writeParts(
  context: ApprovalContext,
  submission: BatchSubmission,
): Promise<
  | { readonly parts: readonly ChangeRequest[] }
  | { readonly refusal: Refusal; readonly task: RelayTask }
> {
  const { id, project, reason, requester, tasks } = submission;
  const parts: ChangeRequest[] = [];
  for (let from = 0; from < tasks.length; from += WRITTEN_AT_ONCE) {
    const some = tasks.slice(from, from + WRITTEN_AT_ONCE);
    const results = await Promise.all(
      some.map(({ base, change, reverts }, at) => {
        const asked = { base, change, reverts, project, reason, requester, partOf: id };
        return submit(context, { ...asked, id: partId(id, from + at + 1) });
      }),
    );
    for (const [at, result] of results.entries()) {
      const task = some[at]?.base;
      if (!result.ok && task) return { refusal: result.refusal, task };
      if (result.ok) parts.push(result.request);
    }
  }
  return { parts: parts.toSorted(inRunningOrder) };
}

function batchOf(
  context: ApprovalContext,
  { id, project, left, preset, reverts, onFailure, reason, requester }: BatchSubmission,
  parts: readonly ChangeRequest[],
): ChangeRequest {
  const [first] = parts;
  if (!first) throw new Error('a batch without parts');
  const listed = parts.map((part) => ({
    id: part.id,
    taskId: part.base.task_id,
    digest: part.digest,
  }));
  const settings = project.batches ?? BATCH_DEFAULTS;
  const nowMs = context.now();
  const expiresAtMs = Math.min(...parts.map((part) => part.expiresAtMs));
  const demands = parts.map(({ policy, place }): Demands => {
    return { ...policy, place, expiresAfterMs: expiresAtMs - nowMs };
  });
  const { expiresAfterMs: _, place, ...policy } = demands.reduce(strictest);
  const state = policy.quorum === 0 ? 'approved' : 'pending';
  const { base, change, payload, cloud } = first;
  return {
    schema: 1,
    id,
    version: 1,
    contentVersion: 1,
    state,
    project: project.name,
    cloud,
    base,
    change,
    payload,
    batch: {
      parts: listed,
      left: left?.length ? left : undefined,
      preset,
      onFailure: onFailure ?? settings.onFailure,
      atOnce: settings.atOnce,
    },
    digest: digestOfParts(listed),
    effects: effectsOfParts(parts),
    reason,
    requester,
    reverts,
    policy,
    place,
    createdAtMs: nowMs,
    expiresAtMs,
    runAtMs: state === 'approved' && policy.holdMs ? nowMs + policy.holdMs : undefined,
    decisions: [],
    history: [{ event: 'submit', state, atMs: nowMs, person: requester }],
  };
}
