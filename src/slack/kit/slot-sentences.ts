import { openSetsOf, peopleWhoApproved } from '#src/approval/policy/asked-people.ts';
import type { Approvers, ChangeRequest } from '#src/approval/record/change-request.ts';
import type { SlotSet } from '#src/approval/record/slots.ts';
import type { Words } from '#src/slack/words/index.ts';
import { escaped, groupMention, mention } from './text.ts';

/** Who has to approve, in a few words. All mrkdwn. */

/** How many people of a list are named. */
const NAMED_MAX = 10;

/** The name of a person or group on a list. A mention notifies people when a message is posted. */
export type NameOf = (id: string, kind: 'user' | 'usergroup') => string;

/** Names as text that calls nobody; an id where there is no name. */
export function asText(names: ReadonlyMap<string, string>): NameOf {
  return (id) => {
    const name = names.get(id);
    return name === undefined ? `\`${id}\`` : escaped(name);
  };
}

export const asMention: NameOf = (id, kind) => (kind === 'user' ? mention(id) : groupMention(id));

/** Everybody on a list, each by name. */
export function namesOn({ usergroups, users }: Approvers, nameOf: NameOf): string[] {
  const people = [
    ...usergroups.map((id) => nameOf(id, 'usergroup')),
    ...users.map((id) => nameOf(id, 'user')),
  ];
  return people.length > NAMED_MAX ? [...people.slice(0, NAMED_MAX), '…'] : people;
}

/** The slots of a set: `1 of @leads and 1 of @rights`. */
export function slotsSentence(set: SlotSet, nameOf: NameOf, { slots }: Words): string {
  return slots.and(set.map((slot) => slots.of(slot.count, namesOn(slot, nameOf))));
}

/** What a request still needs, and from whom; undefined if nothing. */
export function openSentence(
  request: ChangeRequest,
  nameOf: NameOf,
  { slots: say }: Words,
): string | undefined {
  // Nobody decides on their own request, or twice.
  const over = [request.requester, ...peopleWhoApproved(request)].map(({ userId }) => userId);
  const named = (list: Approvers): string[] => namesOn(without(over, list), nameOf);
  const sets = openSetsOf(request).map(({ missing, slots }) => {
    const each = slots.map(({ list, more }) => say.of(more, named(list)));
    const isOneOfEach = slots.reduce((sum, { more }) => sum + more, 0) === missing;
    // An approver is on several lists, so which one is left depends on the next approval.
    return isOneOfEach
      ? say.and(each)
      : say.of(missing, [...new Set(slots.flatMap(({ list }) => named(list)))]);
  });
  return sets.length === 0 ? undefined : say.sets(sets);
}

/** A list without some people, unless nobody would be left. */
export function without<List extends Approvers>(ids: readonly string[], list: List): List {
  const users = list.users.filter((id) => !ids.includes(id));
  return users.length + list.usergroups.length === 0 ? list : { ...list, users };
}
