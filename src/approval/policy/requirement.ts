import type { Approvers, PolicySnapshot } from '#src/approval/record/change-request.ts';
import {
  addedUp,
  distinctSets,
  oneForEachList,
  peopleIn,
  type SlotSet,
} from '#src/approval/record/slots.ts';
import { sha256 } from '#src/basics/sha256.ts';
import { canonicalJson } from '#src/relay/payload.ts';
import { quorumOf, setsOf } from './asked-people.ts';
import type { ConfiguredFreeze } from './freeze.ts';
import {
  type AskedChange,
  type ChangeFacts,
  factsOf,
  holdsOf,
  type PolicyRule,
  possibleFacts,
} from './rule-match.ts';

/** What a project requires of its changes, from the configuration. */
export interface ProjectPolicy {
  readonly quorum: number;
  readonly approvers: Approvers;
  readonly expiresAfterMs: number;
  readonly remindAfterMs?: number | undefined;
  readonly escalate?: { readonly afterMs: number; readonly to: Approvers } | undefined;
  readonly rules: readonly PolicyRule[];
  readonly freeze: readonly ConfiguredFreeze[];
  /** Undefined: every full member of the workspace may request changes. */
  readonly requesters?: Approvers | undefined;
  /** How many requests one person may have open at a time. Undefined: any number. */
  readonly mostOpen?: number | undefined;
  /** Who may change something at once, without approval. Undefined: nobody. */
  readonly breakGlass?: Approvers | undefined;
  /** Who may freeze the project or its tasks in chat. Undefined: its approvers. */
  readonly freezers?: Approvers | undefined;
  /** Short digest of all of the above, so that a record can name the policy it was made under. */
  readonly version?: string | undefined;
}

/** The policy with its version: the same requirements have the same version in every process. */
export function withVersion(policy: ProjectPolicy): ProjectPolicy & { readonly version: string } {
  return { ...policy, version: sha256(canonicalJson(policy)).slice(0, 12) };
}

/**
 * What a change needs at a moment. Every matching rule counts: their slots add up, and of each other requirement the
 * strictest applies: the shortest deadline and the longest hold. If no rule matches, the quorum of the project
 * applies. If it is unknown whether a rule matches, the stricter answer applies.
 */
export function requirementFor(input: AskedChange & { readonly policy: ProjectPolicy }): Demands {
  // Without rules nobody asks what viewers will see.
  if (input.policy.rules.length === 0) return demandsOf(input.policy, []);
  return demandsFor(input.policy, factsOf(input));
}

/**
 * The same for a change that runs later, at its own time or after a hold: the stricter of what it needs now and then,
 * since the task may be on air by then, or a rule may be about the time of day. With a way back, the stricter of what
 * each needs.
 */
export function requirementAt(
  input: Parameters<typeof requirementFor>[0] & { readonly applyAtMs?: number | undefined },
): Demands {
  const { wayBack, ...own } = input;
  const demands = untilItsRun(own, requirementFor(own));
  if (wayBack === undefined) return demands;
  const back = { ...own, ...wayBack, approvedPins: undefined };
  const both = strictest(demands, untilItsRun(back, requirementFor(back)));
  return both.holdMs === demands.holdMs ? both : untilItsRun(own, both);
}

function untilItsRun(input: Parameters<typeof requirementAt>[0], asked: Demands): Demands {
  const runMs = runsNotBeforeMs(asked, input);
  if (runMs <= input.nowMs) return asked;
  const both = strictest(asked, requirementFor({ ...input, nowMs: runMs }));
  // A longer hold means a later run. The hold only ever grows, up to the longest of a rule.
  return both.holdMs === asked.holdMs ? both : untilItsRun(input, both);
}

/** The earliest moment at which a change could run if it were approved now, by its own time and its hold. */
export function runsNotBeforeMs(
  { holdMs = 0 }: Pick<PolicySnapshot, 'holdMs'>,
  { nowMs, applyAtMs = 0 }: { readonly nowMs: number; readonly applyAtMs?: number | undefined },
): number {
  return Math.max(nowMs + holdMs, applyAtMs);
}

/** The same for facts of a change that may be incomplete. */
export function demandsFor(policy: ProjectPolicy, facts: ChangeFacts): Demands {
  const matching = possibleFacts(facts).flatMap((each) =>
    [['yes'], ['yes', 'perhaps']].map((counted) =>
      policy.rules.filter((rule) => counted.includes(holdsOf(rule, each))),
    ),
  );
  // Most unknown facts make no difference to any rule.
  const distinct = matching.filter(
    (rules, at) => at === matching.findIndex((other) => isSameList(rules, other)),
  );
  return distinct.map((rules) => demandsOf(policy, rules)).reduce(strictest);
}

