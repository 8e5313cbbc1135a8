import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { historySentence } from '#src/slack/card/history-sentences.ts';
import { section } from '#src/slack/kit/blocks.ts';
import { type Message, messageOf } from '#src/slack/kit/message.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import { moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Characters of one block, and blocks of one message, far below Slack's limits. */
const BLOCK_MAX = 2_800;
const BLOCKS_MAX = 4;

/** What happened to a request, one line per event, in the words of its thread. */
export function renderTimeline(
  request: ChangeRequest,
  link: string | undefined,
  words: Words,
): Message {
  const { requestList } = words;
  const title = requestList.story(request.id, link);
  const lines = request.history.flatMap((line) => {
    const said =
      historySentence(request, line, words) ??
      (line.event === 'submit' ? requestList.submitted : undefined);
    return said === undefined ? [] : [`${moment(line.atMs)}  ${said}`];
  });
  const blocks = packed([title, ...lines], BLOCK_MAX);
  const dropped = blocks.slice(BLOCKS_MAX).length > 0;
  return messageOf([
    ...blocks.slice(0, BLOCKS_MAX).map((text) => section(text)),
    ...(dropped ? [section(requestList.restInThread)] : []),
  ]);
}
