import type { Button, KnownBlock } from '@slack/types';
import { given } from '#src/basics/given.ts';
import type { EndNotice, LetEnd, NoticedEnd } from '#src/ending/ports.ts';
import { isSameEnd } from '#src/relay/forecast/ending.ts';
import { actions, button, context, section, withLabel } from '#src/slack/kit/blocks.ts';
import { ACTION, toEndValue, toTaskBlock, toTaskValue } from '#src/slack/kit/ids.ts';
import { type Message, messageOf } from '#src/slack/kit/message.ts';
import { escaped, escapedWithin, mention, moment, slashCommand } from '#src/slack/kit/text.ts';
import { endingSentence } from '#src/slack/task/task-sentences.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';

/** The message before the end of tasks that should stay on air: at most 10, each with its buttons. */
export function renderEndNotice(
  notice: EndNotice,
  shown: {
    readonly project: string;
    /** Mentions of the people who are pinged. */
    readonly people: readonly string[];
    readonly letEnds: ReadonlyMap<string, LetEnd>;
  },
  words: Words,
): Message {
  const { ends, more } = notice;
  const { endNotice } = words;
  const project = escaped(shown.project);
  const [first] = ends;
  const head =
    ends.length === 1 && more === 0 && first
      ? endNotice.one(shown.people, nameOf(first), project)
      : endNotice.many(shown.people, ends.length + more, project);
  const list = slashCommand(`list ${shown.project} ending`);
  return messageOf([
    section(head),
    ...ends.flatMap((end) => endBlocks(notice.id, shown, end, words)),
    ...(more > 0 ? [context(endNotice.more(more, list))] : []),
  ]);
}

function endBlocks(
  notice: string,
  { project, letEnds }: { readonly project: string; readonly letEnds: ReadonlyMap<string, LetEnd> },
  end: NoticedEnd,
  words: Words,
): KnownBlock[] {
  const mark = letEnds.get(end.taskId);
  const isLet = mark !== undefined && isSameEnd(mark.endMs, end.ending.atMs);
  const lines = [
    `*${nameOf(end)}* · ${endingSentence(end.ending, words)}`,
    end.settled ? settledSentence(end.settled, words) : openSentence(end, words),
    ...(isLet ? [words.endNotice.letEndBy(mention(mark.by.userId), moment(mark.atMs))] : []),
  ];
  const buttons = end.settled ? [] : buttonsOf(notice, project, end, isLet, words);
  const blockId = toTaskBlock({ project, task: end.taskId });
  const row = { ...actions(buttons), ...given({ block_id: blockId }) };
  return [section(lines.join('\n')), ...(buttons.length > 0 ? [row] : [])];
}

function openSentence({ open, isChangeable }: NoticedEnd, { endNotice, states }: Words): string {
  if (!isChangeable) return endNotice.elsewhere;
  if (open.length === 0) return endNotice.noneOpen;
  return endNotice.open(open.map(({ id, state }) => `${id} (${states[state]})`));
}

function settledSentence(settled: NonNullable<NoticedEnd['settled']>, words: Words): string {
  const said = words.endNotice.settled;
  if (settled.kind !== 'moved') return said[settled.kind];
  return settled.ending ? said.moved(endingSentence(settled.ending, words)) : said.noEnd;
}

function buttonsOf(
  notice: string,
  project: string,
  { taskId, name, isChangeable }: NoticedEnd,
  isLet: boolean,
  { buttons, endNotice }: Words,
): Button[] {
  const ref = toTaskValue({ project, task: taskId });
  const letEnd = toEndValue({ notice, task: taskId });
  const task = visible(name);
  return [
    ...(isChangeable && ref !== undefined
      ? [withLabel(button(ACTION.extendTask, buttons.extend, ref), endNotice.extendLabel(task))]
      : []),
    ...(isLet || letEnd === undefined
      ? []
      : [withLabel(button(ACTION.letEnd, buttons.letEnd, letEnd), endNotice.letEndLabel(task))]),
  ];
}

function nameOf({ name }: NoticedEnd): string {
  return escapedWithin(name, 150);
}
