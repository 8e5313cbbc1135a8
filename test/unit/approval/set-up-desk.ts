import type { KnownFacts } from '#src/relay/forecast/known-facts.ts';
import type { ChangeRequest, Person } from '#src/approval/record/change-request.ts';
import type { Membership } from '#src/approval/policy/policy.ts';
import type { ApprovalProject } from '#src/approval/approval-context.ts';
import { createAccountsOf, createIsSame } from '#src/approval/policy/accounts.ts';
import type { Directory } from '#src/approval/ports.ts';
import type { ProjectPolicy } from '#src/approval/policy/requirement.ts';
import type { SlotPerson } from '#src/approval/record/slots.ts';
import { createApprovalService } from '#src/approval/service.ts';
import type { Rival } from '#src/relay/forecast/push-target.ts';
import type { SourceCheck } from '#src/relay/source-check.ts';
import { hourMs, nowMs, taskWith } from '../relay/sample-task.ts';
import { createMemoryFreezes } from './memory-freezes.ts';
import { createMemoryStore } from './memory-store.ts';
import { CLOUD, lead, leads, requester, requestWith } from './sample-request.ts';

export const project: ApprovalProject = {
  name: 'live-prod',
  cloud: CLOUD,
  send: 'merged',
  policy: {
    quorum: 1,
    approvers: leads,
    expiresAfterMs: 4 * hourMs,
    rules: [],
    freeze: [],
  },
};

/** What the requester submits. */
export const submission = {
  id: 'R-1',
  project,
  base: taskWith(),
  change: { status: 'pause' },
  reason: 'The programme ends early.',
  requester,
};

/** What a lead decides in the review of the request that `requestWith` makes. */
export const approving = {
  id: 'R-142',
  kind: 'approve',
  person: lead,
  version: 1,
  digest: requestWith().digest,
} as const;

/** An approval service with a store in memory; everybody is a full member by default. */
export function setUpDesk(
  stored: readonly ChangeRequest[] = [],
  projects: readonly ApprovalProject[] = [project],
) {
  const memory = createMemoryStore(...stored);
  const clock = { nowMs };
  /** What was found out about sources, by URL. */
  const found = new Map<string, SourceCheck>();
  const sources = { isRequired: false, stored: () => Promise.resolve(found) };
  /** Known rivals and measurements; undefined: not read. */
  const others: { rivals: readonly Rival[] | undefined; known: KnownFacts | undefined } = {
    rivals: undefined,
    known: undefined,
  };
  const accounts = [[requester.userId, 'U0SECONDACCOUNT']];
  const asked: { readonly person: Person; readonly usergroups: readonly string[] }[] = [];
  const directory = {
    /** Who is active; undefined: nobody can tell. */
    active: undefined as readonly string[] | undefined,
    activeOn: (...[lists, until]: Parameters<Directory['activeOn']>) => {
      const people = directory.active?.map((userId) => ({ userId, usergroups: [] }));
      const listed = people?.filter(({ userId }) =>
        lists.some(({ users }) => users.includes(userId)),
      );
      const needed = listed?.reduce<SlotPerson[]>(
        (some, one) => (until.isNeeded(some, one) ? [...some, one] : some),
        [],
      );
      return Promise.resolve(needed);
    },
    answer: (_person: Person): Membership => ({ isFullMember: true, usergroups: [] }),
    membership: (person: Person, usergroups: readonly string[]): Promise<Membership> => {
      asked.push({ person, usergroups });
      return new Promise((resolve) => resolve(directory.answer(person)));
    },
  };
  const freezes = createMemoryFreezes();
  /** What other replicas hold, by project of the cloud. */
  const held = new Map<string, readonly ProjectPolicy[]>();
  const approval = createApprovalService({
    inForce: (cloud) => held.get(cloud) ?? [],
    store: memory.store,
    directory,
    freezes,
    sources,
    rivals: { stored: () => Promise.resolve(others.rivals) },
    measured: { stored: () => Promise.resolve(others.known) },
    projects: new Map(projects.map((each) => [each.name, each])),
    isSame: createIsSame(accounts),
    accountsOf: createAccountsOf(accounts),
    now: () => clock.nowMs,
  });
  return { approval, held, memory, freezes, clock, directory, asked, found, sources, others };
}
