import type {
  ChangeRequest,
  Decision,
  EventName,
  Person,
  State,
} from '#src/approval/change-request.ts';
import type { Event } from '#src/approval/transition.ts';
import { buildPayload, digestOf } from '#src/relay/payload.ts';
import { hourMs, nowMs, taskWith } from '../relay/sample-task.ts';

export const TEAM = 'T0DESK';

export const requester = person('U0REQUESTER');
export const lead = person('U0LEAD');
export const secondLead = person('U0SECONDLEAD');
export const outsider = person('U0OUTSIDER');

export function person(userId: string, teamId = TEAM): Person {
  return { teamId, userId };
}

/** A request to pause a task that is on air, made at `nowMs` and open for four hours. */
export function requestWith(fields: Partial<ChangeRequest> = {}): ChangeRequest {
  const base = fields.base ?? taskWith();
  const change = fields.change ?? { status: 'pause' };
  const payload = buildPayload({ base, change, send: 'merged', nowMs });
  return {
    schema: 1,
    id: 'R-142',
    version: 1,
    state: 'pending',
    project: 'live-prod',
    base,
    change,
    payload,
    digest: digestOf(payload),
    reason: 'The programme ends early.',
    requester,
    policy: { quorum: 1, approvers: { users: [lead.userId, secondLead.userId], usergroups: [] } },
    createdAtMs: nowMs,
    expiresAtMs: nowMs + 4 * hourMs,
    decisions: [],
    history: [{ event: 'submit', state: 'pending', atMs: nowMs, person: requester }],
    ...fields,
  };
}

export function decisionBy(who: Person, kind: Decision['kind'] = 'approve'): Decision {
  return { kind, person: who, atMs: nowMs, digest: requestWith().digest };
}

/** An event of each name; those that people cause are caused by the person who may. */
export function eventNamed(name: Exclude<EventName, 'submit'>): Event {
  switch (name) {
    case 'approve':
    case 'reject':
      return { name, decision: decisionBy(lead, name) };
    case 'withdraw':
      return { name, person: requester };
    case 'expire':
    case 'claim':
    case 'send':
      return { name };
    case 'succeed':
    case 'fail':
    case 'lose':
    case 'drift':
      return { name, outcome: { sent: name !== 'drift' } };
  }
}

export function requestIn(state: State): ChangeRequest {
  return requestWith({ state, version: 5 });
}
