import type {
  Approvers,
  ChangeRequest,
  Decision,
  EventName,
  Person,
  PolicySnapshot,
  State,
} from '#src/approval/record/change-request.ts';
import type { ViewedVersion } from '#src/approval/record/viewed-version.ts';
import type { Content, Event } from '#src/approval/record/event.ts';
import { unreadableFields } from '#src/relay/field.ts';
import { countsOf } from '#src/approval/record/batch.ts';
import { buildPayload, digestOf } from '#src/relay/payload.ts';
import { hourMs, nowMs, taskWith } from '../relay/sample-task.ts';

/** The cloud id of a project of the tests. */
export const cloudOf = (project: string): string =>
  `live.${project}.myhuaweicloud.com:443/0123456789abcdef0123456789abcdef`;

export const CLOUD = cloudOf('live-prod');

export const requester = person('U0REQUESTER');
export const lead = person('U0LEAD');
export const secondLead = person('U0SECONDLEAD');
export const outsider = person('U0OUTSIDER');

export const leads: Approvers = { users: [lead.userId, secondLead.userId], usergroups: [] };

export function person(userId: string): Person {
  return { userId };
}

/** A request to pause a task that is on air, made at `nowMs` and open for four hours. */
export function requestWith(fields: Partial<ChangeRequest> = {}): ChangeRequest {
  const base = fields.base ?? taskWith();
  const change = fields.change ?? { status: 'pause' };
  // Older versions built payloads for unreadable tasks; today's code does not.
  const readable = unreadableFields(base).length === 0 ? base : taskWith();
  const payload = buildPayload({ base: readable, change, send: 'merged', nowMs });
  return {
    schema: 1,
    id: 'R-142',
    version: 1,
    state: 'pending',
    project: 'live-prod',
    cloud: cloudOf(fields.project ?? 'live-prod'),
    base,
    change,
    payload,
    digest: digestOf(payload),
    contentVersion: 1,
    reason: 'The programme ends early.',
    requester,
    policy: policyOf(1),
    createdAtMs: nowMs,
    expiresAtMs: nowMs + 4 * hourMs,
    decisions: [],
    history: [{ event: 'submit', state: 'pending', atMs: nowMs, person: requester }],
    ...fields,
  };
}

/** The version of `requestWith`'s request as people see it. */
export const viewed: ViewedVersion = { version: 1, digest: requestWith().digest };

/** What a request of the leads' project needs. */
export function policyOf(quorum: number, ...lists: readonly Approvers[]): PolicySnapshot {
  return { quorum, approverLists: lists.length === 0 ? [leads] : lists, rules: [] };
}

export function decisionBy(who: Person, kind: Decision['kind'] = 'approve'): Decision {
  return { kind, person: who, atMs: nowMs, digest: requestWith().digest };
}

/** Different content: the task should loop twice. */
export const otherContent: Content = contentOf(
  requestWith({ change: { vod_loop_time: '2' }, reason: 'Another.', expiresAtMs: nowMs + hourMs }),
);

/** The approved request of `requestWith`, marked before its PUT. */
export const markedRequest: ChangeRequest = requestWith({
  state: 'applying',
  version: 4,
  sentAtMs: nowMs + 3,
  decisions: [decisionBy(lead)],
  history: [
    ...requestWith().history,
    { event: 'approve', state: 'approved', atMs: nowMs + 1, person: lead },
    { event: 'claim', state: 'applying', atMs: nowMs + 2 },
    { event: 'send', state: 'applying', atMs: nowMs + 3 },
  ],
});

function contentOf(request: ChangeRequest): Content {
  const { base, change, payload, digest, reason, policy, expiresAtMs, applyAtMs } = request;
  return { base, change, payload, digest, reason, policy, expiresAtMs, applyAtMs };
}

/** An event of each name, caused by a person who may. */
export function eventNamed(name: Exclude<EventName, 'submit'>): Event {
  switch (name) {
    case 'approve':
    case 'reject':
      return { name, decision: decisionBy(lead, name), needed: { quorum: 1 } };
    case 'withdraw':
      return { name, person: requester };
    case 'expire':
    case 'claim':
    case 'begin':
    case 'remind':
    case 'escalate':
      return { name };
    case 'approve_part':
      return { name, decisions: [decisionBy(lead)] };
    case 'halt':
      return { name, failed: ['R-142.1'], waiting: 2, untilMs: nowMs + hourMs };
    case 'go_on':
    case 'stop_rest':
      return { name, person: lead };
    case 'part_gone':
      return { name, part: 'R-142.1' };
    case 'part_late':
      return { name, part: 'R-142.1', counts: countsOf([]) };
    case 'all_done':
    case 'some_failed':
      return { name, counts: countsOf([]) };
    case 'send':
      return { name, before: requestWith().base };
    case 'ask_review':
      return { name };
    case 'recover':
      return { name, lost: markedRequest };
    case 'late_effect':
      return { name, outcome: { sent: true }, over: 'R-150' };
    case 'overwritten':
      return { name, by: 'R-150' };
    case 'after_review':
      return { name, review: { person: lead, note: 'It was right.', atMs: nowMs + 1 } };
    case 'edit':
    case 'rebase':
      return { name, person: name === 'edit' ? requester : lead, content: otherContent };
    case 'move':
      return { name, person: requester, content: otherContent, voided: 'payload' };
    case 'worsen':
      return { name, ahead: { pins: [{ file: 1, sizeBytes: 7 }] } };
    case 'mend':
      return { name };
    case 'hold_link':
      return { name, held: { why: 'gone', by: 'R-141' }, expiresAtMs: nowMs + hourMs };
    case 'cancel':
      return { name, held: { why: 'ended', by: 'R-141', state: 'failed' } };
    case 'ask':
      return { name, question: { person: lead, atMs: nowMs + 1, text: 'Why now?' } };
    case 'answer':
      return { name, index: 0, answer: { person: requester, atMs: nowMs + 2, text: 'It ends.' } };
    case 'hold_back':
      return {
        name,
        found: { effects: [] },
        changedSources: [],
        policy: policyOf(1),
        expiresAtMs: nowMs + 9 * hourMs,
      };
    case 'retry':
      return {
        name,
        decision: decisionBy(lead),
        needed: { quorum: 1 },
        expiresAtMs: nowMs + 9 * hourMs,
      };
    case 'stream_present':
      return { name, stream: { sinceMs: nowMs } };
    case 'stream_absent':
    case 'stream_gone':
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
