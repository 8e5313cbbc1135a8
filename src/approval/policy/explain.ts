import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { type ConfiguredFreeze, freezeAt, type FreezeWindow } from './freeze.ts';
import {
  type Demands,
  demandsOf,
  type ProjectPolicy,
  requirementAt,
  ruleText,
  runsNotBeforeMs,
} from './requirement.ts';
import {
  type ChangeFacts,
  type Condition,
  conditionsOf,
  factsOf,
  type Holds,
  holdsOf,
  type PolicyRule,
} from './rule-match.ts';

/** A rule of the configuration, and whether it applies to a change. */
export interface ExplainedRule {
  readonly rule: PolicyRule;
  /** As it stands in the configuration. */
  readonly text: string;
  readonly holds: Holds;
  readonly conditions: readonly Condition[];
}

/** What a change needs, and which rule requires what. */
export interface Explanation {
  readonly rules: readonly ExplainedRule[];
  /** By the rules that apply. */
  readonly needed: Demands;
  /** If the rules that may apply do apply as well; undefined if there are none. */
  readonly atMost?: Demands | undefined;
  readonly frozen?: FreezeWindow | undefined;
  /** Now, and when it is to run if that is later, in Unix milliseconds: a rule applies if it matches at one of them. */
  readonly moments: readonly number[];
}

/** Checks every rule for a change of which not everything may be known. `freezes`: those that apply to it. Pure. */
export function explain(
  policy: ProjectPolicy,
  change: Omit<ChangeFacts, 'atMs'>,
  nowMs: number,
  freezes: readonly ConfiguredFreeze[],
): Explanation {
  return explainFacts(policy, [{ ...change, atMs: nowMs }], [nowMs], freezes);
}

/**
 * The same for a request, by today's policy; its own snapshot has that of the submit. If the task does not tell
 * something, the stricter answer is used.
 */
export function explainRequest(
  request: ChangeRequest,
  policy: ProjectPolicy,
  nowMs: number,
  freezes: readonly ConfiguredFreeze[],
): Explanation {
  const needed = requirementAt({ ...request, policy, nowMs });
  const { wayBack } = request;
  const own = [...new Set([nowMs, runsNotBeforeMs(needed, { ...request, nowMs })])];
  const back = wayBack === undefined ? [] : [wayBack.applyAtMs];
  const moments = [...own, ...back];
  const facts = [
    ...own.map((atMs) => factsOf({ ...request, nowMs: atMs })),
    ...back.map((atMs) => factsOf({ ...request, ...wayBack, nowMs: atMs })),
  ];
  return { ...explainFacts(policy, facts, moments, freezes), atMost: undefined, needed };
}

function explainFacts(
  policy: ProjectPolicy,
  facts: readonly ChangeFacts[],
  moments: readonly number[],
  freezes: readonly ConfiguredFreeze[],
): Explanation {
  const rules = policy.rules.map((rule) => ({
    rule,
    text: ruleText(rule),
    ...strongest(rule, facts),
  }));
  const holding = (...wanted: readonly Holds[]) =>
    rules.filter(({ holds }) => wanted.includes(holds)).map(({ rule }) => rule);
  const isOpen = rules.some(({ holds }) => holds === 'perhaps');
  return {
    rules,
    needed: demandsOf(policy, holding('yes')),
    atMost: isOpen ? demandsOf(policy, holding('yes', 'perhaps')) : undefined,
    frozen: moments.map((atMs) => freezeAt(freezes, atMs)).find((window) => window !== undefined),
    moments,
  };
}

/** The moment at which the rule matches most certainly. */
function strongest(rule: PolicyRule, facts: readonly ChangeFacts[]) {
  const each = facts.map((fact) => ({
    holds: holdsOf(rule, fact),
    conditions: conditionsOf(rule, fact),
  }));
  const order = ['yes', 'perhaps', 'no'] as const;
  const [first] = each.toSorted((a, b) => order.indexOf(a.holds) - order.indexOf(b.holds));
  return first ?? { holds: 'perhaps' as const, conditions: [] };
}