function isSameList(some: readonly PolicyRule[], others: readonly PolicyRule[]): boolean {
  return some.length === others.length && some.every((rule, at) => rule === others[at]);
}

/** What a decision needs, and how long there is for it, in milliseconds. */
export type Demands = PolicySnapshot & {
  readonly expiresAfterMs: number;
  /** Where it is shown, by the first matching rule that says so. */
  readonly place?: string | undefined;
};

/** The strictest of what these rules require; without rules, what the project requires. */
export function demandsOf(policy: ProjectPolicy, rules: readonly PolicyRule[]): Demands {
  const deadlines = rules.flatMap(({ expiresAfterMs }) => expiresAfterMs ?? []);
  const slots = addedUp(
    (rules.length === 0 ? [policy] : rules).map((rule) => slotsOf(rule, policy)),
  );
  return {
    quorum: peopleIn(slots),
    slots: [slots],
    rules: rules.map(ruleText),
    notify: everybodyOn(rules),
    place: rules.find(({ place }) => place !== undefined)?.place,
    holdMs: longest(rules),
    version: policy.version,
    expiresAfterMs: Math.min(policy.expiresAfterMs, ...deadlines),
  };
}

/** What a rule requires, or the project if none matches: a list with a count, or several. */
export function slotsOf(
  { from, quorum, approvers }: Pick<PolicyRule, 'from' | 'quorum' | 'approvers'>,
  project: Pick<ProjectPolicy, 'approvers'>,
): SlotSet {
  return oneForEachList(from ?? [{ ...(approvers ?? project.approvers), count: quorum }]);
}

/**
 * The stricter of what was required at the submit and what is required today: both are filled, and the same people
 * may count for both.
 */
export function stricter(then: PolicySnapshot, today: PolicySnapshot): PolicySnapshot {
  // Without slots, a quorum meant people on every list, so a larger one of today means the same people.
  const larger = Math.max(then.quorum, today.quorum);
  const slots = distinctSets([...setsOf(then, larger), ...setsOf(today)]);
  return {
    quorum: quorumOf(slots),
    slots,
    rules: [...new Set([...then.rules, ...today.rules])],
    notify: today.notify ?? then.notify,
    holdMs: longest([then, today]),
    version: today.version,
  };
}

/** What several policies require together: each is satisfied, and the last one gives the other requirements. */
export function askedByAll(
  policies: readonly ProjectPolicy[],
  ask: (policy: ProjectPolicy) => Demands,
): Demands {
  return policies.map(ask).reduce((other, own) => ({
    ...own,
    ...stricter(other, own),
    expiresAfterMs: Math.min(other.expiresAfterMs, own.expiresAfterMs),
  }));
}

/** What two moments, two tasks, or two readings of a task require: rules that match in either add up. */
export function strictest(one: Demands, other: Demands): Demands {
  const slots = addedUp([...setsOf(one), ...setsOf(other)]);
  return {
    ...stricter(one, other),
    quorum: peopleIn(slots),
    slots: [slots],
    notify: everybodyOn([one, other]),
    place: one.place ?? other.place,
    expiresAfterMs: Math.min(one.expiresAfterMs, other.expiresAfterMs),
  };
}

/** The same lists with other counts: 0 to bypass a rule, more to ask somebody although nobody was asked. */
export function withCounts(policy: PolicySnapshot, count: number): PolicySnapshot {
  const slots = setsOf(policy).map((set) => set.map((slot) => ({ ...slot, count })));
  return { ...policy, slots, quorum: quorumOf(slots) };
}

/** What waits for a decision waits for somebody, also where the policy asks for nobody. */
export function askingSomebody(policy: PolicySnapshot): PolicySnapshot {
  return policy.quorum > 0 ? policy : withCounts(policy, 1);
}

/** Everybody who is told of it; undefined if no rule names anybody. */
function everybodyOn(
  asking: readonly { readonly notify?: Approvers | undefined }[],
): Approvers | undefined {
  const lists = asking.flatMap(({ notify }) => notify ?? []);
  if (lists.length === 0) return undefined;
  return {
    users: [...new Set(lists.flatMap(({ users }) => users))],
    usergroups: [...new Set(lists.flatMap(({ usergroups }) => usergroups))],
  };
}

function longest(holds: readonly { readonly holdMs?: number | undefined }[]): number | undefined {
  return Math.max(0, ...holds.map(({ holdMs }) => holdMs ?? 0)) || undefined;
}

/** A rule as it stands in the configuration, for the record and for people. */
export function ruleText({ when, quorum, from }: PolicyRule): string {
  const conditions = Object.entries(when)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`);
  const slots = from?.map(
    ({ count, users, usergroups }) => `${count} of ${[...usergroups, ...users].join(', ')}`,
  );
  return `${conditions.join('; ') || 'always'} → ${slots?.join(' and ') ?? `quorum ${quorum}`}`;
}
