import type { webApi } from '@slack/bolt';
import type { EndingPoster, EndNotice, LetEnd } from '#src/ending/ports.ts';
import { findPosted, metadataOf } from '#src/slack/channel/find-posted.ts';
import type { PacedPosting } from '#src/slack/channel/paced-posting.ts';
import { mentionsOf } from '#src/slack/channel/thread-lines.ts';
import type { SlackProject, SlackProjects } from '#src/slack/projects.ts';
import { isMessageGone, isNoAccess } from '#src/slack/transport/slack-errors.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { renderEndDigest } from './end-digest.ts';
import { renderEndNotice } from './end-notice.ts';

interface Deps {
  /** For reads only; messages are posted by `posting`. */
  readonly client: webApi.WebClient;
  readonly posting: PacedPosting;
  readonly projects: SlackProjects;
  readonly now: () => number;
}

/** Posts messages about ends in the ops channel. Throws when Slack does not answer, and the step is repeated. */
export function createEndingPoster({ client, posting, projects, now }: Deps): EndingPoster {
  const projectOf = ({ cloud }: EndNotice): SlackProject => {
    const project = [...projects.values()].find((each) => each.cloud === cloud);
    if (!project) throw new Error(`no project is ${cloud}`);
    return project;
  };
  const rendered = (notice: EndNotice, letEnds: ReadonlyMap<string, LetEnd>) => {
    const project = projectOf(notice);
    const shown = { project: project.name, people: mentionsOf(project.notify), letEnds };
    const render = notice.digest ? renderEndDigest : renderEndNotice;
    return render(notice, shown, wordsFor(project.language));
  };
  return {
    takeSlot: (notice) => posting.takeSlot(projectOf(notice).opsChannel, whoOf(notice)),

    post: (notice, letEnds) =>
      posting.post(
        {
          channel: projectOf(notice).opsChannel,
          ...rendered(notice, letEnds),
          metadata: metadataOf(nameOf(notice)),
        },
        whoOf(notice),
      ),

    find: (notice) => {
      const channel = projectOf(notice).opsChannel;
      const where = { channel, sinceMs: notice.atMs, nowMs: now() };
      return posting.within(channel, () => findPosted(client, nameOf(notice), where));
    },

    async update(notice, letEnds) {
      if (!notice.message) return;
      try {
        await posting.update({ ...notice.message, ...rendered(notice, letEnds) });
      } catch (error) {
        // The message was deleted, or the bot was removed from the channel.
        if (!isMessageGone(error) && !isNoAccess(error)) throw error;
      }
    },
  };
}

function nameOf({ id }: EndNotice) {
  return { request: 'ending', part: id };
}

/** One slot for each project, so a message that is decided again replaces the one before. */
function whoOf({ cloud }: EndNotice): string {
  return `ending ${cloud}`;
}
