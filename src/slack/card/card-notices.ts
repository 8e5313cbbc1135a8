import type { KnownBlock } from '@slack/types';
import { type ChangeRequest, isClosed, isNotHeld } from '#src/approval/change-request.ts';
import { forecastFactsOf } from '#src/approval/findings.ts';
import { heldBackAtMs, plannedAtMs, runsAtMs } from '#src/approval/request-times.ts';
import { rawOf } from '#src/relay/field.ts';
import { fieldsLeftOut, opaqueUntouched } from '#src/relay/payload.ts';
import type { ModifiableField } from '#src/relay/relay-task.ts';
import { context, quote, richText, section } from '#src/slack/kit/blocks.ts';
import { effectSentences, type Foreseen } from '#src/slack/kit/effect-sentences.ts';
import { valueText } from '#src/slack/kit/field-value.ts';
import { spanSentence } from '#src/slack/kit/sentences.ts';
import { cut, escapedWithin, mention, moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { changedSourceBlocks } from './changed-sources.ts';

/** What is said of a request on its card, and again in its form or review. */

/** Characters of a note, with hidden characters made visible. */
const NOTE_MAX = 1_500;

/** Characters of a value that is only named. */
const VALUE_MAX = 150;

/** What was run without approval says so for good, and who has looked at it. */
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

/** What turned up after the end: the late effect of its own lost call, or of another's. */
export function lateBlocks(
  { lateEffect, overwritten }: ChangeRequest,
  { card }: Words,
): KnownBlock[] {
  return [
    ...(lateEffect ? [section(card.lateEffect(lateEffect.over))] : []),
    ...(overwritten ? [section(card.overwritten(overwritten.by, moment(overwritten.atMs)))] : []),
  ];
}

/** That it was about to run and was not, for as long as it waits for another approval. */
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

/** That it would be held back if all stayed as it was found ahead of its time. */
export function aheadNotice(request: ChangeRequest, words: Words): KnownBlock[] {
  if (request.state !== 'approved' || request.ahead === undefined) return [];
  const when = moment(plannedAtMs(request));
  return [section(words.card.ahead(when, heldBackWhy(request, words)))];
}

/** Why a request was or would be held back, as it stands in a sentence. */
export function heldBackWhy({ changedSources, ahead }: ChangeRequest, { card }: Words): string {
  const changed = ahead ? ahead.changedSources : changedSources;
  return card.heldBackBecause[changed?.length ? 'files' : 'worse'];
}

/** How long it waits after its approval, so that somebody can still stop it. */
export function holdNotice({ policy }: ChangeRequest, words: Words): KnownBlock[] {
  return policy.holdMs ? [context(words.card.hold(spanSentence(policy.holdMs, words)))] : [];
}

/** What a change would do, until it is decided, and what it did; what was not done did nothing. */
export function isEffectTold(request: ChangeRequest): boolean {
  return !isClosed(request.state) || (request.state === 'applied' && !isNotHeld(request));
}

/** What the change does to viewers, a line for each effect. */
export function effectLines(request: ChangeRequest, words: Words): string {
  return effectSentences(foreseen(request), words).join('\n');
}

/** A change that waits for its time is judged by that time, and one that is held by the end of its hold. */
export function foreseen(request: ChangeRequest): Foreseen {
  const { base, change, payload } = request;
  const sent = request.history.findLast(({ event }) => event === 'send');
  const isDone = request.state === 'applied';
  // What was found ahead of its time holds until it runs.
  const known = request.state === 'approved' ? { ...request, ...request.ahead } : request;
  const atMs = sent?.atMs ?? plannedAtMs(request);
  return { base, change, payload, atMs, isDone, ...forecastFactsOf(known) };
}

/**
 * What the change leaves alone and we do not know: what of it goes back to the API as it came, and what is not sent,
 * with what the API may make of that.
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

/** Requests that wait for the same task: the first one that runs makes the others stale. */
export function competingNotice(ids: readonly string[], { card }: Words): KnownBlock[] {
  return ids.length === 0 ? [] : [context(card.competing(ids))];
}
