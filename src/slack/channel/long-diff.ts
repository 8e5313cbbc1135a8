import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { MessageRef, Shown, WholeTold } from '#src/ports/shown.ts';
import { batchParts } from '#src/slack/card/batch-parts.ts';
import { threadParts } from '#src/slack/card/card.ts';
import { wholeFile } from '#src/slack/card/whole-file.ts';
import { context } from '#src/slack/kit/blocks.ts';
import type { Message } from '#src/slack/kit/message.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { uploadOnce } from './file-once.ts';
import { post, type PostDeps, type Showing } from './post-once.ts';

/** Where the whole change is posted, and how much of it so far. */
type Place = 'whole' | 'directWhole';

/** Recorded with a card: below a new one, as after somebody deleted the old one, nothing is posted yet. */
export function wholeBelow(
  { request, shown }: Pick<Showing, 'request' | 'shown'>,
  { place, card }: { readonly place: Place; readonly card: MessageRef },
): Partial<Shown> {
  if (shown[place] && isKnown(shown, place, card)) return {};
  return { [place]: { contentVersion: request.contentVersion, count: 0 } };
}

function isKnown({ card, direct }: Shown, place: Place, { ts }: MessageRef): boolean {
  return (place === 'whole' ? card : direct)?.ts === ts;
}

/** Messages that a change may take below its card; a longer one becomes a file. */
const POSTS_MAX = 2;

/**
 * Posts below a card the whole of a change that is too long for it: as a file if it would take many messages, unless
 * Slack refuses it. After an edit, all of it is posted again.
 */
export async function tellWhole(
  deps: PostDeps,
  showing: Showing,
  at: { readonly place: Place; readonly card: MessageRef },
): Promise<void> {
  const { place, card } = at;
  const { request, project } = showing;
  const { contentVersion } = request;
  // What was begun was begun below the old card.
  const begun = isKnown(showing.shown, place, card) ? showing.shown.begun : undefined;
  const shown = { ...showing.shown, begun, ...wholeBelow(showing, at) };
  const told = shown[place]?.contentVersion === contentVersion ? shown[place].count : 0;
  const words = wordsFor(project.language);
  const parts = request.batch
    ? batchParts(request, showing.parts, words)
    : threadParts(request, words);
  const noted = (count: number): Promise<void> =>
    deps.shown.save(request.id, { [place]: { contentVersion, count } });
  const file =
    told === 0 && parts.length > POSTS_MAX
      ? await uploadOnce(
          deps,
          { ...showing, shown },
          {
            channel: card.channel,
            threadTs: card.ts,
            part: `${place} ${contentVersion}.file`,
            ...wholeFile(request, showing.parts, project.timeZone, words),
          },
        )
      : undefined;
  if (file?.isThere) return noted(parts.length);
  for (const [index, part] of parts.entries()) {
    if (index < told) continue;
    const isApology = index === 0 && file !== undefined;
    await post(deps, showing, {
      channel: card.channel,
      part: `${place} ${contentVersion}.${index}`,
      message: isApology ? saidFirst(words.card.fileRefused(file.why), part) : part,
      threadTs: card.ts,
    });
    await noted(index + 1);
  }
}

/** A message with a sentence put before it. */
function saidFirst(sentence: string, { text, blocks }: Message): Message {
  return { text: `${sentence}\n${text}`, blocks: [context(sentence), ...blocks] };
}

/** Counts of an older version in today's form. */
export async function migrateShownCounts(
  deps: PostDeps,
  shown: Shown,
  request: ChangeRequest,
  { language }: SlackProject,
): Promise<Shown> {
  const isOlder = (shown.card && !shown.whole) || (shown.directLines && !shown.directWhole);
  if (!isOlder) return shown;
  const counted = migratedCounts(shown, request, threadParts(request, wordsFor(language)).length);
  const { lines, told, whole, directLines, directWhole } = counted;
  await deps.shown.save(request.id, { lines, told, whole, directLines, directWhole });
  return counted;
}

/** Version 0.1.0 counted the parts of a long change among the lines of the thread. Converts its counts to today's. */
export function migratedCounts(shown: Shown, request: ChangeRequest, parts: number): Shown {
  const { card, direct, whole, directWhole, lines, told, directLines } = shown;
  const { contentVersion } = request;
  const less = (count: number): number => Math.max(0, count - parts);
  const toldOf = (count: number): WholeTold => ({ contentVersion, count: Math.min(count, parts) });
  return {
    ...shown,
    ...(card && !whole
      ? {
          whole: toldOf(lines),
          lines: less(lines),
          told: told && less(told),
        }
      : {}),
    ...(direct && !directWhole && directLines !== undefined
      ? { directWhole: toldOf(directLines), directLines: less(directLines) }
      : {}),
  };
}
