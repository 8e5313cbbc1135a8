import type { ChangeRequest } from './change-request.ts';
import {
  type Demands,
  demandsFor,
  demandsOf,
  freezeAt,
  type FreezeWindow,
  type ProjectPolicy,
  ruleText,
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
}

/** Asks every rule about a change of which perhaps not everything is known. Pure. */
export function explain(policy: ProjectPolicy, facts: ChangeFacts, nowMs: number): Explanation {
  const rules = policy.rules.map((rule) => ({ rule, holds: holdsOf(rule, facts) }));
  const holding = (...wanted: readonly Holds[]) =>
    rules.filter(({ holds }) => wanted.includes(holds)).map(({ rule }) => rule);
  const isOpen = rules.some(({ holds }) => holds === 'perhaps');
  return {
    rules: rules.map(({ rule, holds }) => ({
      rule,
      text: ruleText(rule),
      holds,
      conditions: conditionsOf(rule, facts),
    })),
    needed: demandsOf(policy, holding('yes')),
    atMost: isOpen ? demandsOf(policy, holding('yes', 'perhaps')) : undefined,
    frozen: freezeAt(policy, nowMs),
  };
}

/**
 * The same for a request, by the policy of this moment; its own snapshot is the policy of then. What it needs
 * is what the stricter answer takes where the task does not tell.
 */
export function explainRequest(
  request: ChangeRequest,
  policy: ProjectPolicy,
  nowMs: number,
): Explanation {
  const facts = factsOf({ ...request, nowMs });
  const needed = demandsFor(policy, facts);
  return { ...explain(policy, facts, nowMs), atMost: undefined, needed };
}
