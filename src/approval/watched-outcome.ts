import { partOfLine, standingOfPart } from './batch.ts';
import type { ChangeRequest, HistoryLine } from './change-request.ts';
import { type OutcomeName, outcomeName } from './outcome-name.ts';
import type { PartStanding } from './part.ts';

/** How the change of one task turned out, as people watch for it. */
export interface WatchedOutcome {
  readonly name: OutcomeName;
  readonly taskId: string;
  readonly atMs: number;
  /** The request, or the part of a batch. */
  readonly request: ChangeRequest;
}

/** A stream that is gone is told of by itself. */
const NAMES: Partial<Record<PartStanding, OutcomeName>> = {
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
    const name = outcomeName(event);
    return name ? [outcome(name, request)] : [];
  }
  if (event === 'part_gone' || event === 'part_late') {
    const about = partOfLine(request, line);
    const part = parts.find(({ id }) => id === about);
    return part ? [outcome(event === 'part_gone' ? 'no-stream' : 'applied', part)] : [];
  }
  if (event !== 'all_done' && event !== 'some_failed') return [];
  return parts.flatMap((part) => {
    const name = NAMES[standingOfPart(part)];
    return name ? [outcome(name, part)] : [];
  });
}
