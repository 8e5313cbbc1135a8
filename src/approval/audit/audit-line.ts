import type { ApprovalProject } from '#src/approval/approval-context.ts';
import type { FreezeNews } from '#src/approval/policy/freeze-store.ts';
import type { ChangeRequest, EventName, FollowUp } from '#src/approval/record/change-request.ts';
import { questionOfLine } from '#src/approval/record/question.ts';
import { withoutSecrets } from '#src/relay/secret.ts';

/** The text of the lines of the audit. Secrets in addresses are masked; digests are complete. */

/** A transition: who did what to which payload under which policy, and the outcome. */
export function transitionLine(
  next: ChangeRequest,
  noted: Readonly<Record<string, unknown>> = {},
): string {
  const last = next.history.at(-1);
  const event = last?.event ?? 'submit';
  return auditLine({
    at: iso(last?.atMs ?? next.createdAtMs),
    request: next.id,
    project: next.project,
    cloud: next.cloud,
    version: next.version,
    event,
    state: next.state,
    person: last?.person,
    digest: next.digest,
    ...detailsOf[event]?.(next),
    outcome: next.outcome,
    ...noted,
  });
}

/** A new policy is in force: written when relaydesk.yml has changed. */
export function policyLine(
  { name, cloud, policy }: Pick<ApprovalProject, 'name' | 'cloud' | 'policy'>,
  atMs: number,
): string {
  const { version, ...rest } = policy;
  return auditLine({ at: iso(atMs), event: 'policy', project: name, cloud, version, policy: rest });
}

/** Somebody froze a project or a task in chat, or lifted a freeze. */
export function freezeLine(
  { name, cloud }: Pick<ApprovalProject, 'name' | 'cloud'>,
  { kind, freeze, by, atMs }: FreezeNews,
): string {
  const { fromMs, toMs, reason, chat } = freeze;
  return auditLine({
    at: iso(atMs),
    event: kind,
    project: name,
    cloud,
    task_id: chat.task?.id,
    freeze: chat.id,
    from: iso(fromMs),
    until: iso(toMs),
    person: by,
    reason,
  });
}

const content = (next: ChangeRequest) => ({
  task_id: next.base.task_id,
  base: next.base,
  payload: next.payload,
  reason: next.reason,
  called: next.called,
  apply_at: iso(next.applyAtMs),
  reverts: next.reverts,
  after: next.after,
  decided_with: next.decidedWith,
  way_back: next.wayBack && followUp(next.wayBack),
  break_glass: next.breakGlass,
  policy: next.policy,
});

const followUp = ({ id, applyAtMs, change, payload, digest }: FollowUp) => ({
  id,
  apply_at: iso(applyAtMs),
  change,
  payload,
  digest,
});

function movement({ moves = [] }: ChangeRequest) {
  const { fromMs, toMs, back, voided } = moves.at(-1) ?? {};
  return {
    from: iso(fromMs),
    to: iso(toMs),
    back: back && { from: iso(back.fromMs), to: iso(back.toMs) },
    approvals: voided && { void_by: voided },
  };
}

const decision = (next: ChangeRequest) => ({
  note: next.decisions.at(-1)?.note,
  policy: next.policy,
  run_at: iso(next.runAtMs),
  way_back: next.wayBack && { id: next.wayBack.id, digest: next.wayBack.digest },
  sources: next.pins,
  rivals: next.rivals,
  measured: next.known,
});

/** Includes the question, since its own line may be far above. */
function answered(next: ChangeRequest) {
  const line = next.history.at(-1);
  const { question } = (line && questionOfLine(next, line)) ?? {};
  return { note: question?.answer?.text, question: question?.text };
}

/** What the line of an event says in addition to what all lines say. */
const detailsOf: Partial<Record<EventName, (next: ChangeRequest) => object>> = {
  submit: content,
  edit: content,
  move: (next) => ({ ...content(next), move: movement(next) }),
  rebase: content,
  approve: decision,
  reject: decision,
  retry: decision,
  after_review: ({ afterReview }) => ({ note: afterReview?.note }),
  cancel: ({ held }) => ({ held }),
  ask: ({ questions }) => ({ note: questions?.at(-1)?.text }),
  answer: answered,
  send: ({ changedSources }) => ({ changed_sources: changedSources }),
};

function iso(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

export function auditLine(fields: object): string {
  return JSON.stringify(withoutSecrets(fields));
}
