import { withoutSecrets } from '#src/relay/secret.ts';
import type { ApprovalProject } from './approval-context.ts';
import type { ChangeRequest, EventName } from './change-request.ts';

/** What the audit keeps, as the text of a line. Secrets in addresses are masked; digests are whole. */

/** A transition: who did what to which payload under which policy, and what came of it. */
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
    ...(WITH_CONTENT.has(event) ? contentOf(next) : {}),
    ...(WITH_DECISION.has(event)
      ? {
          note: next.decisions.at(-1)?.note,
          policy: next.policy,
          run_at: iso(next.runAtMs),
          sources: next.pins,
          rivals: next.rivals,
        }
      : {}),
    ...(event === 'after_review' ? { note: next.afterReview?.note } : {}),
    ...(event === 'send' ? { changed_sources: next.changedSources } : {}),
    ...(next.outcome ? { outcome: next.outcome } : {}),
    ...noted,
  });
}

/** A policy that came into force: whoever changes relaydesk.yml leaves this behind. */
export function policyLine(
  { name, cloud, policy }: Pick<ApprovalProject, 'name' | 'cloud' | 'policy'>,
  atMs: number,
): string {
  const { version, ...rest } = policy;
  return auditLine({ at: iso(atMs), event: 'policy', project: name, cloud, version, policy: rest });
}

const WITH_CONTENT: ReadonlySet<EventName> = new Set(['submit', 'edit', 'rebase']);
const WITH_DECISION: ReadonlySet<EventName> = new Set(['approve', 'reject', 'retry']);

function contentOf(next: ChangeRequest) {
  return {
    task_id: next.base.task_id,
    base: next.base,
    payload: next.payload,
    reason: next.reason,
    apply_at: iso(next.applyAtMs),
    reverts: next.reverts,
    break_glass: next.breakGlass,
    policy: next.policy,
  };
}

function iso(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

/** The text of a line: JSON, with secrets masked. */
export function auditLine(fields: object): string {
  return JSON.stringify(withoutSecrets(fields));
}
