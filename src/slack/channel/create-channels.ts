import type { webApi } from '@slack/bolt';
import { partsOf } from '#src/approval/decide/parts.ts';
import type { Log } from '#src/log.ts';
import type { RateLimiter } from '#src/ports/rate-limiter.ts';
import { createChannelMembers } from '#src/slack/people/channel-members.ts';
import { channelsOf, type SlackProjects } from '#src/slack/projects.ts';
import { createChannelReach } from './channel-reach.ts';
import { type ConfigMarks, createConfigNews } from './config-news.ts';
import { createNotifier } from './notifier.ts';
import { createOutOfReachReport, type OutOfReachMarks } from './out-of-reach-report.ts';
import { createPacedPosting } from './paced-posting.ts';

type NotifierDeps = Parameters<typeof createNotifier>[0];

/** Writing into channels: which of them let something in, how fast, and how requests are shown there. */
export function createChannels(
  deps: Omit<
    NotifierDeps,
    'client' | 'posting' | 'partsOf' | 'channelMembers' | 'report' | 'log'
  > & {
    /** Calls that people wait for, and those that post. */
    readonly client: webApi.WebClient;
    readonly postingClient: webApi.WebClient;
    readonly rateLimiter: RateLimiter;
    readonly outOfReachMarks: OutOfReachMarks;
    readonly configMarks: ConfigMarks;
    readonly projects: SlackProjects;
    readonly now: () => number;
    readonly log: Log;
  },
) {
  const { client, postingClient, rateLimiter, outOfReachMarks: marks, projects, now, log } = deps;
  const reach = createChannelReach({ now, log, onBack: (channel) => marks.release(channel) });
  const posting = createPacedPosting({ client: postingClient, rateLimiter, reach, now });
  const notifier = createNotifier({
    ...deps,
    client: postingClient,
    posting,
    partsOf: (request) => partsOf({ store: deps }, request),
    channelMembers: createChannelMembers({ client, now, log }),
    report: createOutOfReachReport({ posting, projects, marks }),
  });
  return {
    notifier,
    configNews: createConfigNews({ posting, projects, marks: deps.configMarks, log }),
    /** Each channel, and whether it let nothing in lately. */
    channels: () =>
      channelsOf(projects).map((one) => ({ ...one, isOut: reach.isOut(one.channel) })),
    channelDeps: { client: postingClient, posting, projects, now, log },
  };
}
