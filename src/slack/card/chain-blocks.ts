import type { KnownBlock } from '@slack/types';
import type { Linked } from '#src/approval/links/predecessor.ts';
import {
  type ChangeRequest,
  type FollowUp,
  type Held,
  isClosed,
  shortDigest,
} from '#src/approval/record/change-request.ts';
import { forecastFactsOf } from '#src/approval/record/findings.ts';
import { hasParted } from '#src/approval/states/chain.ts';
import { context, section } from '#src/slack/kit/blocks.ts';
import { effectSentences, type Foreseen } from '#src/slack/kit/effect-sentences.ts';
import { moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import type { Chained } from './card-state.ts';
import { diffBlocks, diffSummaryBlocks, differenceBlock } from './diff-blocks.ts';

/** What a card says of the chain that a request is in. */

/** What comes before and after a request, and what else is open of its chain. */
export function chainNotice(
  { state, after, decidedWith, wayBack }: ChangeRequest,
  { chain = [], follows, followedBy = [] }: Partial<Chained>,
  { chains }: Words,
): KnownBlock[] {
  const before = follows?.atMs === undefined ? undefined : moment(follows.atMs);
  // Its way back is told with its diff.
  const next = followedBy.filter(({ id }) => id !== wayBack?.id);
  const told = new Set([after, wayBack?.id, ...next.map(({ id }) => id)]);
  const more = isClosed(state) ? [] : chain.filter((id) => !told.has(id));
  const one = ({ id, atMs }: Linked) =>
    chains.one(id, atMs === undefined ? undefined : moment(atMs));
  const said = [
    ...(decidedWith === undefined ? [] : [chains.decidedWith(decidedWith)]),
    ...(after === undefined || after === decidedWith ? [] : [chains.follows(after, before)]),
    ...(next.length > 0 ? [chains.followedBy(next.map(one))] : []),
    ...(more.length > 0 ? [chains.others(more)] : []),
  ];
  return said.length === 0 ? [] : [context(said.join('\n'))];
}

/** The way back of a change, as long as both are decided on together: effects, diff and digest. */
export function wayBackBlocks(
  request: ChangeRequest,
  isShort: boolean,
  words: Words,
): KnownBlock[] {
  const { wayBack } = request;
  if (wayBack === undefined) return [];
  const isInVain = isClosed(request.state) && request.state !== 'applied';
  if (hasParted(request)) {
    const { chains } = words;
    return [context(isInVain ? chains.notNeeded(wayBack.id) : headingOf(request, wayBack, words))];
  }
  const { base, change } = wayBack;
  const seen = effectSentences(foreseenOf(request, wayBack), words);
  return [
    section([headingOf(request, wayBack, words), ...seen].join('\n')),
    ...(isShort ? diffSummaryBlocks : diffBlocks)(base, change, words),
    ...notSetBack(wayBack, words),
    context(`${words.chains.thenDigest} \`${shortDigest(wayBack.digest)}\``),
  ];
}

/** What the way back does to viewers at its time. */
export function foreseenOf(
  { rivals, known }: Pick<ChangeRequest, 'rivals' | 'known'>,
  wayBack: FollowUp,
): Foreseen {
  const { base, change, payload, applyAtMs: atMs } = wayBack;
  return { base, change, payload, atMs, ...forecastFactsOf({ ...wayBack, rivals, known }) };
}

export function headingOf(request: ChangeRequest, wayBack: FollowUp, { chains }: Words): string {
  return chains.heading(moment(wayBack.applyAtMs), hasParted(request) ? wayBack.id : undefined);
}

export function notSetBack({ notAskable }: FollowUp, { chains }: Words): KnownBlock[] {
  if (!notAskable) return [];
  return [context(chains.notSetBack(notAskable.map((field) => `\`${field}\``)))];
}

/** Why a request is held, until when, and what is not as it was foretold. */
export function heldNotice(
  { state, held, expiresAtMs }: ChangeRequest,
  words: Words,
): KnownBlock[] {
  if (state !== 'held' || held === undefined) return [];
  const { chains } = words;
  return [
    section(chains.held(heldWhy(held, words), moment(expiresAtMs))),
    ...(held.differences?.length
      ? [context(chains.differences), differenceBlock(held.differences, words)]
      : []),
  ];
}

/** Why a link is held, as part of a sentence. */
export function heldWhy({ why, by = '', state }: Held, { chains, states }: Words): string {
  return why === 'ended' ? chains.why.ended(by, states[state ?? 'failed']) : chains.why[why](by);
}
