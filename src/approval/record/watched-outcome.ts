import { partOfLine, standingOfPart } from './batch.ts';
import type { ChangeRequest, EventName, HistoryLine } from './change-request.ts';
import type { PartStanding } from './part.ts';
import { isMissed } from './request-times.ts';

/** Outcomes of changes, as people name them in a subscription. */
export const OUTCOME_NAMES = ['applied', 'failed', 'stale', 'no-stream'] as const;

export type OutcomeName = (typeof OUTCOME_NAMES)[number];

const EVENT_OUTCOMES: Partial<Record<EventName, OutcomeName>> = {
  succeed: 'applied',
  late_effect: 'applied',
  fail: 'failed',
  drift: 'stale',
  hold_link: 'stale',
  stream_gone: 'no-stream',
};

/** How the change of one task turned out, as people watch for it. */
export interface WatchedOutcome {
  readonly name: OutcomeName;
  readonly taskId: string;
  readonly atMs: number;
  /** The request, or the part of a batch. */
  readonly request: ChangeRequest;
}

/** Without `no-stream`: that a stream is gone is an outcome of its own. */
const PART_OUTCOMES: Partial<Record<PartStanding, OutcomeName>> = {
  done: 'applied',
  off_air: 'applied',
  failed: 'failed',
  held_back: 'failed',
  stale: 'stale',
};

/** The outcomes that a line of a request's history tells of: those of a batch come together, with its end. */
export function watchedOutcomes(
  request: ChangeRequest,
  parts: readonly ChangeRequest[],
  line: HistoryLine,
): readonly WatchedOutcome[] {
  const { event, atMs } = line;
  const outcome = (name: OutcomeName, about: ChangeRequest): WatchedOutcome => {
    return { name, taskId: about.base.task_id, atMs, request: about };
  };
  if (!request.batch) {
    const name = isMissed(request, line) ? 'stale' : EVENT_OUTCOMES[event];
    return name ? [outcome(name, request)] : [];
  }
  if (event === 'part_gone' || event === 'part_late') {
    const about = partOfLine(request, line);
    const part = parts.find(({ id }) => id === about);
    return part ? [outcome(event === 'part_gone' ? 'no-stream' : 'applied', part)] : [];
  }
  if (event !== 'all_done' && event !== 'some_failed') return [];
  return parts.flatMap((part) => {
    const name = PART_OUTCOMES[standingOfPart(part)];
    return name ? [outcome(name, part)] : [];
  });
}
