import { merged } from '#src/approval/accounts.ts';
import type { Approvers } from '#src/approval/change-request.ts';
import { CONDITION_NAMES } from '#src/approval/rule-match.ts';
import type { ProjectConfig } from '#src/config/load-config.ts';
import { about, type Finding } from './finding.ts';
import type { GroupFacts } from '#src/slack/transport/workspace-probe.ts';
import { isMember, isUnanswered, type Roster } from './judge-people.ts';

const { ok, warn, fail, skip } = about('policy');

type PolicyRule = ProjectConfig['policy']['rules'][number];

/** What one kind of change takes. */
interface Demand {
  readonly key: string;
  readonly quorum: number;
  readonly lists: readonly Approvers[];
}

/** Whether people enough can approve what each rule, and each two rules together, ask for. */
export function judgeQuorums(
  project: ProjectConfig,
  roster: Roster,
  samePerson: readonly (readonly string[])[],
): Finding[] {
  const { name, policy, approvers } = project;
  const own = { key: 'policy.quorum', quorum: policy.quorum, lists: [approvers] };
  const rules = policy.rules.map((rule, at) => demandOf(rule, at, approvers));
  const peopleOf = (demand: Demand): People => peopleFor(demand, roster, samePerson);
  const count = (demand: Demand): number => peopleOf(demand).sure.length;
  const findings = [own, ...rules].flatMap((demand) => {
    const people = peopleOf(demand);
    const canAsk = people.sure.some((id) => mayAsk(id, project, roster));
    return judgeDemand(name, demand, { ...people, canAsk, unread: unreadText(demand, roster) });
  });
  const pairs = pairsOf(policy.rules, approvers)
    .filter(
      (pair) =>
        rules.every((rule) => count(rule) >= rule.quorum) && peopleOf(pair).atMost < pair.quorum,
    )
    .map((pair) =>
      warn(
        `${name}: ${pair.key}`,
        `a change that both match takes ${approvalsText(pair.quorum)}, and ${countText(count(pair))} on ${listsOf(pair)}`,
        `put more people on ${listsOf(pair)}, or make the rules exclude each other`,
      ),
    );
  const all = [...findings, ...pairs];
  const least = Math.min(...[own, ...rules].map(count));
  return all.length > 0
    ? all
    : [ok(name, `every quorum can be reached; ${countText(least)} at the least`)];
}

/** A rule without a list of its own adds its quorum to the other's list. */
function listsOf({ lists }: Demand): string {
  return lists.length === 1 ? 'that list' : 'both lists';
}

function demandOf(rule: PolicyRule, at: number, approvers: Approvers): Demand {
  return {
    key: `policy.rules[${at}]`,
    quorum: rule.quorum,
    lists: [rule.approvers ?? approvers],
  };
}

/** Who may give the approvals of a demand. */
interface People {
  /** Members who were looked up; of several accounts of one human being, the first. */
  readonly sure: readonly string[];
  /** How many it could be with those about whom Slack gave no answer. */
  readonly atMost: number;
}

function judgeDemand(
  project: string,
  { key, quorum }: Demand,
  people: People & { readonly canAsk: boolean; readonly unread: string },
): Finding[] {
  const what = `${project}: ${key}`;
  const { length: count } = people.sure;
  const found = `takes ${approvalsText(quorum)}, and ${countText(count)}${people.unread}`;
  if (count < quorum) {
    if (people.atMost >= quorum) {
      return [skip(what, 'not checked: Slack did not say who everybody on the list is')];
    }
    const todo =
      people.unread === ''
        ? 'put more full members on the list, or ask for fewer approvals'
        : 'see the line about user groups, or name people by their ids';
    return [fail(what, found, todo)];
  }
  // Nobody decides on their own request, so an approver who asks needs one approver more.
  if (quorum === 0 || count > quorum || people.atMost > quorum || !people.canAsk) return [];
  return [
    warn(
      what,
      `${found}: what one of them asks for cannot be approved`,
      'put one more full member on the list',
    ),
  ];
}

