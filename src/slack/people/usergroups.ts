import type { webApi } from '@slack/bolt';
import { createCache } from '#src/basics/cache.ts';
import type { Log } from '#src/log.ts';

/**
 * How long an answer about groups may be used, in milliseconds. Long enough for one review from opening
 * to deciding, short enough that a removal is felt at once.
 */
const CACHE_MS = 30_000;

/** The only key of the cache. */
const ALL = 'all';

/**
 * Who is in which user group. All are read with one call of usergroups.list, which Slack allows 20 times a minute to
 * all replicas together. Disabled groups are not listed, so they count as empty.
 */
export function createUsergroups(deps: {
  readonly client: webApi.WebClient;
  readonly now: () => number;
  readonly log: Pick<Log, 'warn'>;
}) {
  const { client, now, log } = deps;
  const all = createCache({ forMs: CACHE_MS, now, load: () => readUsergroups(client) });
  // Logged once for each group, and again if it was back in between.
  const missing = new Set<string>();

  function warnAboutMissing(group: string, isThere: boolean): void {
    if (isThere) missing.delete(group);
    else if (!missing.has(group)) {
      missing.add(group);
      log.warn('a user group is switched off or does not exist: nobody is in it', { group });
    }
  }

  return {
    /** Which of these groups somebody is in; undefined while Slack does not say. Never throws. */
    async of(userId: string, usergroups: readonly string[]): Promise<string[] | undefined> {
      if (usergroups.length === 0) return [];
      try {
        const groups = await all.get(ALL);
        for (const group of usergroups) warnAboutMissing(group, groups.has(group));
        return usergroups.filter((group) => groups.get(group)?.users.includes(userId));
      } catch (error) {
        log.warn('Slack does not say who is in the user groups: only people listed by id count', {
          error,
        });
        return undefined;
      }
    },
    clear: all.clear,
  };
}

/** The enabled groups of the workspace, by id, with their users. */
export async function readUsergroups(client: webApi.WebClient) {
  const { usergroups } = await client.usergroups.list({ include_users: true });
  if (!usergroups) throw new Error('usergroups.list answered without groups');
  return new Map(usergroups.map(({ id = '', handle, users = [] }) => [id, { handle, users }]));
}
