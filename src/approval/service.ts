import { type Change } from '#src/relay/change.ts';
import { buildPayload, digestOf, type SendMode } from '#src/relay/payload.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import {
  type ChangeRequest,
  type Outcome,
  type Person,
  type PolicySnapshot,
  samePerson,
} from './change-request.ts';
import { decisionRefusal, frozenRefusal, requestRefusal, type Standing } from './policy.ts';
import type { Directory, RequestStore } from './ports.ts';
import type { Refusal } from './refusal.ts';
import { freezeAt, type ProjectPolicy, requirementFor, stricter } from './requirement.ts';
import { effectsOfSubmit, type Event, transition } from './transition.ts';

/** A project as far as approving is concerned. */
export interface ApprovalProject {
  readonly name: string;
  readonly send: SendMode;
  readonly policy: ProjectPolicy;
}

export type Result =
  | { readonly ok: true; readonly request: ChangeRequest }
  | { readonly ok: false; readonly refusal: Refusal; readonly request?: ChangeRequest };

export interface Submission {
  /** The form that was submitted; submitting it again gives the same request. */
  readonly draftId: string;
  readonly project: ApprovalProject;
  readonly base: RelayTask;
  readonly change: Change;
  readonly reason: string;
  readonly requester: Person;
}

export interface DecisionInput {
  readonly id: string;
  readonly kind: 'approve' | 'reject';
  readonly person: Person;
  /** Digest of the payload that the person was looking at. */
  readonly digest: string;
  readonly note?: string | undefined;
}

/** How an execution ends; each is an event of the state table. */
export type Ending = 'succeed' | 'fail' | 'lose' | 'drift';

interface Dependencies {
  readonly store: RequestStore;
  readonly directory: Directory;
  readonly projects: ReadonlyMap<string, ApprovalProject>;
  /** The workspace that this desk belongs to. */
  readonly teamId: () => string;
  readonly now: () => number;
}

export type ApprovalService = ReturnType<typeof createApprovalService>;

/** The only writer of change requests. Every outcome that a person can cause is a value. */
export function createApprovalService(desk: Dependencies) {
  return {
    load: desk.store.load,
    whyNotRequest: (project: ApprovalProject, person: Person) =>
      whyNotRequest(desk, project, person),
    whyNotDecide: (request: ChangeRequest, person: Person) => whyNotDecide(desk, request, person),
    submit: (submission: Submission) => submit(desk, submission),
    decide: (input: DecisionInput) => decide(desk, input),
    withdraw: (id: string, person: Person) =>
      apply(desk, id, ({ requester }) =>
        samePerson(requester, person)
          ? { name: 'withdraw', person }
          : { reason: 'not_the_requester' },
      ),
    expire: (id: string) => apply(desk, id, () => ({ name: 'expire' })),
    /** Nobody has decided yet: the thread says so again, and later the second line is called. */
    nudge: (id: string, name: 'remind' | 'escalate') =>
      apply(desk, id, ({ project }) => {
        const policy = desk.projects.get(project)?.policy;
        return { name, ...(policy?.remindAfterMs ? { remindAfterMs: policy.remindAfterMs } : {}) };
      }),
    /** Why nothing is run in this project now, or undefined. */
    whyFrozen: (projectName: string) => frozenNow(desk, projectName),
    /** Takes an approved request for execution, together with its relay task. */
    claim: (id: string) => apply(desk, id, () => ({ name: 'claim' })),
    /** Marks that the PUT is about to leave. A refusal means: somebody took over, send nothing. */
    markSent: (claimed: ChangeRequest) => advance(desk, claimed, { name: 'send' }),
    /** Records how the execution ended, if the version the executor holds still stands. */
    finish: (claimed: ChangeRequest, name: Ending, outcome: Outcome) =>
      advance(desk, claimed, { name, outcome }),
  };
}

/** How often a decision is taken anew after losing a race. Every loss is somebody else's progress. */
const ATTEMPTS_MAX = 8;

/** Applies an event to the newest version, again after each lost race, until it is in or refused. */
async function apply(
  desk: Dependencies,
  id: string,
  eventFor: (request: ChangeRequest) => Event | Refusal,
): Promise<Result> {
  let request = await desk.store.load(id);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    if (!request) return { ok: false, refusal: { reason: 'not_found' } };
    const event = eventFor(request);
    if ('reason' in event) return { ok: false, refusal: event, request };
    const step = transition(request, event, desk.now());
    if (!step.ok) return { ok: false, refusal: step.refusal, request };
    const commit = await desk.store.commit(step.next, step.effects);
    if (commit.kind === 'written') return { ok: true, request: step.next };
    if (commit.kind === 'locked') return { ok: false, refusal: { reason: 'busy' }, request };
    request = commit.current;
  }
  return { ok: false, refusal: { reason: 'busy' } };
}

