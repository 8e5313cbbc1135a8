import type { KnownBlock } from '@slack/types';
import type { FreezeWindow } from '#src/approval/policy/freeze.ts';
import {
  type ChangeRequest,
  type FollowUp,
  isClosed,
  isNotHeld,
} from '#src/approval/record/change-request.ts';
import { forecastFactsOf } from '#src/approval/record/findings.ts';
import { heldBackAtMs, plannedAtMs, runsAtMs } from '#src/approval/record/request-times.ts';
import { rawOf } from '#src/relay/field.ts';
import { fieldsLeftOut, opaqueUntouched } from '#src/relay/payload.ts';
import type { ModifiableField } from '#src/relay/relay-task.ts';
import { context, quote, richText, section } from '#src/slack/kit/blocks.ts';
import { effectSentences, type Foreseen } from '#src/slack/kit/effect-sentences.ts';
import { valueText } from '#src/slack/kit/field-value.ts';
import { frozenWhy } from '#src/slack/kit/freeze-sentence.ts';
import { spanSentence } from '#src/slack/kit/sentences.ts';
import { cut, escapedWithin, mention, moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { changedSourceBlocks } from './changed-sources.ts';

/** Notices about a request on its card, some of them also in its form or review. */

/** Characters of a note, with hidden characters made visible. */
const NOTE_MAX = 1_500;

/** Characters of a value. */
const VALUE_MAX = 150;

/** That it was run without approval, and who has reviewed it. */
export function breakGlassBlocks(request: ChangeRequest, { card }: Words): KnownBlock[] {
  const { breakGlass, afterReview } = request;
  if (!breakGlass) return [];
  const frozen =
    breakGlass.frozen === undefined ? undefined : escapedWithin(breakGlass.frozen, 1_000);
  const said = section(card.withoutApproval(breakGlass.quorum, frozen));
  if (!afterReview) return isClosed(request.state) ? [said, section(card.reviewDue)] : [said];
  const { person, atMs, note } = afterReview;
  return [
    said,
    section(card.reviewed(mention(person.userId), moment(atMs))),
    richText(quote(cut(visible(note), NOTE_MAX))),
  ];
}

/** What turned up after the end: a late effect of its own lost call or of another request's. */
export function lateBlocks(
  { lateEffect, overwritten }: ChangeRequest,
  { card }: Words,
): KnownBlock[] {
  return [
    ...(lateEffect ? [section(card.lateEffect(lateEffect.over))] : []),
    ...(overwritten ? [section(card.overwritten(overwritten.by, moment(overwritten.atMs)))] : []),
  ];
}

/** That it was held back right before its run, as long as it waits for another approval. */
export function heldBackNotice(request: ChangeRequest, words: Words): KnownBlock[] {
  const { card } = words;
  const held = heldBackAtMs(request);
  return request.state === 'pending' && held !== undefined
    ? [
        section(card.heldBack(moment(held), heldBackWhy(request, words))),
        ...changedSourceBlocks(request, words),
      ]
    : [];
}

/** That it was moved and has to be approved again, until somebody does. */
export function movedNotice(
  { state, decisions, moves: made = [] }: ChangeRequest,
  { moves }: Words,
): KnownBlock[] {
  const { fromMs = 0, toMs = 0, voided } = made.at(-1) ?? {};
  if (state !== 'pending' || decisions.length > 0 || voided === undefined) return [];
  return [section(`${moves.onCard(moment(fromMs), moment(toMs))} ${moves.voided[voided]}`)];
}

/** That it would be held back, judging by the checks ahead of its time. */
export function aheadNotice(request: ChangeRequest, words: Words): KnownBlock[] {
  if (request.state !== 'approved' || request.ahead === undefined) return [];
  const when = moment(plannedAtMs(request));
  return [section(words.card.ahead(when, heldBackWhy(request, words)))];
}

/** That it would run in a freeze: now, or at its own time. */
export function freezeNotice(
  request: ChangeRequest,
  { toMs, reason }: FreezeWindow,
  { freezes }: Words,
): KnownBlock {
  const isPlanned = (runsAtMs(request) ?? 0) > 0;
  const say = isPlanned ? freezes.cardPlanned : freezes.cardNow;
  return section(say(moment(toMs), frozenWhy(reason)));
}

/** Why a request was or would be held back, as part of a sentence. */
export function heldBackWhy({ changedSources, ahead }: ChangeRequest, { card }: Words): string {
  const changed = ahead ? ahead.changedSources : changedSources;
  return card.heldBackBecause[changed?.length ? 'files' : 'worse'];
}

/** How long it waits after its approval, so that somebody can still stop it. */
export function holdNotice({ policy }: ChangeRequest, words: Words): KnownBlock[] {
  return policy.holdMs ? [context(words.card.hold(spanSentence(policy.holdMs, words)))] : [];
}

/** Whether to show effects: while a request is open, and once it has taken effect. */
export function isEffectTold(request: ChangeRequest): boolean {
  if (request.batch) return false;
  return !isClosed(request.state) || (request.state === 'applied' && !isNotHeld(request));
}

/** What the change does to viewers, one line per effect. */
export function effectLines(request: ChangeRequest, words: Words): string {
  return effectSentences(foreseen(request), words).join('\n');
}

/** When a way back ends a pause, in Unix milliseconds. */
export function resumesAtMs({ change, applyAtMs }: FollowUp): number | undefined {
  return change.status === 'enable' ? applyAtMs : undefined;
}

/** A scheduled change is judged as of its time, and one on hold as of the end of the hold. */
export function foreseen(request: ChangeRequest): Foreseen {
  const { base, change, payload, wayBack } = request;
  const sent = request.history.findLast(({ event }) => event === 'send');
  const isDone = request.state === 'applied';
  // Findings ahead of its time apply until it runs.
  const known = request.state === 'approved' ? { ...request, ...request.ahead } : request;
  const atMs = sent?.atMs ?? plannedAtMs(request);
  const backAtMs = wayBack && resumesAtMs(wayBack);
  return { base, change, payload, atMs, isDone, backAtMs, ...forecastFactsOf(known) };
}

/**
 * Opaque fields that the change leaves alone: which are sent back as they came, which are not sent, and what may
 * happen to those.
 */
export function opaqueNotice(request: ChangeRequest, words: Words): KnownBlock[] {
  const { base, change, payload, createdAtMs } = request;
  const { sentBack, leftOut } = opaqueUntouched(base, change, payload);
  if (sentBack.length + leftOut.length === 0) return [];
  const named = (fields: readonly ModifiableField[]) =>
    fields.map((field) => {
      const held = escapedWithin(valueText(field, rawOf(base, field), words), VALUE_MAX);
      return `\`${field}\` ❔ ${held}`;
    });
  const { card } = words;
  const atMs = Math.max(createdAtMs, runsAtMs(request) ?? 0);
  const lost = fieldsLeftOut(base, payload, atMs).filter((field) => leftOut.includes(field));
  return [
    context(
      [
        ...(sentBack.length > 0 ? [card.sentBack(named(sentBack))] : []),
        ...(leftOut.length > 0 ? [card.leftOut(named(leftOut))] : []),
        ...(lost.length > 0 ? [card.mayFallBack(lost.map((field) => `\`${field}\``))] : []),
      ].join('\n'),
    ),
  ];
}

/** Other open requests for the same task: the first one to run makes the others stale. */
export function competingNotice(ids: readonly string[], { card }: Words): KnownBlock[] {
  return ids.length === 0 ? [] : [context(card.competing(ids))];
}
