import type { KnownBlock } from '@slack/types';
import { countsOf, standingOfPart } from '#src/approval/batch.ts';
import { type ChangeRequest, isClosed, shortDigest } from '#src/approval/change-request.ts';
import {
  type Batch,
  BATCH_DEFAULTS,
  openHalt,
  PART_STANDINGS,
  type PartCounts,
} from '#src/approval/part.ts';
import { taskName } from '#src/relay/relay-task.ts';
import { context, header, quote, richText, section } from '#src/slack/kit/blocks.ts';
import { gravestWords } from '#src/slack/kit/effect-sentences.ts';
import type { Message } from '#src/slack/kit/message.ts';
import { needsSentence, stateWords, titleSentence } from '#src/slack/kit/sentences.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import {
  cut,
  cutMarkup,
  escaped,
  escapedWithin,
  mention,
  moment,
  slashCommand,
} from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { batchSettings, settingsOf } from './batch-settings.ts';
import { cardButtons, directButtons } from './card-buttons.ts';
import { freezeNotice } from './card-notices.ts';
import { type Surroundings, stateLines } from './card-state.ts';
import { fieldsWords } from './request-summary.ts';

/** The card of a batch: what viewers lose, how far it has come, and a row for each task. */

/** Characters of a name in a row: a hundred rows fit on a card, which takes about 13,000 characters. */
const NAME_MAX = 45;

/** Characters of the lines of one section. */
const LINES_MAX = 2_900;

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
  const counts = hasBegun(request) ? [section(countsText(countsOf(parts), words))] : [];
  const waits = [needsSentence(request, words), card.expires(moment(request.expiresAtMs))];
  return {
    text: cutMarkup(
      [
        card.headline(id, escapedWithin(title, 200), escaped(project), stateWords(request, words)),
        ...lost,
        ...(state === 'pending' ? [waits.join(' · ')] : []),
      ].join('\n'),
      3_000,
    ),
    blocks: [
      header(`${id} · ${title}`),
      ...(isClosed(state) ? [] : [section(lost.join('\n'))]),
      section(stateLines(request, { ping, nameOf }, words)),
      ...(freeze ? [freezeNotice(request, freeze, words)] : []),
      ...haltNotice(request, words),
      ...counts,
      ...partRows(request, parts, words),
      ...batchSettings(parts, words, { isOnCard: true }),
      section(card.askedBy(mention(requester.userId), escaped(project))),
      richText(quote(cut(visible(reason), REASON_MAX))),
      context(
        `${link === undefined ? id : `<${link}|${id}>`} · ${card.digest} \`${shortDigest(digest)}\``,
        card.asked(moment(createdAtMs)),
        batches.details(slashCommand(`show ${shownPart(request, parts)}`)),
      ),
      ...(isDirect ? directButtons(request, words) : cardButtons(request, words)),
    ],
  };
}

/** Where it waits for an answer: how many tasks wait, for what, and until when. */
function haltNotice({ batch }: ChangeRequest, { batches }: Words): KnownBlock[] {
  const halt = openHalt(batch);
  if (!halt) return [];
  return [section(batches.halted(halt.waiting, halt.failed, moment(halt.untilMs)))];
}

/** The part to look at: once it has begun, the gravest that was not applied. */
function shownPart({ id, batch }: ChangeRequest, parts: readonly ChangeRequest[]): string {
  const standings = parts.map(standingOfPart);
  const first = PART_STANDINGS.filter((standing) => !NOT_TO_SHOW.includes(standing))
    .map((standing) => parts[standings.indexOf(standing)])
    .find((part) => part !== undefined);
  return first?.id ?? batch?.parts[0]?.id ?? id;
}

/** Parts with nothing to look into. */
const NOT_TO_SHOW: readonly string[] = ['done', 'runs', 'waits'];

/** How the parts of a batch run, in a sentence. */
export function orderText(
  { atOnce, onFailure }: Pick<Batch, 'atOnce' | 'onFailure'>,
  { batches }: Words,
): string {
  const { atOnce: otherwise, onFailure: goesOn } = BATCH_DEFAULTS;
  return batches.order(atOnce ?? otherwise, batches.otherwise[onFailure ?? goesOn]);
}

function hasBegun({ state }: ChangeRequest): boolean {
  return state === 'applying' || state === 'applied' || state === 'failed';
}

/** What viewers lose, with how many tasks; what takes tasks off air comes first. */
export function lostLines(parts: readonly ChangeRequest[], words: Words): string[] {
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

/** Characters of all rows; with more, they do without what is in the review and in the thread as well. */
const ROWS_MAX = 9_000;

/**
 * A line for each task: its part, what its viewers lose, what changes if that is not the same everywhere, and how it
 * stands once the batch has begun. `noteOn`: what else is to be said of a part.
 */
export function partRows(
  request: ChangeRequest,
  parts: readonly ChangeRequest[],
  words: Words,
  noteOn: (part: ChangeRequest) => string | undefined = () => undefined,
): KnownBlock[] {
  const row = (part: ChangeRequest, changed: readonly string[]): string => {
    const gravest = gravestWords(part.effects, words);
    const isOver = isClosed(part.state);
    const standing = hasBegun(request) && standingOfPart(part) !== 'waits';
    const note = noteOn(part);
    return [
      `• ${part.id} *${escapedWithin(taskName(part.base), NAME_MAX)}*`,
      ...(gravest === undefined || isOver ? [] : [gravest]),
      ...(isOver ? [] : changed),
      ...(standing ? [stateWords(part, words)] : []),
      ...(note === undefined ? [] : [note]),
    ].join(' · ');
  };
  const short = parts.map((part) => row(part, []));
  const isOne = settingsOf(parts) !== undefined;
  const full = isOne ? short : parts.map((part) => row(part, [fieldsWords(part, words)]));
  const rows = full.join('\n').length > ROWS_MAX ? short : full;
  const { batch } = request;
  const order = batch && !isClosed(request.state) ? [context(orderText(batch, words))] : [];
  return [...packed(rows, LINES_MAX).map((lines) => section(lines)), ...order];
}