/** Applies an event to the version in hand and to no other: that version is the fencing token. */
async function advance(desk: Dependencies, held: ChangeRequest, event: Event): Promise<Result> {
  const step = transition(held, event, desk.now());
  if (!step.ok) return { ok: false, refusal: step.refusal };
  const commit = await desk.store.commit(step.next, step.effects);
  return commit.kind === 'written'
    ? { ok: true, request: step.next }
    : { ok: false, refusal: { reason: 'busy' } };
}

async function standingOf(
  desk: Dependencies,
  person: Person,
  usergroups: readonly string[],
): Promise<Standing | undefined> {
  // Slack being unreachable is expected here, and means no: an outage must not widen anything.
  return desk.directory.standing(person, usergroups).catch(() => undefined);
}

async function whyNotRequest(
  desk: Dependencies,
  project: ApprovalProject,
  person: Person,
): Promise<Refusal | undefined> {
  const { policy } = project;
  const standing = await standingOf(desk, person, policy.requesters?.usergroups ?? []);
  if (!standing) return { reason: 'identity_unavailable' };
  return requestRefusal({ policy, person, standing, teamId: desk.teamId() });
}

/** Why this person cannot decide on the request as it is now, or undefined. */
async function whyNotDecide(
  desk: Dependencies,
  request: ChangeRequest,
  person: Person,
): Promise<Refusal | undefined> {
  const needed = neededNow(desk, request);
  const groups = needed.approverLists.flatMap(({ usergroups }) => usergroups);
  const standing = await standingOf(desk, person, [...new Set(groups)]);
  if (!standing) return { reason: 'identity_unavailable' };
  return decisionRefusal({ request, person, standing, needed, teamId: desk.teamId() });
}

/** What deciding takes today: never less than what it took when the request was made. */
function neededNow(desk: Dependencies, request: ChangeRequest): PolicySnapshot {
  const policy = desk.projects.get(request.project)?.policy;
  const { base, change } = request;
  const today = policy ? requirementFor({ policy, base, change, nowMs: desk.now() }) : NOBODY;
  return stricter(request.policy, today);
}

/** Stands in for a project that is no longer configured: nobody can approve its requests. */
const NOBODY: PolicySnapshot = {
  quorum: Number.MAX_SAFE_INTEGER,
  approverLists: [{ users: [], usergroups: [] }],
  rules: ['the project is not configured any more'],
};

function frozenNow(desk: Dependencies, projectName: string): Refusal | undefined {
  const policy = desk.projects.get(projectName)?.policy;
  const window = policy && freezeAt(policy, desk.now());
  return window && frozenRefusal(window);
}

async function submit(desk: Dependencies, submission: Submission): Promise<Result> {
  const { draftId, project, base, change, reason, requester } = submission;
  const refusal = (await whyNotRequest(desk, project, requester)) ?? frozenNow(desk, project.name);
  if (refusal) return { ok: false, refusal };
  const nowMs = desk.now();
  const payload = buildPayload({ base, change, send: project.send, nowMs });
  const { expiresAfterMs, ...policy } = requirementFor({
    policy: project.policy,
    base,
    change,
    nowMs,
  });
  // A quorum of 0 needs nobody: the change is approved by the policy alone, and applied at once.
  const state = policy.quorum === 0 ? 'approved' : 'pending';
  const request: ChangeRequest = {
    schema: 1,
    id: await desk.store.idFor(draftId),
    version: 1,
    state,
    project: project.name,
    base,
    change,
    payload,
    digest: digestOf(payload),
    reason,
    requester,
    policy,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + expiresAfterMs,
    decisions: [],
    history: [{ event: 'submit', state, atMs: nowMs, person: requester }],
  };
  const commit = await desk.store.commit(request, effectsOfSubmit(request, project.policy));
  // The form was submitted before: the click came twice, or the answer to the first was lost.
  const earlier = commit.kind === 'stale' ? commit.current : undefined;
  return { ok: true, request: earlier ?? request };
}

async function decide(desk: Dependencies, input: DecisionInput): Promise<Result> {
  const { id, kind, person, digest, note } = input;
  if (kind === 'reject' && !note) return { ok: false, refusal: { reason: 'note_missing' } };
  const seen = await desk.store.load(id);
  if (!seen) return { ok: false, refusal: { reason: 'not_found' } };
  const refusal =
    (await whyNotDecide(desk, seen, person)) ??
    (kind === 'approve' ? frozenNow(desk, seen.project) : undefined);
  if (refusal) return { ok: false, refusal, request: seen };
  const decision = { kind, person, digest, atMs: desk.now(), ...(note ? { note } : {}) };
  return apply(desk, id, (request) => {
    if (request.digest !== digest) return { reason: 'wrong_digest' };
    // Checked again on the newest version: the same person may be deciding in two windows.
    const isAgain = request.decisions.some((made) => samePerson(made.person, person));
    if (isAgain) return { reason: 'already_decided_by_you' };
    return { name: kind, decision, quorum: neededNow(desk, request).quorum };
  });
}
