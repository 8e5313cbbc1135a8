import type { KnownBlock } from '@slack/types';
import { type ChangeRequest, isClosed, shortDigest } from '#src/approval/record/change-request.ts';
import { urlsOf } from '#src/relay/field.ts';
import { placeOf } from '#src/relay/file-name.ts';
import { playlistDiff } from '#src/relay/playlist-diff.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { context, header, quote, richText, section } from '#src/slack/kit/blocks.ts';
import type { Message } from '#src/slack/kit/message.ts';
import { readAloud } from '#src/slack/kit/read-aloud.ts';
import { titleSentence } from '#src/slack/kit/sentences.ts';
import { cut, escaped, escapedWithin, mention, moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { cardButtons, directButtons } from './card-buttons.ts';
import {
  aheadNotice,
  breakGlassBlocks,
  competingNotice,
  effectLines,
  freezeNotice,
  heldBackNotice,
  holdNotice,
  isEffectTold,
  lateBlocks,
  movedNotice,
  opaqueNotice,
} from './card-notices.ts';
import { spoken, stateLines, type Surroundings } from './card-state.ts';
import { chainNotice, heldNotice, wayBackBlocks } from './chain-blocks.ts';
import { diffBlocks, diffSummaryBlocks, unchangedCount } from './diff-blocks.ts';
import { outcomeBlocks } from './outcome-blocks.ts';
import { changeWords } from './request-summary.ts';
import { sourceNotes } from './source-notes.ts';
import { streamBlocks } from './stream-words.ts';

/**
 * Characters of a change on a card; Slack takes about 13,000 in a message. A longer change is posted in full in the
 * thread, and the card says so.
 */
const CARD_DIFF_MAX = 6_000;

/** Lines of a playlist on a card, which people read in seconds. */
const CARD_LINES_MAX = 12;

/** Characters of a change and its reason together. */
const CARD_TEXT_MAX = 9_000;

/** Characters of a reason next to an outcome, with hidden characters made visible. */
const SHORT_REASON_MAX = 1_500;
/** A reason has 1,000 characters, each of which may take eight to be made visible. */
const REASON_MAX = 8_000;

/** The card of a request. Every update renders all of it. */
export function renderCard(
  request: ChangeRequest,
  surroundings: Surroundings,
  words: Words,
): Message {
  const { id, state, project, base } = request;
  const { ping, nameOf, competing, freeze, link, isDirect = false } = surroundings;
  const { card, requestList } = words;
  const standing = section(stateLines(request, { ping, nameOf }, words));
  const seen = isEffectTold(request) ? effectLines(request, words) : undefined;
  const effects = seen === undefined ? [] : [section(seen)];
  const askedBy = card.askedBy(mention(request.requester.userId), escaped(project));
  const what = `${changeWords(request, words)} · ${requestList.askedBy(mention(request.requester.userId))}`;
  return {
    text: spoken(request, [...(seen?.split('\n', 1) ?? []), what], words),
    blocks: [
      header(`${id} · ${titleSentence(request, words)}`),
      ...(isClosed(state) ? [standing, ...effects] : [...effects, standing]),
      ...lateBlocks(request, words),
      ...breakGlassBlocks(request, words),
      ...outcomeBlocks(request, words),
      ...streamBlocks(request, words),
      ...movedNotice(request, words),
      ...heldBackNotice(request, words),
      ...aheadNotice(request, words),
      ...(freeze ? [freezeNotice(request, freeze, words)] : []),
      ...heldNotice(request, words),
      ...(state === 'pending' ? holdNotice(request, words) : []),
      ...(state === 'pending' ? competingNotice(competing, words) : []),
      ...chainNotice(request, surroundings, words),
      ...cardDiff(request, isDirect, words),
      ...wayBackBlocks(request, isLong(request, words), words),
      ...opaqueNotice(request, words),
      section([askedBy, ...target(base, words)].join(' · ')),
      richText(
        quote(cut(visible(request.reason), request.outcome ? SHORT_REASON_MAX : REASON_MAX)),
      ),
      context(
        `${link === undefined ? id : `<${link}|${id}>`} · ${card.digest} \`${shortDigest(request.digest)}\` · ${card.fieldsKept(unchangedCount(request.change))}`,
        card.asked(moment(request.createdAtMs)),
      ),
      ...(request.partOf === undefined ? [] : [context(words.batches.partOf(request.partOf))]),
      ...(isDirect ? directButtons(request, words) : cardButtons(request, words)),
    ],
  };
}

/** A change that is too long for its card, as messages for its thread. */
export function threadParts(request: ChangeRequest, words: Words): Message[] {
  if (!isLong(request, words)) return [];
  const { base, change, wayBack } = request;
  const blocks = [
    ...diffBlocks(base, change, words),
    ...(wayBack ? diffBlocks(wayBack.base, wayBack.change, words) : []),
  ];
  return blocks.map((block, index) => ({
    text: `${words.card.wholeChangeOf(request.id, index + 1, blocks.length)}\n${readAloud([block])}`,
    blocks: [context(words.card.wholeChange(index + 1, blocks.length)), block],
  }));
}

function target(task: RelayTask, { card }: Words): string[] {
  const to = task.domain || placeOf(task.destination_url ?? '').split('/')[0];
  return to ? [card.pushesTo(escapedWithin(to, 255))] : [];
}

function cardDiff(request: ChangeRequest, isDirect: boolean, words: Words): KnownBlock[] {
  const { base, change } = request;
  if (!isLong(request, words)) {
    const known = sourceNotes(request, words);
    return [...diffBlocks(base, change, words, known.noteOn), ...known.age];
  }
  const { listInReplies, listInThread } = words.card;
  const where = context(isDirect ? listInReplies : listInThread);
  return [...diffSummaryBlocks(base, change, words), where];
}

function isLong({ base, change, wayBack, reason }: ChangeRequest, words: Words): boolean {
  const { source_urls: urls = [] } = change;
  if (urls.length > 0 && playlistDiff(urlsOf(base), urls).length > CARD_LINES_MAX) return true;
  const back = wayBack ? diffBlocks(wayBack.base, wayBack.change, words) : [];
  const length = JSON.stringify([...diffBlocks(base, change, words), ...back]).length;
  return length > CARD_DIFF_MAX || length + visible(reason).length > CARD_TEXT_MAX;
}
