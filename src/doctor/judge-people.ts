import type { Approvers } from '#src/approval/record/change-request.ts';
import type { ProjectConfig } from '#src/config/load-config.ts';
import {
  type Answer,
  type GroupFacts,
  type MemberFacts,
  RATE_LIMITED,
  UNREACHABLE,
} from '#src/slack/transport/workspace-probe.ts';
import { about, type Finding } from './finding.ts';
import { refusalFinding, refusedBySlack } from './judge-slack.ts';

/** The people and groups of `relaydesk.yml` according to Slack. */
export interface Roster {
  readonly teamId: string;
  readonly groups: Answer<readonly GroupFacts[]>;
  /** By user id; people who were not looked up are missing. */
  readonly members: ReadonlyMap<string, Answer<MemberFacts>>;
}

const { ok, warn, fail, skip } = about('people');

/** Judges every user group and every person once, with the lists that they are on. */
export function judgePeople(lists: readonly PeopleList[], roster: Roster): Finding[] {
  const { groups } = roster;
  const groupIds = idsOf(lists, 'usergroups');
  if (!groups.ok && groupIds.length > 0) {
    return [refusalFinding('people', 'user groups', groups), ...judgeNamed(lists, roster)];
  }
  const known = groups.ok ? groups.value : [];
  return [
    ...groupIds.flatMap((id) =>
      judgeGroup(
        id,
        known.find((group) => group.id === id),
        lists.filter(({ list }) => list.usergroups.includes(id)),
        roster,
      ),
    ),
    ...judgeNamed(lists, roster),
  ];
}

/** Ids on any of the lists, each once. */
export function idsOf(lists: readonly PeopleList[], kind: 'users' | 'usergroups'): string[] {
  return [...new Set(lists.flatMap(({ list }) => list[kind]))];
}

function judgeGroup(
  id: string,
  group: GroupFacts | undefined,
  uses: readonly PeopleList[],
  roster: Roster,
): Finding[] {
  const what = `${group ? `@${group.handle} ` : ''}${id}`;
  const approves = uses.some((use) => use.approves);
  const judge = approves ? fail : warn;
  const use = usesText(uses);
  if (!group) {
    return [
      judge(
        what,
        `there is no such user group: ${use}`,
        'remove it from relaydesk.yml, or name another',
      ),
    ];
  }
  if (group.isDisabled) {
    return [judge(what, `it is disabled: ${use}`, 'enable it in Slack, or name another')];
  }
  const { length } = group.users;
  if (length === 0) return [judge(what, `nobody is in it: ${use}`, 'add people to it in Slack')];
  const unfit = approves
    ? group.users.flatMap((user) => (isBusy(user, roster) ? [] : (whyUnfit(user, roster) ?? [])))
    : [];
  return [
    ok(what, `${length} ${length === 1 ? 'person' : 'people'}: ${use}`),
    ...unfit.map(({ who, why }) =>
      warn(
        what,
        `${who} ${why} and cannot approve, although in the group`,
        `remove ${who} from the group if that is not intended`,
      ),
    ),
  ];
}

/** Judges the people who are named by id. */
function judgeNamed(lists: readonly PeopleList[], roster: Roster): Finding[] {
  const ids = idsOf(lists, 'users');
  const findings = ids.flatMap((id) => {
    const unfit = whyUnfit(id, roster);
    if (!unfit) return [];
    const uses = lists.filter(({ list }) => list.users.includes(id));
    if (isBusy(id, roster)) return [skip(unfit.who, `${unfit.why}; ${unfit.todo}`)];
    const judge = uses.some(({ approves }) => approves) ? fail : warn;
    return [judge(unfit.who, `${unfit.why}: ${usesText(uses)}`, unfit.todo)];
  });
  const count = ids.length;
  return findings.length > 0 || count === 0
    ? findings
    : [ok('people named by id', count === 1 ? '1, a full member' : `${count}, all full members`)];
}

