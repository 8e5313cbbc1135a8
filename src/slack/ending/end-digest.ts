import type { KnownBlock } from '@slack/types';
import { groupsOf } from '#src/basics/groups-of.ts';
import type { EndNotice, LetEnd, NoticedEnd } from '#src/ending/ports.ts';
import { isSameEnd } from '#src/relay/forecast/ending.ts';
import { context, section } from '#src/slack/kit/blocks.ts';
import { type Message, messageOf } from '#src/slack/kit/message.ts';
import { escaped, escapedWithin, mention, slashCommand } from '#src/slack/kit/text.ts';
import { endingSentence } from '#src/slack/task/task-sentences.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Lines of one block; with the longest names they stay below its limit of 3,000 characters. */
const LINES_MAX = 5;
const NAME_MAX = 100;

/** The daily digest of ends within a day: at most 20 lines, and the names of tasks that could end at any time. */
export function renderEndDigest(
  notice: EndNotice,
  shown: { readonly project: string; readonly letEnds: ReadonlyMap<string, LetEnd> },
  words: Words,
): Message {
  const { ends, more, digest } = notice;
  const { endDigest } = words;
  const project = escaped(shown.project);
  const total = ends.length + more;
  const lines = ends.map((end) => digestLine(end, shown.letEnds, words));
  const unknown = (digest?.unknown ?? []).map((name) => `*${escapedWithin(name, NAME_MAX)}*`);
  const moreUnknown = digest?.moreUnknown ?? 0;
  const list = slashCommand(`list ${shown.project} ending`);
  const blocks: KnownBlock[] = [
    section(total > 0 ? endDigest.title(total, project) : endDigest.unknownTitle(project)),
    ...groupsOf(lines, LINES_MAX).map((group) => section(group.join('\n'))),
    ...(unknown.length > 0
      ? [
          section(
            moreUnknown > 0
              ? endDigest.unknownMore(unknown, moreUnknown)
              : endDigest.unknown(unknown),
          ),
        ]
      : []),
    context(more > 0 ? endDigest.listedMore(more, list) : endDigest.listed(list)),
  ];
  return messageOf(blocks);
}

function digestLine(
  { taskId, name, ending, isKept }: NoticedEnd,
  letEnds: ReadonlyMap<string, LetEnd>,
  words: Words,
): string {
  const mark = letEnds.get(taskId);
  const isLet = mark !== undefined && isSameEnd(mark.endMs, ending.atMs);
  return [
    `• *${escapedWithin(name, NAME_MAX)}*`,
    endingSentence(ending, words),
    ...(isKept && !isLet ? [words.endDigest.kept] : []),
    ...(isLet ? [words.endDigest.letEnd(mention(mark.by.userId))] : []),
  ].join(' · ');
}
