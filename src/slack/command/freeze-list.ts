import type { SectionBlock } from '@slack/types';
import { freeze as freezeCommand } from '#commands/freeze.ts';
import { button, context, section, withLabel } from '#src/slack/kit/blocks.ts';
import { ACTION, toFreezeValue } from '#src/slack/kit/ids.ts';
import { type Message, messageOf } from '#src/slack/kit/message.ts';
import { inGroups } from '#src/slack/kit/split-text.ts';
import { slashCommand } from '#src/slack/kit/text.ts';
import { type ListedFreeze, listedFreezeSentence } from '#src/slack/request-list/listed-freezes.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';

/** Characters of the lines of one message, which takes about 13,000 and 50 blocks; a line counts for 200 at least. */
const MESSAGE_MAX = 9_000;
const LINE_MIN = 200;
/** A response URL takes five messages (Slack): "still waiting" may come before these, and what was lifted after them. */
const MESSAGES_MAX = 3;

/** Freezes, current and earliest first, each from chat with a button to lift it. */
export function renderFreezes(
  listed: readonly ListedFreeze[],
  nowMs: number,
  words: Words,
): Message[] {
  const { freezes, replies } = words;
  const hint = context(freezes.howTo(slashCommand(freezeCommand.usage)));
  if (listed.length === 0) return [messageOf([section(freezes.none), hint])];
  const lines = listed.map((each) => freezeBlock(each, nowMs, words));
  const pages = inGroups(lines, MESSAGE_MAX, sizeOf).slice(0, MESSAGES_MAX);
  const more = listed.length - pages.flat().length;
  const last = [...(more > 0 ? [context(replies.andMore(more))] : []), hint];
  return pages.map((page, index) =>
    messageOf([
      ...(index === 0 ? [section(freezes.title)] : []),
      ...page,
      ...(index === pages.length - 1 ? last : []),
    ]),
  );
}

function sizeOf({ text }: SectionBlock): number {
  return Math.max(LINE_MIN, text?.text.length ?? 0);
}

function freezeBlock(freeze: ListedFreeze, nowMs: number, words: Words): SectionBlock {
  const { project, chat } = freeze;
  const line = section(listedFreezeSentence(freeze, nowMs, words));
  const value = chat && toFreezeValue({ project, id: chat.id, task: chat.task?.id });
  if (value === undefined) return line;
  const label = words.freezes.unfreezeLabel(visible(chat?.task?.name ?? project));
  const unfreeze = button(ACTION.unfreeze, words.buttons.unfreeze, value);
  return { ...line, accessory: withLabel(unfreeze, label) };
}
