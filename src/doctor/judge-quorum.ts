import { merged } from '#src/approval/policy/accounts.ts';
import type { Approvers } from '#src/approval/record/change-request.ts';
import { slotsOf } from '#src/approval/policy/requirement.ts';
import { CONDITION_NAMES, type PolicyRule } from '#src/approval/policy/rule-match.ts';
import { addedUp, missingIn, type SlotPerson, type SlotSet } from '#src/approval/record/slots.ts';
import type { ProjectConfig } from '#src/config/load-config.ts';
import type { GroupFacts } from '#src/slack/transport/workspace-probe.ts';
import { about, type Finding } from './finding.ts';
import { isMember, isUnanswered, type Roster } from './judge-people.ts';

const { ok, warn, fail, skip } = about('policy');

/** The approvals that one kind of change needs. */
interface Demand {
  readonly key: string;
  readonly slots: SlotSet;
}

/** Whether enough people can approve what each rule, and each pair of rules, requires. */
export function judgeQuorums(
  project: ProjectConfig,
  roster: Roster,
  samePerson: readonly (readonly string[])[],
): Finding[] {
  const { name, policy } = project;
  const own = { key: 'policy.quorum', slots: slotsOf({ quorum: policy.quorum }, project) };
  const rules = policy.rules.map((rule, at) => ({
    key: `policy.rules[${at}]`,
    slots: slotsOf(rule, project),
  }));
  const peopleOf = ({ slots }: Demand): People => peopleFor(slots, roster, samePerson);
  const findings = [own, ...rules].flatMap((demand) =>
    judgeDemand(project, demand, peopleOf(demand), roster),
  );
  const isMet = (rule: Demand): boolean => missingIn(rule.slots, peopleOf(rule).sure) === 0;
  const pairs = pairsOf(policy.rules, rules)
    .filter((pair) => rules.every(isMet) && peopleOf(pair).missingAtLeast() > 0)
    .map((pair) =>
      warn(
        `${name}: ${pair.key}`,
        `a change that both match needs ${slotsText(pair.slots)}, and there are not that many different people`,
        'add people to these lists, or make the rules exclude each other',
      ),
    );
  const all = [...findings, ...pairs];
  const least = Math.min(...[own, ...rules].map((demand) => peopleOf(demand).sure.length));
  return all.length > 0
    ? all
    : [ok(name, `every quorum can be reached; at least ${countText(least)}`)];
}

interface People {
  /** Members who were looked up; several accounts of one person count as the first. */
  readonly sure: readonly SlotPerson[];
  /** How many are missing even if everybody who could not be looked up counts; `without`: leaving out one person. */
  readonly missingAtLeast: (without?: SlotPerson) => number;
}

function judgeDemand(
  project: ProjectConfig,
  { key, slots }: Demand,
  { sure, missingAtLeast }: People,
  roster: Roster,
): Finding[] {
  const what = `${project.name}: ${key}`;
  const unread = unreadText(slots, roster);
  const found = `${foundText(slots, sure)}${unread}`;
  if (missingIn(slots, sure) > 0) {
    if (missingAtLeast() === 0) {
      return [skip(what, 'not checked: Slack did not return everybody on the list')];
    }
    const todo =
      unread === ''
        ? 'add full members to the list, or require fewer approvals'
        : 'see the line about user groups, or name people by their ids';
    return [fail(what, found, todo)];
  }
  // Nobody decides on their own request, so people who are all needed cannot request anything.
  const isStuck = sure.some(
    (person) => mayAsk(person.userId, project, roster) && missingAtLeast(person) > 0,
  );
  const todo = 'add one more full member to the list';
  return isStuck ? [warn(what, `${found}: a request of one of them cannot be approved`, todo)] : [];
}

/** Groups that Slack refuses to show count as empty, also for the bot. */
function unreadText(slots: SlotSet, { groups }: Roster): string {
  const isLost = !groups.ok && !isUnanswered(groups);
  return isLost && slots.some(({ usergroups }) => usergroups.length > 0)
    ? ' while user groups cannot be read'
    : '';
}

/** The approvals needed, and how many people can give them. */
function foundText(slots: SlotSet, people: readonly SlotPerson[]): string {
  const [only, ...others] = slots;
  return only && others.length === 0
    ? `needs ${approvalsText(only.count)}, and ${countText(people.length)}`
    : `needs ${slotsText(slots)}, and ${countText(people.length)}, each counting for one list`;
}

/** Without a list of requesters every full member may request. */
function mayAsk(id: string, { requesters }: ProjectConfig, roster: Roster): boolean {
  return requesters === undefined || onList(requesters, groupsIn(roster)).has(id);
}

/** Members on any of the lists; several accounts of one person are one. */
function peopleFor(
  slots: SlotSet,
  roster: Roster,
  samePerson: readonly (readonly string[])[],
): People {
  const groups = groupsIn(roster);
  const listed = [...new Set(slots.flatMap((slot) => [...onList(slot, groups)]))];
  const peopleAmong = (ids: readonly string[]): SlotPerson[] =>
    [...Map.groupBy(ids, humansBy(samePerson)).values()].map(([userId = '']) => ({
      userId,
      usergroups: groupsWith(userId, groups),
    }));
  const possible = peopleAmong(listed.filter((id) => isMember(id, roster) !== false));
  // A group that Slack did not return may contain anybody.
  const closed = slots.filter((slot) => !isOpen(slot, roster));
  return {
    sure: peopleAmong(listed.filter((id) => isMember(id, roster) === true)),
    missingAtLeast: (without) =>
      missingIn(
        closed,
        possible.filter(({ userId }) => userId !== without?.userId),
      ),
  };
}

function groupsWith(userId: string, groups: readonly GroupFacts[]): string[] {
  return groups
    .filter(({ isDisabled, users }) => !isDisabled && users.includes(userId))
    .map(({ id }) => id);
}

function humansBy(samePerson: readonly (readonly string[])[]): (id: string) => string {
  const people = merged(samePerson);
  return (id) => people.find((ids) => ids.includes(id))?.[0] ?? id;
}

/** Whether a list may contain anybody, because Slack did not return the groups. */
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

function pairsOf(rules: readonly PolicyRule[], demands: readonly Demand[]): Demand[] {
  return demands.flatMap((one, at) =>
    demands.flatMap((other, nth) => {
      const [a, b] = [rules[at], rules[nth]];
      if (nth <= at || !a || !b || excludeEachOther(a, b)) return [];
      return [{ key: `${one.key} and ${other.key}`, slots: addedUp([one.slots, other.slots]) }];
    }),
  );
}

function excludeEachOther({ when: a }: PolicyRule, { when: b }: PolicyRule): boolean {
  return EITHER_OR.some((key) => a[key] !== undefined && b[key] !== undefined && a[key] !== b[key]);
}

/** Conditions that can be met in several ways by one change, or at several times. */
const MANY: readonly string[] = ['fields', 'only', 'tasks', 'between', 'days'];
const EITHER_OR = CONDITION_NAMES.filter((name) => !MANY.includes(name));

function slotsText(slots: SlotSet): string {
  return slots
    .map(({ count, usergroups, users }) => `${count} of ${[...usergroups, ...users].join(', ')}`)
    .join(' and ');
}

function approvalsText(quorum: number): string {
  return quorum === 1 ? 'one approval' : `${quorum} approvals`;
}

function countText(people: number): string {
  if (people === 0) return 'nobody can give them';
  return people === 1 ? 'one person can give them' : `${people} people can give them`;
}
