import { messageFrom } from '#src/slack/kit/message.ts';
import { slashCommand } from '#src/slack/kit/text.ts';
import { cardChannelsOf, type SlackProjects } from '#src/slack/projects.ts';
import { OutOfReachError } from '#src/slack/transport/slack-errors.ts';
import { type Language, wordsFor } from '#src/slack/words/index.ts';
import { type PacedPosting, SlackFullError } from './paced-posting.ts';

/** Channels that have already been reported, shared by all replicas. */
export interface OutOfReachMarks {
  /** True for one replica until `release`; expires after a day. */
  readonly claim: (channel: string) => Promise<boolean>;
  readonly release: (channel: string) => Promise<void>;
}

/**
 * Reports once, in the ops channel, that the approvals channel is out of reach, or the other way round. Throws when
 * Slack does not answer.
 */
export function createOutOfReachReport(deps: {
  readonly posting: PacedPosting;
  readonly projects: SlackProjects;
  readonly marks: OutOfReachMarks;
}) {
  const { posting, projects, marks } = deps;
  return async ({ channel, reason }: OutOfReachError): Promise<void> => {
    const others = otherChannels(projects, channel);
    if (others.size === 0 || !(await marks.claim(channel))) return;
    try {
      for (const [other, language] of others) {
        const { channels } = wordsFor(language);
        const said = channels.outOfReach(`<#${channel}>`, reason, slashCommand('requests'));
        const who = `out_of_reach ${channel}`;
        await posting.takeSlot(other, who);
        await posting.post({ channel: other, ...messageFrom(said) }, who);
      }
    } catch (error) {
      // The next one that cannot post there reports it.
      await marks.release(channel);
      if (!(error instanceof OutOfReachError || error instanceof SlackFullError)) throw error;
    }
  };
}

/** The other channels of the projects that use this one, each with its language. */
function otherChannels(projects: SlackProjects, channel: string): Map<string, Language> {
  const found = [...projects.values()].flatMap((project) => {
    const { opsChannel, approvalsChannel, language } = project;
    const isOfProject = [opsChannel, ...cardChannelsOf(project)].includes(channel);
    // Of the channel of a rule the project's own two are told.
    const others = isOfProject
      ? [opsChannel, approvalsChannel].filter((one) => one !== channel)
      : [];
    return others.map((other): [string, Language] => [other, language]);
  });
  return new Map(found);
}
