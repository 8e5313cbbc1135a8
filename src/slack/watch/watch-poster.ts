import type { webApi } from '@slack/bolt';
import type { MessageRef, ShownStore } from '#src/ports/shown.ts';
import type { PacedPosting } from '#src/slack/channel/paced-posting.ts';
import { messageFrom } from '#src/slack/kit/message.ts';
import { moment } from '#src/slack/kit/text.ts';
import type { SlackProjects } from '#src/slack/projects.ts';
import { isMessageGone, isNoAccess, isThreadGone } from '#src/slack/transport/slack-errors.ts';
import { DEFAULT_LANGUAGE, type Words, wordsFor } from '#src/slack/words/index.ts';
import type { WatchPoster } from '#src/watch/ports.ts';
import { renderEvents } from './watch-message.ts';

/** Posts events in Slack. Throws when Slack does not answer, and the outbox tries again. */
export function createWatchPoster({
  posting,
  shown,
  projects,
}: {
  readonly posting: PacedPosting;
  readonly shown: Pick<ShownStore, 'load'>;
  readonly projects: SlackProjects;
}): WatchPoster {
  const wordsOf = (project: string): Words =>
    wordsFor(projects.get(project)?.language ?? DEFAULT_LANGUAGE);
  return {
    async post(group, found) {
      const { channel, taskId, event, firstAtMs } = group;
      const message = { channel, ...renderEvents(group, found, wordsOf(group.project)) };
      return (await send(posting, message, `${event} ${taskId} ${firstAtMs}`)) ?? 'no_access';
    },

    async update(message, group, found) {
      try {
        await posting.update({
          ...message,
          ...renderEvents(group, found, wordsOf(group.project)),
        });
        return true;
      } catch (error) {
        if (isMessageGone(error) || isNoAccess(error)) return false;
        throw error;
      }
    },

    async note(request, { receivedAtMs }) {
      const { card } = await shown.load(request.id);
      if (!card) return false;
      const said = wordsOf(request.project).thread.taskReset(moment(receivedAtMs));
      const message = { channel: card.channel, thread_ts: card.ts, ...messageFrom(said) };
      return (await send(posting, message, `${request.id} reset`)) !== undefined;
    },
  };
}

/** Undefined if there is no way to post it. */
async function send(
  posting: PacedPosting,
  message: webApi.ChatPostMessageArguments,
  who: string,
): Promise<MessageRef | undefined> {
  try {
    await posting.takeSlot(message.channel, who);
    return await posting.post(message, who);
  } catch (error) {
    // Nobody can post in a thread that was deleted.
    if (isNoAccess(error) || isThreadGone(error)) return undefined;
    throw error;
  }
}
