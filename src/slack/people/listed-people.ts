import type { webApi } from '@slack/bolt';
import type { Directory } from '#src/approval/ports.ts';
import type { Approvers } from '#src/approval/record/change-request.ts';
import type { SlotPerson } from '#src/approval/record/slots.ts';
import { createCache } from '#src/basics/cache.ts';
import type { Log } from '#src/log.ts';
import type { Identity } from '#src/slack/transport/bot-identity.ts';
import { memberOf } from './member.ts';
import { readUsergroups } from './usergroups.ts';

/**
 * How long an answer is used, in milliseconds. No decision uses it, so it is kept apart from those that do, and for
 * longer.
 */
const CACHE_MS = 60_000;

/** How many people of a list are looked up to find out whether anybody on it is active. */
const LOOKED_UP_MAX = 20;

/** Ids of an answer for all groups. */
const ALL = 'all';

interface Deps {
  readonly client: webApi.WebClient;
  readonly identity: Pick<Identity, 'teamId'>;
  readonly now: () => number;
  readonly log: Pick<Log, 'warn'>;
}

/** Who is on the lists of the configuration, and their names. No decision uses it. */
export function createListedPeople({ client, identity, now, log }: Deps) {
  const members = createCache({
    forMs: CACHE_MS,
    now,
    load: (userId) => memberOf(client, identity.teamId, userId),
  });
  const groups = createCache({ forMs: CACHE_MS, now, load: () => readUsergroups(client) });
  const groupsAmong = async (lists: readonly Approvers[]): Promise<Groups> =>
    lists.some(({ usergroups }) => usergroups.length > 0) ? groups.get(ALL) : new Map();
  const nameOf = async (id: string) => {
    const member = await members.get(id).catch(() => undefined);
    return [id, member?.name] as const;
  };

  return {
    /** The names of everybody on these lists, by id: `Lena Lead`, `@leads`. Without those that Slack does not tell. */
    async namesOn(lists: readonly Approvers[]): Promise<ReadonlyMap<string, string>> {
      const ids = new Set(lists.flatMap(({ users }) => users.slice(0, LOOKED_UP_MAX)));
      const [found, names] = await Promise.all([
        groupsAmong(lists).catch(() => undefined),
        Promise.all([...ids].map(nameOf)),
      ]);
      const handles = [...(found ?? [])].map(
        ([id, { handle }]) => [id, handle && `@${handle}`] as const,
      );
      const known = [...names, ...handles].flatMap(([id, name]) =>
        name ? [[id, name] as const] : [],
      );
      return new Map(known);
    },

    async activeOn(
      lists: readonly Approvers[],
      { isNeeded, isEnough }: Parameters<Directory['activeOn']>[1],
    ): ReturnType<Directory['activeOn']> {
      try {
        const active: SlotPerson[] = [];
        let left = LOOKED_UP_MAX;
        for (const person of peopleOn(lists, await groupsAmong(lists))) {
          if (isEnough(active)) return active;
          if (!isNeeded(active, person)) continue;
          // So many who are not: nobody can tell in time.
          if (left === 0) return undefined;
          left -= 1;
          if ((await members.get(person.userId)).isFullMember) active.push(person);
        }
        return active;
      } catch (error) {
        log.warn('Slack does not say whether anybody on a list is active', { error });
        return undefined;
      }
    },
  };
}

type Groups = Awaited<ReturnType<typeof readUsergroups>>;

/** Everybody on the lists, and which of their groups they are in. */
function peopleOn(lists: readonly Approvers[], groups: Groups): SlotPerson[] {
  const named = [...new Set(lists.flatMap(({ usergroups }) => usergroups))];
  const listed = named.flatMap((id) => groups.get(id)?.users ?? []);
  const ids = new Set([...lists.flatMap(({ users }) => users), ...listed]);
  return [...ids].map((userId) => ({
    userId,
    usergroups: named.filter((id) => groups.get(id)?.users.includes(userId)),
  }));
}
