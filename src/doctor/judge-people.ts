import type { Answer, GroupFacts, MemberFacts } from '#src/slack/transport/workspace-probe.ts';
import { about, type Finding } from './finding.ts';
import { refusedBySlack } from './judge-slack.ts';
import { type PeopleList, usesText } from './lists.ts';

/** What Slack says about the people and the groups that `relaydesk.yml` names. */
export interface Roster {
  readonly teamId: string;
  readonly groups: Answer<readonly GroupFacts[]>;
  /** By user id; people who were not looked up are missing. */
  readonly members: ReadonlyMap<string, Answer<MemberFacts>>;
}

const { ok, warn, fail } = about('people');

/** Every user group and every person once, with each list that they are on. */
export function judgePeople(lists: readonly PeopleList[], roster: Roster): Finding[] {
  const { groups } = roster;
  const groupIds = idsOf(lists, 'usergroups');
  if (!groups.ok && groupIds.length > 0) {
    const { found, todo } = refusedBySlack(groups);
    return [fail('user groups', found, todo), ...judgeNamed(lists, roster)];
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
        'take it out of relaydesk.yml, or name another',
      ),
    ];
  }
  if (group.isDisabled) {
    return [judge(what, `it is switched off: ${use}`, 'switch it on in Slack, or name another')];
  }
  const { length } = group.users;
  if (length === 0) return [judge(what, `nobody is in it: ${use}`, 'add people to it in Slack')];
  const unfit = approves ? group.users.flatMap((user) => whyUnfit(user, roster) ?? []) : [];
  return [
    ok(what, `${length} ${length === 1 ? 'person' : 'people'}: ${use}`),
    ...unfit.map(({ who, why }) =>
      warn(
        what,
        `${who} ${why} and cannot approve, though in the group`,
        'take them out of the group if that is not meant',
      ),
    ),
  ];
}

/** People who are named one by one. */
function judgeNamed(lists: readonly PeopleList[], roster: Roster): Finding[] {
  const ids = idsOf(lists, 'users');
  const findings = ids.flatMap((id) => {
    const unfit = whyUnfit(id, roster);
    if (!unfit) return [];
    const uses = lists.filter(({ list }) => list.users.includes(id));
    const judge = uses.some(({ approves }) => approves) ? fail : warn;
    return [judge(unfit.who, `${unfit.why}: ${usesText(uses)}`, unfit.todo)];
  });
  const count = ids.length;
  return findings.length > 0 || count === 0
    ? findings
    : [ok('people named by id', count === 1 ? '1, a full member' : `${count}, all full members`)];
}

const KINDS = {
  deactivated: 'is deactivated',
  bot: 'is a bot',
  guest: 'is a guest',
  stranger: 'is of another workspace',
} as const;

interface Unfit {
  readonly who: string;
  readonly why: string;
  readonly todo: string;
}

/** Why somebody does not count as a member, as the desk itself decides it; undefined: they do. */
function whyUnfit(id: string, { members, teamId }: Roster): Unfit | undefined {
  const answer = members.get(id);
  if (!answer) return undefined;
  if (!answer.ok) {
    const { found, todo } = refusedBySlack(answer);
    const isUnknown = answer.error === 'user_not_found';
    return {
      who: id,
      why: isUnknown ? 'is nobody in this workspace' : `could not be looked up (${found})`,
      todo: isUnknown ? 'copy the id from the profile: ⋮ → Copy member ID' : todo,
    };
  }
  const { name, not, workspaces } = answer.value;
  const kind = not ?? (workspaces.includes(teamId) ? undefined : 'stranger');
  if (!kind) return undefined;
  return {
    who: `${name} ${id}`,
    why: KINDS[kind],
    todo: 'only full members of the workspace count; name somebody else',
  };
}

/** Whether somebody was looked up and counts as a member. */
export function isMember(id: string, roster: Roster): boolean {
  return roster.members.get(id)?.ok === true && whyUnfit(id, roster) === undefined;
}
