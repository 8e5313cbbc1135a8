import type { ApprovalContext, ApprovalProject, Result } from '#src/approval/approval-context.ts';
import { neededNow, whyNobodyCan, whyNotRequest } from '#src/approval/decide/permission.ts';
import { type Demands, strictest } from '#src/approval/policy/requirement.ts';
import { effectsOfParts, inRunningOrder, takesFromViewers } from '#src/approval/record/batch.ts';
import {
  type ChangeRequest,
  type Person,
  samePerson,
} from '#src/approval/record/change-request.ts';
import { BATCH_DEFAULTS, digestOfParts, type LeftOut, partId } from '#src/approval/record/part.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { effectsInBatch } from '#src/approval/states/batch-effects.ts';
import { effectsOfSubmit } from '#src/approval/states/effects.ts';
import type { Change } from '#src/relay/change.ts';
import type { OnFailure } from '#src/relay/preset.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { openLimitOf, whyNotOpen } from './open-limit.ts';
import { firstVersion, writeFirst } from './submit.ts';

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
  /**
   * An earlier attempt under this id wrote parts and no batch, and they are not what is asked for now, or are closed:
   * it has to be submitted under another id.
   */
  readonly isIdSpent?: true | undefined;
};

const WRITTEN_AT_ONCE = 10;

/**
 * Checks everything, writes the parts, which do nothing by themselves, and then the batch, on which people decide. After
 * a kill in between, the parts are closed some time later.
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
  const planned = await planParts(context, submission);
  if ('refusal' in planned) return { ok: false, ...planned };
  const batch = batchOf(context, submission, planned.toSorted(inRunningOrder));
  const alone = await whyNobodyCan(context, batch.policy, requester);
  if (alone) return { ok: false, refusal: alone };
  if (batch.policy.quorum === 0 && takesFromViewers(batch) && !submission.isConfirmed) {
    return { ok: false, refusal: { reason: 'not_confirmed' } };
  }
  const notWritten = await writeParts(context, submission, planned);
  if (notWritten) {
    // Its twin may have been faster, and its parts may run already.
    const twin = await context.store.load(id);
    return twin ? sameBatch(twin, requester) : { ok: false, ...notWritten };
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

/** The parts as they would be written, in the order of the tasks, or why one may not be asked for. */
async function planParts(
  context: ApprovalContext,
  { id, project, reason, requester, tasks }: BatchSubmission,
): Promise<readonly ChangeRequest[] | { readonly refusal: Refusal; readonly task: RelayTask }> {
  const parts: ChangeRequest[] = [];
  for (const [at, some] of inChunks(tasks)) {
    const planned = await Promise.all(
      some.map(({ base, change, reverts }, nth) => {
        const part = { partOf: id, within: tasks };
        const asked = { base, change, reverts, project, reason, requester, ...part };
        return firstVersion(context, { ...asked, id: partId(id, at + nth + 1) });
      }),
    );
    for (const [nth, part] of planned.entries()) {
      const task = some[nth]?.base;
      if (!('refusal' in part)) parts.push(part);
      else if (task) return { refusal: part.refusal, task };
    }
  }
  return parts;
}

/** Why the parts could not be written; undefined: they were, by this attempt or by its twin. */
async function writeParts(
  context: ApprovalContext,
  submission: BatchSubmission,
  planned: readonly ChangeRequest[],
): Promise<Omit<Extract<BatchResult, { readonly ok: false }>, 'ok'> | undefined> {
  const { id, project } = submission;
  const limit = openLimitOf(context, { ...submission, partOf: id });
  for (const [, some] of inChunks(planned)) {
    const results = await Promise.all(
      some.map((part) => writeFirst(context, project, part, limit)),
    );
    for (const [nth, result] of results.entries()) {
      const part = some[nth];
      if (!result || !part) continue;
      const { request: written, ok } = result;
      const task = part.base;
      if (!ok && !written) return { refusal: result.refusal, task };
      if (!ok || !isAsPlanned(written, part)) {
        return { refusal: { reason: 'already_open', id: part.id }, task, isIdSpent: true };
      }
    }
  }
  return undefined;
}

/** A part of an earlier attempt may be closed by now, or send something else. */
function isAsPlanned({ state, digest }: ChangeRequest, planned: ChangeRequest): boolean {
  return state === 'pending' && digest === planned.digest;
}

function* inChunks<Item>(items: readonly Item[]): Generator<readonly [number, readonly Item[]]> {
  for (let from = 0; from < items.length; from += WRITTEN_AT_ONCE) {
    yield [from, items.slice(from, from + WRITTEN_AT_ONCE)];
  }
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
  const { expiresAfterMs: _, place, ...asked } = demands.reduce(strictest);
  // With the longest hold of any part, all parts run later.
  const policy = neededNow(context, { ...first, policy: asked, parts });
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
