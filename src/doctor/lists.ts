import type { Approvers } from '#src/approval/change-request.ts';
import type { ProjectConfig } from '#src/config/load-config.ts';

/** A list of people in `relaydesk.yml`. */
export interface PeopleList {
  readonly project: string;
  /** Its key, like `policy.rules[1].approvers`. */
  readonly key: string;
  readonly list: Approvers;
  /** Whether nothing can be approved when nobody is on it. */
  readonly approves: boolean;
}

export function peopleLists(project: ProjectConfig): PeopleList[] {
  const { policy } = project;
  const lists: readonly (readonly [string, Approvers | undefined])[] = [
    ['requesters', project.requesters],
    ['notify', project.notify],
    ...policy.rules.map(({ notify }, at) => [`policy.rules[${at}].notify`, notify] as const),
    ['policy.escalate.to', policy.escalate?.to],
    ['policy.break_glass', policy.breakGlass],
    ['policy.freezers', policy.freezers],
  ];
  const approving: readonly (readonly [string, Approvers | undefined])[] = [
    ['approvers', project.approvers],
    ...policy.rules.flatMap(({ approvers, from = [] }, at) => [
      [`policy.rules[${at}].approvers`, approvers] as const,
      ...from.map((slot, nth) => [`policy.rules[${at}].from[${nth}]`, slot] as const),
    ]),
  ];
  const named =
    (approves: boolean) =>
    ([key, list]: readonly [string, Approvers | undefined]): PeopleList[] =>
      list ? [{ project: project.name, key, list, approves }] : [];
  return [...approving.flatMap(named(true)), ...lists.flatMap(named(false))];
}

/** `approvers of live-prod, notify of live-prod`. */
export function usesText(lists: readonly PeopleList[]): string {
  return lists.map(({ project, key }) => `${key} of ${project}`).join(', ');
}
