import { z } from 'zod';
import type { AuditLine } from '#src/approval/audit/audit.ts';
import { fromJson } from '#src/basics/from-json.ts';
import { escaped, escapedWithin, mention, moment } from '#src/slack/kit/text.ts';

/** Lines of any version of relaydesk; missing parts are not shown. */
const lineSchema = z.looseObject({
  at: z.string().optional(),
  request: z.string().optional(),
  project: z.string().optional(),
  cloud: z.string().optional(),
  event: z.string().optional(),
  state: z.string().optional(),
  person: z.looseObject({ userId: z.string() }).optional(),
  digest: z.string().optional(),
  note: z.string().optional(),
  reason: z.string().optional(),
  task_id: z.string().optional(),
  until: z.string().optional(),
  outcome: z.looseObject({ request_id: z.string().optional() }).optional(),
});

export type AuditFacts = z.infer<typeof lineSchema> & { readonly hash: string };

export function auditFacts({ line, hash }: AuditLine): AuditFacts {
  // Without facts, relaydesk did not write it. `verify` reports it; the other lines are still shown.
  return { ...lineSchema.safeParse(fromJson(line)).data, hash };
}

/** Whether a line is about this project, whatever its name was; lines of 0.2.0 hold only a name. */
export function isAboutProject(
  facts: AuditFacts,
  { name, cloud }: { readonly name: string; readonly cloud: string },
): boolean {
  return facts.cloud === undefined ? facts.project === name : facts.cloud === cloud;
}

/** One line of the audit as mrkdwn, with stored names of events and states. */
export function auditLineText(facts: AuditFacts): string {
  const { at, event = '?', person, request, state, digest, outcome, note, reason, hash } = facts;
  const untilMs = Date.parse(facts.until ?? '');
  const ms = Date.parse(at ?? '');
  const said = note ?? reason;
  const parts = [
    Number.isNaN(ms) ? undefined : moment(ms),
    `*${escapedWithin(event, 40)}*`,
    person && mention(person.userId),
    request && escapedWithin(request, 40),
    state && escapedWithin(state, 40),
    // Of a freeze, which is about no request.
    !request && facts.task_id && `\`${escapedWithin(facts.task_id, 64)}\``,
    Number.isNaN(untilMs) ? undefined : `→ ${moment(untilMs)}`,
    digest && `digest \`${escaped(digest.slice(0, 12))}\``,
    outcome?.request_id && `request_id \`${escapedWithin(outcome.request_id, 100)}\``,
    said && `“${escapedWithin(said.replaceAll('\n', ' '), 120)}”`,
    `\`${hash.slice(0, 8)}\``,
  ];
  return parts.filter(Boolean).join(' · ');
}
