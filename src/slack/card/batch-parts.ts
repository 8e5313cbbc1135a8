import type { ChangeRequest } from '#src/approval/change-request.ts';
import { context } from '#src/slack/kit/blocks.ts';
import type { Message } from '#src/slack/kit/message.ts';
import { readAloud } from '#src/slack/kit/read-aloud.ts';
import { titleSentence } from '#src/slack/kit/sentences.ts';
import { escapedWithin } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { diffBlocks } from './diff-blocks.ts';

/** Every task of a batch with what differs on it, old → new, as messages for the thread of its card. */
export function batchParts(parts: readonly ChangeRequest[], words: Words): Message[] {
  return parts.map((part) => {
    const title = `${part.id} · ${escapedWithin(titleSentence(part, words), 200)}`;
    const blocks = diffBlocks(part.base, part.change, words);
    return { text: `${title}\n${readAloud(blocks)}`, blocks: [context(title), ...blocks] };
  });
}
