import { sha256 } from '#src/basics/sha256.ts';
import { canonicalJson } from '#src/relay/payload.ts';
import { quorumOf, setsOf } from './asked-people.ts';
import type { Approvers, PolicySnapshot } from './change-request.ts';
import type { ConfiguredFreeze } from './freeze.ts';
import {
  type AskedChange,
  type ChangeFacts,
  factsOf,
  holdsOf,
  type PolicyRule,
  possibleFacts,
} from './rule-match.ts';
import { addedUp, distinctSets, oneForEachList, peopleIn, type SlotSet } from './slots.ts';

/** What a project asks of its changes, from the configuration. */
export interface ProjectPolicy {
  readonly quorum: number;
  readonly approvers: Approvers;
  readonly expiresAfterMs: number;
  readonly remindAfterMs?: number | undefined;
  readonly escalate?: { readonly afterMs: number; readonly to: Approvers } | undefined;
  readonly rules: readonly PolicyRule[];
  readonly freeze: readonly ConfiguredFreeze[];
  /** Undefined: every full member of the workspace may ask. */
  readonly requesters?: Approvers | undefined;
  /** How many requests one person may have open at a time. Undefined: any number. */
  readonly mostOpen?: number | undefined;
  /** Who may change something at once, without approval. Undefined: nobody. */
  readonly breakGlass?: Approvers | undefined;
  /** Who may freeze the project or its tasks in chat. Undefined: its approvers. */
  readonly freezers?: Approvers | undefined;
  /** Short digest of all of the above, so that a record can say which policy it was made under. */
  readonly version?: string | undefined;
}

/** The policy with its version: the same demands have the same one, in every process. */
export function withVersion(policy: ProjectPolicy): ProjectPolicy & { readonly version: string } {
  return { ...policy, version: sha256(canonicalJson(policy)).slice(0, 12) };
}

/**
 * What a change needs at a moment. Every rule that matches counts: their slots add up, and of every other demand the
 * strictest holds, the shortest deadline and the longest hold. The project's own quorum holds where no rule matches.
 * Where it cannot be told whether a rule matches, the stricter answer holds.
 */
export function requirementFor(input: AskedChange & { readonly policy: ProjectPolicy }): Demands {
  return demandsFor(input.policy, factsOf(input));
}

/**
 * The same for a change that runs later, at its own time or after a hold: the stricter of what it takes now and what it
 * takes then, since a task may be on air by then, or a rule be about that time of day. With a way back it is the
 * stricter of what each takes.
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
  // A longer hold is a later run. It only ever grows, and no longer than the longest of a rule.
  return both.holdMs === asked.holdMs ? both : untilItsRun(input, both);
}

/** The earliest moment at which a change could run if it were approved now, by its own time and its hold. */
export function runsNotBeforeMs(
  { holdMs = 0 }: Pick<PolicySnapshot, 'holdMs'>,
  { nowMs, applyAtMs = 0 }: { readonly nowMs: number; readonly applyAtMs?: number | undefined },
): number {
  return Math.max(nowMs + holdMs, applyAtMs);
}

/** The same for facts of a change, of which some may not be known. */
export function demandsFor(policy: ProjectPolicy, facts: ChangeFacts): Demands {
  const matching = possibleFacts(facts).flatMap((each) =>
    [['yes'], ['yes', 'perhaps']].map((counted) =>
      policy.rules.filter((rule) => counted.includes(holdsOf(rule, each))),
    ),
  );
  // Most of what is not known makes no difference to any rule.
  const distinct = matching.filter(
    (rules, at) => at === matching.findIndex((other) => isSameList(rules, other)),
  );
  return distinct.map((rules) => demandsOf(policy, rules)).reduce(strictest);
}

function isSameList(some: readonly PolicyRule[], others: readonly PolicyRule[]): boolean {
  return some.length === others.length && some.every((rule, at) => rule === others[at]);
}

/** What deciding takes, and how long there is for it, in milliseconds. */
export type Demands = PolicySnapshot & {
  readonly expiresAfterMs: number;
  /** Where it is to be shown, by the first rule that matches and says so. */
  readonly place?: string | undefined;
};

/** The strictest of what these rules ask for; without any of them, what the project asks for. */
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

/** What a rule asks for, or the project where none matches: a list with a count, or several. */
export function slotsOf(
  { from, quorum, approvers }: Pick<PolicyRule, 'from' | 'quorum' | 'approvers'>,
  project: Pick<ProjectPolicy, 'approvers'>,
): SlotSet {
  return oneForEachList(from ?? [{ ...(approvers ?? project.approvers), count: quorum }]);
}

/**
 * The stricter of what was asked for at the submit and what would be asked for today: both are filled, and the same
 * people may count for both.
 */
export function stricter(then: PolicySnapshot, today: PolicySnapshot): PolicySnapshot {
  // Without slots a quorum was of people on every list, so a larger one of today is of the same people.
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

/** What policies ask for that hold at the same time, one at least: each is met, and the last says the rest. */
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

/** What two moments, two tasks, or two ways of reading a task ask for: rules that count at either add up. */
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

/** The same lists with other counts: nobody is asked where a rule is gone past, somebody where nobody was. */
export function withCounts(policy: PolicySnapshot, count: number): PolicySnapshot {
  const slots = setsOf(policy).map((set) => set.map((slot) => ({ ...slot, count })));
  return { ...policy, slots, quorum: quorumOf(slots) };
}

/** Who hears of it by any of these; undefined where none of them says. */
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

/** The longest hold; undefined: there is none. */
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
