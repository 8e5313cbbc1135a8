import type { KnownBlock } from '@slack/types';
import { freeze as freezeCommand } from '#commands/freeze.ts';
import { groupsOf } from '#src/basics/groups-of.ts';
import { button, context, section, withLabel } from '#src/slack/kit/blocks.ts';
import { ACTION, toFreezeValue } from '#src/slack/kit/ids.ts';
import { type Message, messageOf } from '#src/slack/kit/message.ts';
import { slashCommand } from '#src/slack/kit/text.ts';
import { type ListedFreeze, listedFreezeSentence } from '#src/slack/request-list/listed-freezes.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';

/** Lines of one message: 10 with the longest reasons stay below what it takes (13,000 characters). */
const LINES_MAX = 10;
/** Lines in all. */
const LISTED_MAX = 60;

/** Freezes, current and earliest first, each from chat with a button to lift it. */
export function renderFreezes(
  listed: readonly ListedFreeze[],
  nowMs: number,
  words: Words,
): Message[] {
  const { freezes, replies } = words;
  const hint = context(freezes.howTo(slashCommand(freezeCommand.usage)));
  if (listed.length === 0) return [messageOf([section(freezes.none), hint])];
  const lines = listed.slice(0, LISTED_MAX).map((each) => freezeBlock(each, nowMs, words));
  const more = listed.length - lines.length;
  const last = [...(more > 0 ? [context(replies.andMore(more))] : []), hint];
  const pages = groupsOf(lines, LINES_MAX);
  return pages.map((page, index) =>
    messageOf([
      ...(index === 0 ? [section(freezes.title)] : []),
      ...page,
      ...(index === pages.length - 1 ? last : []),
    ]),
  );
}

function freezeBlock(freeze: ListedFreeze, nowMs: number, words: Words): KnownBlock {
  const { project, chat } = freeze;
  const line = section(listedFreezeSentence(freeze, nowMs, words));
  const value = chat && toFreezeValue({ project, id: chat.id, task: chat.task?.id });
  if (value === undefined) return line;
  const label = words.freezes.unfreezeLabel(visible(chat?.task?.name ?? project));
  const unfreeze = button(ACTION.unfreeze, words.buttons.unfreeze, value);
  return { ...line, accessory: withLabel(unfreeze, label) };
}
