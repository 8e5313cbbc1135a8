import type { KnownBlock } from '@slack/types';
import { type ChangeRequest } from '#src/approval/change-request.ts';
import { runsAtMs } from '#src/approval/request-times.ts';
import type { SourceChecks } from '#src/ports/source-checks.ts';
import { fileNames } from '#src/relay/file-name.ts';
import { planAfter } from '#src/relay/forecast/plan.ts';
import { runningOrder } from '#src/relay/forecast/running-order.ts';
import { sourceFactsOf } from '#src/relay/source-check.ts';
import { section } from '#src/slack/kit/blocks.ts';
import { cut, escaped, moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

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
