import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { sha256 } from '#src/basics/sha256.ts';
import type { EndTold, MessageRef } from '#src/ports/shown.ts';
import { streamBlocks } from '#src/slack/card/stream-words.ts';
import { context } from '#src/slack/kit/blocks.ts';
import type { Message } from '#src/slack/kit/message.ts';
import { readAloud } from '#src/slack/kit/read-aloud.ts';
import { cardChannelOf, type SlackProject } from '#src/slack/projects.ts';
import { isMessageGone } from '#src/slack/transport/slack-errors.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { post, type PostDeps, type Showing } from './post-once.ts';
import { type Line, threadLines } from './thread-lines.ts';

interface Deps extends PostDeps {
  /** The link to a message of this workspace. */
  readonly linkTo: (message: MessageRef) => string;
}

/**
 * Results that everybody should know, in the ops channel; `shown.told` counts them. The message about the end is
 * edited when the stream is seen or missing.
 */
export async function tellResults(
  deps: Deps,
  showing: Showing,
  card: MessageRef | undefined,
): Promise<void> {
  const { request, project, shown } = showing;
  if (!hasOpsChannel(project, card?.channel ?? cardChannelOf(request, project))) return;
  let { end } = shown;
  const lines = threadLines(request, project);
  for (const [index, line] of lines.entries()) {
    if (!line.isForAll || index < (shown.told ?? 0)) continue;
    const message = messageOf(deps, showing, line, card);
    const part = `result ${index}`;
    // A message that was posted but not recorded may be out of date.
    const isNew = !showing.mayHaveBegun && shown.begun !== part;
    const result = await post(deps, showing, { channel: project.opsChannel, part, message });
    if (line.isEnd) end = { message: result, line: index, said: isNew ? digestOf(message) : '' };
    await deps.shown.save(request.id, { result, told: index + 1, end });
  }
  const present = end && lines[end.line];
  if (!end || !present?.isEnd) return;
  await edit(deps, request, end, messageOf(deps, showing, present, card));
}

/** Whether results are told in another channel than that of the card, which may be that of an earlier relaydesk.yml. */
export function hasOpsChannel({ opsChannel }: SlackProject, cardChannel: string): boolean {
  return opsChannel !== cardChannel;
}

async function edit(
  { posting, shown }: Deps,
  { id }: ChangeRequest,
  end: EndTold,
  message: Message,
): Promise<void> {
  const said = digestOf(message);
  if (said === end.said) return;
  try {
    await posting.update({ ...end.message, ...message });
  } catch (error) {
    // If somebody deleted it, they have seen it.
    if (!isMessageGone(error)) throw error;
  }
  await shown.save(id, { end: { ...end, said } });
}

function digestOf(message: Message): string {
  return sha256(JSON.stringify(message)).slice(0, 16);
}

function messageOf(
  { linkTo }: Deps,
  { request, project }: Showing,
  { message, isEnd }: Line,
  card: MessageRef | undefined,
): Message {
  const words = wordsFor(project.language);
  const seen = isEnd ? streamBlocks(request, words) : [];
  const { text, blocks } = message;
  // A link to the card and its thread, which are in another channel.
  const where = card && words.card.seeCard(linkTo(card), `<#${card.channel}>`);
  return {
    text: seen.length > 0 ? `${text}\n${readAloud(seen)}` : text,
    blocks: [...blocks, ...seen, ...(where === undefined ? [] : [context(where)])],
  };
}
