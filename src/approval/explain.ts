import type { ChangeRequest } from './change-request.ts';
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

/** A rule of the configuration, and whether it counts for a change. */
export interface ExplainedRule {
  readonly rule: PolicyRule;
  /** As it stands in the configuration. */
  readonly text: string;
  readonly holds: Holds;
  readonly conditions: readonly Condition[];
}

/** What a change needs, and which rule asks for what. */
export interface Explanation {
  readonly rules: readonly ExplainedRule[];
  /** By the rules that hold. */
  readonly needed: Demands;
  /** If the rules that hold perhaps do hold as well; undefined where there are none. */
  readonly atMost?: Demands | undefined;
  readonly frozen?: FreezeWindow | undefined;
  /** Now, and when it is to run if that is later, in Unix milliseconds: a rule counts that holds at one of them. */
  readonly moments: readonly number[];
}

/** Asks every rule about a change of which perhaps not everything is known. `freezes`: those that concern it. Pure. */
export function explain(
  policy: ProjectPolicy,
  change: Omit<ChangeFacts, 'atMs'>,
  nowMs: number,
  freezes: readonly ConfiguredFreeze[],
): Explanation {
  return explainFacts(policy, [{ ...change, atMs: nowMs }], [nowMs], freezes);
}

/**
 * The same for a request, by the policy of this moment; its own snapshot is the policy of then. What it needs
 * is what the stricter answer takes where the task does not tell.
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

/** Of several moments the one at which the rule holds most. */
function strongest(rule: PolicyRule, facts: readonly ChangeFacts[]) {
  const each = facts.map((fact) => ({
    holds: holdsOf(rule, fact),
    conditions: conditionsOf(rule, fact),
  }));
  const order = ['yes', 'perhaps', 'no'] as const;
  const [first] = each.toSorted((a, b) => order.indexOf(a.holds) - order.indexOf(b.holds));
  return first ?? { holds: 'perhaps' as const, conditions: [] };
}