const KINDS = {
  deactivated: { why: 'is deactivated', todo: 'remove them from relaydesk.yml' },
  bot: { why: 'is a bot', todo: 'a bot cannot decide: name a person' },
  guest: {
    why: 'is a guest',
    todo: 'only full members count: change their role in Slack, or name somebody else',
  },
  stranger: {
    why: 'belongs to another workspace',
    todo: 'name somebody of this workspace: only its members can decide',
  },
} as const;

interface Unfit {
  readonly who: string;
  readonly why: string;
  readonly todo: string;
}

/** Why somebody does not count as a member, by the rules of the bot; undefined: they do. */
function whyUnfit(id: string, { members, teamId }: Roster): Unfit | undefined {
  const answer = members.get(id);
  if (!answer) return undefined;
  if (!answer.ok) {
    const { found, todo } = refusedBySlack(answer);
    const isUnknown = answer.error === 'user_not_found';
    return {
      who: id,
      why: isUnknown ? 'does not exist in this workspace' : `could not be looked up (${found})`,
      todo: isUnknown ? 'copy the id from the profile: ⋮ → Copy member ID' : todo,
    };
  }
  const { name, not, workspaces } = answer.value;
  const kind = not ?? (workspaces.includes(teamId) ? undefined : 'stranger');
  if (!kind) return undefined;
  return { who: `${name} ${id}`, ...KINDS[kind] };
}

/** Whether the lookup was rate limited. */
function isBusy(id: string, { members }: Roster): boolean {
  const answer = members.get(id);
  return answer?.ok === false && answer.error === RATE_LIMITED;
}

/** Whether somebody counts as a member; undefined: they were not looked up, or Slack gave no answer. */
export function isMember(id: string, roster: Roster): boolean | undefined {
  const answer = roster.members.get(id);
  if (!answer || (!answer.ok && isUnanswered(answer))) return undefined;
  return whyUnfit(id, roster) === undefined;
}

/** A temporary failure, which says nothing about the set-up. */
export function isUnanswered({ error }: { readonly error: string }): boolean {
  return error === RATE_LIMITED || error === UNREACHABLE;
}

/** A list of people in `relaydesk.yml`. */
export interface PeopleList {
  readonly project: string;
  /** Its key, like `policy.rules[1].approvers`. */
  readonly key: string;
  readonly list: Approvers;
  /** Whether nothing can be approved when nobody is on it. */
  readonly approves: boolean;
}

export function peopleLists({ name, policy, ...project }: ProjectConfig): PeopleList[] {
  const listed = (approves: boolean, key: string, list: Approvers | undefined): PeopleList[] =>
    list ? [{ project: name, key, list, approves }] : [];
  const rules = policy.rules.map((rule, at) => ({ ...rule, key: `policy.rules[${at}]` }));
  return [
    ...listed(true, 'approvers', project.approvers),
    ...rules.flatMap(({ key, approvers, from = [] }) => [
      ...listed(true, `${key}.approvers`, approvers),
      ...from.flatMap((slot, nth) => listed(true, `${key}.from[${nth}]`, slot)),
    ]),
    ...listed(false, 'requesters', project.requesters),
    ...listed(false, 'notify', project.notify),
    ...rules.flatMap(({ key, notify }) => listed(false, `${key}.notify`, notify)),
    ...listed(false, 'policy.escalate.to', policy.escalate?.to),
    ...listed(false, 'policy.break_glass', policy.breakGlass),
    ...listed(false, 'policy.freezers', policy.freezers),
  ];
}

/** `approvers of live-prod, notify of live-prod`. */
function usesText(lists: readonly PeopleList[]): string {
  return lists.map(({ project, key }) => `${key} of ${project}`).join(', ');
}

export function isAnybodyOn(list: Approvers | undefined): boolean {
  return list !== undefined && list.users.length + list.usergroups.length > 0;
}
