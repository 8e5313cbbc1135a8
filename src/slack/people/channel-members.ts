import type { webApi } from '@slack/bolt';
import { createCache } from '#src/basics/cache.ts';
import { given } from '#src/basics/given.ts';
import type { Log } from '#src/log.ts';
import { isSlackAway, slackErrorName } from '#src/slack/transport/slack-errors.ts';

/** How long members of a channel are cached, in milliseconds: people rarely join and leave. */
const CACHE_MS = 5 * 60_000;
/** The page size that Slack recommends, and a limit on pages. */
const PAGE = 200;
const PAGES_MAX = 50;

export type ChannelMembers = ReturnType<typeof createChannelMembers>;

/** Who can read a channel: its members. One call per channel, not per request. */
export function createChannelMembers(deps: {
  readonly client: webApi.WebClient;
  readonly now: () => number;
  readonly log: Pick<Log, 'warn'>;
}) {
  const { client, now, log } = deps;
  const channels = createCache<Members>({
    forMs: CACHE_MS,
    now,
    load: (channel) =>
      read(client, channel).catch((error: unknown) => {
        if (slackErrorName(error) === undefined || isSlackAway(error)) throw error;
        // If Slack does not let us look, nobody gets unnecessary messages.
        log.warn('cannot read who is in a channel', { channel, error });
        return 'unknown';
      }),
  });

  return {
    /** Whether this person is in the channel, as far as is known. Throws when Slack is unavailable. */
    async reads(channel: string, userId: string): Promise<boolean> {
      const members = await channels.get(channel);
      return members === 'unknown' || members.has(userId);
    },
  };
}

type Members = ReadonlySet<string> | 'unknown';

async function read(client: webApi.WebClient, channel: string): Promise<Members> {
  const found = new Set<string>();
  let cursor = '';
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { members = [], response_metadata: more } = await client.conversations.members({
      channel,
      limit: PAGE,
      ...given({ cursor: cursor || undefined }),
    });
    for (const member of members) found.add(member);
    cursor = more?.next_cursor ?? '';
    if (cursor === '') return found;
  }
  return 'unknown';
}