/** Groups that Slack refuses to show count for nobody, to the desk as well. */
function unreadText({ lists }: Demand, { groups }: Roster): string {
  const isLost = !groups.ok && !isUnanswered(groups);
  return isLost && lists.some(({ usergroups }) => usergroups.length > 0)
    ? ' while user groups cannot be read'
    : '';
}

/** Without a list of requesters every full member may ask. */
function mayAsk(id: string, { requesters }: ProjectConfig, roster: Roster): boolean {
  return requesters === undefined || onList(requesters, groupsIn(roster)).has(id);
}

/** Members who are on every list; several accounts of one human being are one. */
function peopleFor(
  { lists }: Demand,
  roster: Roster,
  samePerson: readonly (readonly string[])[],
): People {
  const groups = groupsIn(roster);
  const sets = lists.map((list) => onList(list, groups));
  const [first = new Set<string>(), ...others] = sets;
  const everywhere = [...first].filter((id) => others.every((other) => other.has(id)));
  const human = humansBy(samePerson);
  const sure = new Set(everywhere.filter((id) => isMember(id, roster) === true).map(human));
  const open = lists.map((list) => isOpen(list, roster));
  if (open.every(Boolean)) return { sure: [...sure], atMost: Number.POSITIVE_INFINITY };
  const onClosed = sets.filter((_, at) => !open[at]);
  const [least = new Set<string>(), ...rest] = onClosed;
  const maybe = [...least].filter(
    (id) => rest.every((other) => other.has(id)) && isMember(id, roster) !== false,
  );
  return { sure: [...sure], atMost: new Set(maybe.map(human)).size };
}

function humansBy(samePerson: readonly (readonly string[])[]): (id: string) => string {
  const people = merged(samePerson);
  return (id) => people.find((ids) => ids.includes(id))?.[0] ?? id;
}

/** Whether anybody may be on a list, since Slack gave no answer about groups. */
function isOpen({ usergroups }: Approvers, { groups }: Roster): boolean {
  return usergroups.length > 0 && !groups.ok && isUnanswered(groups);
}

function groupsIn({ groups }: Roster): readonly GroupFacts[] {
  return groups.ok ? groups.value : [];
}

function onList(
  { users, usergroups }: Approvers,
  groups: readonly GroupFacts[],
): ReadonlySet<string> {
  const named = groups.filter(({ id, isDisabled }) => usergroups.includes(id) && !isDisabled);
  return new Set([...users, ...named.flatMap((group) => group.users)]);
}

/** Two rules that one change can match, of which one at least asks for certain people. */
function pairsOf(rules: readonly PolicyRule[], approvers: Approvers): Demand[] {
  return rules.flatMap((rule, at) =>
    rules.slice(at + 1).flatMap((other, further) => {
      const lists = [rule, other].flatMap((each) => each.approvers ?? []);
      if (lists.length === 0 || excludeEachOther(rule, other)) return [];
      const [a, b] = [demandOf(rule, at, approvers), demandOf(other, at + 1 + further, approvers)];
      return [{ key: `${a.key} and ${b.key}`, quorum: Math.max(a.quorum, b.quorum), lists }];
    }),
  );
}

function excludeEachOther({ when: a }: PolicyRule, { when: b }: PolicyRule): boolean {
  return EITHER_OR.some((key) => a[key] !== undefined && b[key] !== undefined && a[key] !== b[key]);
}

/** Conditions of which one change has one value: not those that name several, or a time, and it runs later than it is approved. */
const MANY: readonly string[] = ['fields', 'only', 'tasks', 'between', 'days'];
const EITHER_OR = CONDITION_NAMES.filter((name) => !MANY.includes(name));

function approvalsText(quorum: number): string {
  return quorum === 1 ? 'one approval' : `${quorum} approvals`;
}

function countText(people: number): string {
  if (people === 0) return 'nobody may give them';
  return people === 1 ? 'one person may give them' : `${people} people may give them`;
}
