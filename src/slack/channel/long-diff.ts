import type { ChangeRequest } from '#src/approval/change-request.ts';
import type { MessageRef, Shown, WholeTold } from '#src/ports/shown.ts';
import { threadParts } from '#src/slack/card/card.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { post, type PostDeps, type Showing } from './post-once.ts';

/** Where the whole change is told, and how much of it by now. */
type Place = 'whole' | 'directWhole';

/** What is noted with a card when it is posted for the first time: nothing is told below it. */
export function noneTold({ contentVersion }: ChangeRequest): WholeTold {
  return { contentVersion, count: 0 };
}

/**
 * Tells below a card the whole of a change that is too long for it, and after an edit all of the new one.
 */
export async function tellWhole(
  deps: PostDeps,
  showing: Showing,
  { place, card }: { readonly place: Place; readonly card: MessageRef },
): Promise<void> {
  const { request, project, shown } = showing;
  const { contentVersion } = request;
  const told = shown[place]?.contentVersion === contentVersion ? shown[place].count : 0;
  const parts = threadParts(request, wordsFor(project.language));
  for (const [index, message] of parts.entries()) {
    if (index < told) continue;
    await post(deps, showing, {
      channel: card.channel,
      part: `${place} ${contentVersion}.${index}`,
      message,
      threadTs: card.ts,
    });
    await deps.shown.save(request.id, { [place]: { contentVersion, count: index + 1 } });
  }
}

/** What an older version showed, by the count of today. */
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

/**
 * Version 0.1.0 counted the parts of the whole change among the lines of the thread. What it showed is brought
 * to the count of today.
 */
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
