import type { Finding } from '#src/doctor/finding.ts';
import type { Roster } from '#src/doctor/judge-people.ts';
import type { GroupFacts, MemberFacts } from '#src/slack/transport/workspace-probe.ts';

export const TEAM = 'T0DESK';

/** `fail what: found`, enough to tell findings apart. */
export function lines(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ status, what, found }) => `${status} ${what}: ${found}`);
}

export function member(id: string, fields: Partial<MemberFacts> = {}) {
  const value: MemberFacts = {
    id,
    name: `Name of ${id}`,
    workspaces: [TEAM],
    not: undefined,
    ...fields,
  };
  return [id, { ok: true, value }] as const;
}

export function group(id: string, users: readonly string[], isDisabled = false): GroupFacts {
  return { id, handle: id.toLowerCase(), users, isDisabled };
}

/** Everybody named is a full member, unless `members` says otherwise. */
export function rosterOf(
  users: readonly string[],
  groups: readonly GroupFacts[] = [],
  members: readonly (readonly [string, ReturnType<typeof member>[1]])[] = [],
): Roster {
  return {
    teamId: TEAM,
    groups: { ok: true, value: groups },
    members: new Map([...users.map((id) => member(id)), ...members]),
  };
}
