import type { KnownBlock } from '@slack/types';
import { countsOf } from '#src/approval/record/batch.ts';
import { type ChangeRequest, isClosed, shortDigest } from '#src/approval/record/change-request.ts';
import {
  BATCH_DEFAULTS,
  openHalt,
  PART_STANDINGS,
  type PartCounts,
} from '#src/approval/record/part.ts';
import { given } from '#src/basics/given.ts';
import { context, header, quote, richText, section } from '#src/slack/kit/blocks.ts';
import { gravestWords } from '#src/slack/kit/effect-sentences.ts';
import type { Message } from '#src/slack/kit/message.ts';
import { titleSentence } from '#src/slack/kit/sentences.ts';
import { cut, escaped, mention, moment, slashCommand } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { cardRows, hasBegun, troubled } from './batch-rows.ts';
import { batchSettings } from './batch-settings.ts';
import { cardButtons, directButtons } from './card-buttons.ts';
import { freezeNotice } from './card-notices.ts';
import { spoken, stateLines, type Surroundings } from './card-state.ts';
import { leftOnCard } from './left-out.ts';

/** The card of a batch: what viewers lose, how far it has come, and a row for each task. */

/** Characters of a reason. */
const REASON_MAX = 1_000;

/** Every update renders all of it. `parts`: those that are in the store, in their order. */
export function renderBatchCard(
  request: ChangeRequest,
  parts: readonly ChangeRequest[],
  { ping, nameOf, freeze, link, isDirect = false }: Surroundings,
  words: Words,
): Message {
  const { id, state, project, reason, requester, digest, createdAtMs } = request;
  const { card, batches } = words;
  const title = titleSentence(request, words);
  const lost = lostLines(parts, words);
  const rows = cardRows(request, parts, words);
  const order = orderBlocks(request, words);
  const toLookAt = troubled(parts)[0]?.id ?? request.batch?.parts[0]?.id ?? id;
  const counts = hasBegun(request) ? [section(countsText(countsOf(parts), words))] : [];
  return {
    text: spoken(request, lost, words),
    blocks: [
      header(`${id} · ${title}`),
      ...(isClosed(state) ? [] : [section(lost.join('\n'))]),
      section(stateLines(request, { ping, nameOf }, words)),
      ...(freeze ? [freezeNotice(request, freeze, words)] : []),
      ...haltNotice(request, words),
      ...counts,
      ...rows.above,
      ...(rows.below.length === 0 ? order : []),
      ...batchSettings(parts, words, { isOnCard: true }),
      ...leftOnCard(request.batch?.left, words),
      section(card.askedBy(mention(requester.userId), escaped(project))),
      richText(quote(cut(visible(reason), REASON_MAX))),
      context(
        `${link === undefined ? id : `<${link}|${id}>`} · ${card.digest} \`${shortDigest(digest)}\``,
        card.asked(moment(createdAtMs)),
        batches.details(slashCommand(`show ${toLookAt}`)),
      ),
      ...(isDirect ? directButtons(request, words) : cardButtons(request, words)),
      ...rows.below,
      ...(rows.below.length > 0 ? order : []),
    ],
  };
}

/** Where it waits for an answer: how many tasks wait, for what, and until when. */
function haltNotice({ batch }: ChangeRequest, { batches }: Words): KnownBlock[] {
  const halt = openHalt(batch);
  if (!halt) return [];
  return [section(batches.halted(halt.waiting, halt.failed, moment(halt.untilMs)))];
}

/** How the parts of a batch run, or go on to run. */
export function orderBlocks(request: ChangeRequest, { batches }: Words): KnownBlock[] {
  const { batch } = request;
  if (!batch || isClosed(request.state)) return [];
  const { atOnce, onFailure } = { ...BATCH_DEFAULTS, ...given(batch) };
  const otherwise = batches.otherwise[onFailure];
  return [context(hasBegun(request) ? otherwise : batches.order(atOnce, otherwise))];
}

/** What viewers lose, with how many tasks; what takes tasks off air comes first. */
export function lostLines(
  parts: readonly Pick<ChangeRequest, 'effects'>[],
  words: Words,
): string[] {
  const { batches } = words;
  // In their order, so the gravest come first.
  const byWords = Map.groupBy(parts, ({ effects }) => gravestWords(effects, words));
  const lines = [...byWords].flatMap(([gravest, some]) =>
    gravest === undefined ? [] : [batches.lose(gravest, some.length)],
  );
  return lines.length > 0 ? lines : [batches.loseNothing];
}

/** How many parts stand how. */
export function countsText(counts: PartCounts | undefined, { batches }: Words): string {
  return PART_STANDINGS.flatMap((standing) => {
    const count = counts?.[standing] ?? 0;
    return count > 0 ? [batches.counts[standing](count)] : [];
  }).join(' · ');
}
