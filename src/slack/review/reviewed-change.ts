import type { KnownBlock } from '@slack/types';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { findingsOf } from '#src/approval/record/findings.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import { hasParted } from '#src/approval/states/chain.ts';
import type { SourceChecks } from '#src/ports/source-checks.ts';
import { fileNames } from '#src/relay/file-name.ts';
import { planAfter } from '#src/relay/forecast/plan.ts';
import { runningOrder } from '#src/relay/forecast/running-order.ts';
import { sourceFactsOf } from '#src/relay/source-check.ts';
import { foreseenOf, headingOf, notSetBack } from '#src/slack/card/chain-blocks.ts';
import { diffBlocks } from '#src/slack/card/diff-blocks.ts';
import { digestBlock, section } from '#src/slack/kit/blocks.ts';
import { type Foreseen, reviewedEffects } from '#src/slack/kit/effect-sentences.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import { cut, escaped, moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Characters of effects in one section; Slack takes 3,000. */
export const EFFECTS_MAX = 2_900;

/** Blocks of the change: a modal takes 100 (Slack). */
const CHANGE_BLOCKS_MAX = 62;

/** A request under review, and what is known from outside. */
type Deciding = Parameters<typeof findingsOf>[1] & { readonly request: ChangeRequest };

/** The way back with what is known by now; undefined where there is none to decide on. */
export function wayBackIn({ request, ...found }: Deciding): Foreseen | undefined {
  const { wayBack } = request;
  if (wayBack === undefined || hasParted(request)) return undefined;
  const { rivals, known } = findingsOf(request, found);
  const { pins } = findingsOf(wayBack, found);
  return foreseenOf({ rivals, known }, { ...wayBack, pins });
}

/** What sets the task back later, which is decided on with it. */
export function wayBackBlocks(input: Deciding, words: Words): KnownBlock[] {
  const { request } = input;
  const { wayBack } = request;
  if (wayBack === undefined) return [];
  const heading = headingOf(request, wayBack, words);
  const back = wayBackIn(input);
  if (back === undefined) return [section(heading)];
  const [first = '', ...more] = packed([heading, ...reviewedEffects(back, words)], EFFECTS_MAX);
  return [
    section(first),
    ...more.map((text) => section(text)),
    ...changeBlocks(wayBack, words, CHANGE_BLOCKS_MAX / 4),
    ...notSetBack(wayBack, words),
    digestBlock(wayBack.digest, words.chains.thenDigest),
  ];
}

/** How many blocks the change itself may take. */
export function mostBlocksOf({ wayBack }: Pick<ChangeRequest, 'wayBack'>): number {
  return wayBack ? CHANGE_BLOCKS_MAX / 2 : CHANGE_BLOCKS_MAX;
}

/** The change, or as much as fits; a list of thirty long URLs in place of thirty others does. */
export function changeBlocks(
  { base, change, wayBack }: Pick<ChangeRequest, 'base' | 'change' | 'wayBack'>,
  words: Words,
  most: number = mostBlocksOf({ wayBack }),
): KnownBlock[] {
  const blocks = diffBlocks(base, change, words);
  if (blocks.length <= most) return blocks;
  return [...blocks.slice(0, most), section(words.review.restInThread)];
}

/** Files of a list whose times are told. */
const ENTRIES = 5;

/**
 * Roughly when the first files of a list come on that is played from its start position. Nothing for a change that
 * continues in the middle of a list, or if the length of the first file is unknown.
 */
export function runningOrderBlocks(
  request: ChangeRequest,
  checks: SourceChecks,
  nowMs: number,
  { sources }: Words,
): KnownBlock[] {
  const { base, change, payload } = request;
  const runMs = runsAtMs(request);
  const atMs = Math.max(nowMs, runMs ?? nowMs);
  const plan = planAfter(base, payload, { atMs, keepsOmitted: true });
  const startsAnew = plan.refreshType === 'immediate_new_source' && change.source_urls;
  if (!startsAnew || plan.isPaused || plan.endMs <= atMs) return [];
  const { durations } = sourceFactsOf(checks);
  const play = { plan, fromMs: Math.max(atMs, plan.startMs), doneRounds: 0 };
  const timed = runningOrder(play, durations, { untilMs: plan.endMs, count: ENTRIES }).flatMap(
    ({ file, fromMs }) => (fromMs === undefined ? [] : [{ file, fromMs }]),
  );
  if (timed.length < 2) return [];
  const nameOf = fileNames(plan.files);
  const lines = timed.map(
    ({ file, fromMs }) => `${moment(fromMs)}  ${file.number} ${escaped(cut(nameOf(file.url), 60))}`,
  );
  return [section([runMs === undefined ? sources.order : sources.orderAt, ...lines].join('\n'))];
}
