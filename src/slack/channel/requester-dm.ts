import type { MessageRef } from '#src/ports/shown.ts';
import type { Message } from '#src/slack/kit/message.ts';
import type { ChannelMembers } from '#src/slack/people/channel-members.ts';
import { cardChannelOf } from '#src/slack/projects.ts';
import { isSlackAway, slackErrorName } from '#src/slack/transport/slack-errors.ts';
import { tellWhole, wholeBelow } from './long-diff.ts';
import { post, type PostDeps, type Showing, upsertMessage } from './post-once.ts';
import { requesterLines } from './thread-lines.ts';

/**
 * A requester who is not in the channel of the cards gets a direct card, with the result below it. So does every
 * requester while that channel is out of reach.
 */
export async function showDirect(
  deps: PostDeps & { readonly channelMembers: ChannelMembers },
  showing: Showing & { readonly isCardOutOfReach: boolean },
  render: () => Promise<Message>,
): Promise<void> {
  const { request, shown, version, followers } = showing;
  const channel = shown.direct?.channel ?? (await directChannel(deps, showing));
  if (channel === undefined) return;
  const { direct: known, directVersion = 0 } = shown;
  const isTrue =
    known !== undefined && directVersion >= version && (shown.directFollowers ?? '') === followers;
  const direct = isTrue
    ? known
    : await upsertMessage(deps, showing, known, {
        channel,
        part: 'direct',
        message: await render(),
      });
  if (!isTrue) {
    await deps.shown.save(request.id, {
      direct,
      directVersion: version,
      directFollowers: followers,
      ...wholeBelow(showing, { place: 'directWhole', card: direct }),
    });
  }
  await tellWhole(deps, showing, { place: 'directWhole', card: direct });
  await tell(deps, showing, direct);
}

async function tell(deps: PostDeps, showing: Showing, direct: MessageRef): Promise<void> {
  const { request, project, shown } = showing;
  for (const [index, line] of requesterLines(request, project).entries()) {
    if (index < (shown.directLines ?? 0)) continue;
    await post(deps, showing, {
      channel: direct.channel,
      part: `direct ${index}`,
      message: line.message,
      threadTs: direct.ts,
      isBroadcast: line.isForAll,
    });
    await deps.shown.save(request.id, { directLines: index + 1 });
  }
}

/** The direct conversation with the requester; undefined if they can read the channel. */
async function directChannel(
  deps: PostDeps & { readonly channelMembers: ChannelMembers },
  { request, project, isCardOutOfReach }: Showing & { readonly isCardOutOfReach: boolean },
): Promise<string | undefined> {
  const { userId } = request.requester;
  const reads = () => deps.channelMembers.reads(cardChannelOf(request, project), userId);
  if (!isCardOutOfReach && (await reads())) return undefined;
  try {
    const { channel } = await deps.client.conversations.open({ users: userId });
    return channel?.id;
  } catch (error) {
    if (slackErrorName(error) === undefined || isSlackAway(error)) throw error;
    // They have left, or the app is not allowed to: the channels are still told.
    deps.log.warn('no direct message to the requester', { request: request.id, error });
    return undefined;
  }
}
