import type { webApi } from '@slack/bolt';
import type { Person } from '#src/approval/change-request.ts';
import type { Directory } from '#src/approval/ports.ts';

/**
 * How long an answer about a person or a group may be used, in milliseconds. Long enough for one
 * review from opening to deciding, short enough that a removal is felt at once.
 */
const CACHE_MS = 30_000;

/** Who people are, asked of Slack. Throws when Slack does not answer. */
export function createDirectory(dependencies: {
  readonly client: webApi.WebClient;
  readonly now: () => number;
}): Directory & { readonly forget: () => void } {
  const { client, now } = dependencies;
  const members = createCache(now, (userId) => isFullMember(client, userId));
  const groups = createCache(now, (usergroup) => usersOf(client, usergroup));
  return {
    async standing({ teamId, userId }: Person, usergroups) {
      const [home, ...lists] = await Promise.all([
        members.get(userId),
        ...usergroups.map((group) => groups.get(group)),
      ]);
      const isHere = home !== undefined && (home === '' || home === teamId);
      return {
        isFullMember: isHere,
        usergroups: usergroups.filter((_group, index) => lists[index]?.includes(userId)),
      };
    },

    /** Empties the cache, when Slack says that a group has changed. */
    forget() {
      members.clear();
      groups.clear();
    },
  };
}

/** The workspace of a full member ('' when Slack does not say), or undefined for everybody else. */
async function isFullMember(client: webApi.WebClient, userId: string): Promise<string | undefined> {
  const { user } = await client.users.info({ user: userId });
  if (!user) throw new Error('users.info answered without a user');
  const isOther =
    user.deleted ||
    user.is_bot ||
    user.is_restricted ||
    user.is_ultra_restricted ||
    user.is_stranger;
  return isOther ? undefined : (user.team_id ?? '');
}

async function usersOf(client: webApi.WebClient, usergroup: string): Promise<string[]> {
  const { users } = await client.usergroups.users.list({ usergroup });
  if (!users) throw new Error('usergroups.users.list answered without users');
  return users;
}

function createCache<Value>(now: () => number, load: (key: string) => Promise<Value>) {
  const entries = new Map<string, { readonly untilMs: number; readonly value: Promise<Value> }>();
  return {
    get(key: string): Promise<Value> {
      const held = entries.get(key);
      if (held && now() < held.untilMs) return held.value;
      const value = load(key);
      entries.set(key, { untilMs: now() + CACHE_MS, value });
      // A failure must not be remembered as an answer.
      value.catch(() => entries.delete(key));
      return value;
    },
    clear: () => entries.clear(),
  };
}
