import { sha256 } from '#src/basics/sha256.ts';
import { GRADES, worstGrade } from '#src/relay/forecast/effect.ts';
import { offAirMark, type ShownEffect } from '#src/relay/forecast/worse.ts';
import { taskName } from '#src/relay/relay-task.ts';
import { type ChangeRequest, type HistoryLine, isClosed, isNotHeld } from './change-request.ts';
import type { PartCounts, PartStanding } from './part.ts';
import { isStreamGone } from './stream-proof.ts';

/** A batch: one request for many tasks, carried out by requests of their own, its parts. */

/** The order in which parts run: what takes a task off air comes first. */
export function inRunningOrder(
  one: Pick<ChangeRequest, 'effects' | 'base'>,
  other: Pick<ChangeRequest, 'effects' | 'base'>,
): number {
  return rankOf(one) - rankOf(other) || (taskName(one.base) < taskName(other.base) ? -1 : 1);
}

function rankOf({ effects }: Pick<ChangeRequest, 'effects'>): number {
  return effects === undefined ? -1 : GRADES.indexOf(worstGrade(effects));
}

/** The effects of all parts, each once. */
export function effectsOfParts(
  parts: readonly ChangeRequest[],
): readonly ShownEffect[] | undefined {
  // If one is unknown, the whole is unknown.
  if (parts.some(({ effects }) => effects === undefined)) return undefined;
  const all = parts.flatMap(({ effects = [] }) => effects);
  return [...new Map(all.map((effect) => [JSON.stringify(effect), effect])).values()];
}

/** Whether viewers of a task may lose the picture, if only for a moment. What is not known counts as a loss. */
export function takesFromViewers({ effects }: Pick<ChangeRequest, 'effects'>): boolean {
  return effects === undefined || ['off_air', 'interruption'].includes(worstGrade(effects));
}

/** Stands for the ways in which each part may go off air, as `offAirMark` does for one request. */
export function offAirMarkOfParts(parts: readonly ChangeRequest[]): string {
  const marks = parts.map(({ id, effects = [] }) => `${id} ${offAirMark(effects)}`);
  return sha256(marks.join('\n')).slice(0, 12);
}

/** Whether it was not sent because viewers would have lost more than was approved, or its files were other ones. */
export function isHeldBack({ state, outcome }: ChangeRequest): boolean {
  const problems = outcome?.problems ?? [];
  return state === 'failed' && problems.some(({ code }) => code === 'worse_than_approved');
}

export function standingOfPart(part: ChangeRequest): PartStanding {
  const { state } = part;
  if (state === 'pending') return 'waits';
  if (!isClosed(state)) return 'runs';
  switch (state) {
    case 'applied':
      if (isNotHeld(part)) return 'failed';
      return isStreamGone(part) ? 'off_air' : 'done';
    case 'failed':
      return isHeldBack(part) ? 'held_back' : 'failed';
    case 'stale':
      return 'stale';
    default:
      return 'not_run';
  }
}

/** Ids of parts that were not applied, where the rest then waits, and that nobody has let pass. */
export function failedParts(
  { batch }: ChangeRequest,
  parts: readonly ChangeRequest[],
): readonly string[] {
  if (batch?.onFailure !== 'stop') return [];
  const { halts = [] } = batch;
  const passed = halts.flatMap(({ answer, failed }) => (answer === 'go_on' ? failed : []));
  return parts.filter(isFailure).flatMap(({ id }) => (passed.includes(id) ? [] : [id]));
}

/** Whether a part has ended in another way than applied and on air. */
function isFailure(part: ChangeRequest): boolean {
  return !['waits', 'runs', 'done'].includes(standingOfPart(part));
}

export function countsOf(parts: readonly ChangeRequest[]): PartCounts {
  const standings = parts.map(standingOfPart);
  const count = (standing: PartStanding) => standings.filter((each) => each === standing).length;
  return {
    off_air: count('off_air'),
    failed: count('failed'),
    held_back: count('held_back'),
    stale: count('stale'),
    not_run: count('not_run'),
    done: count('done'),
    runs: count('runs'),
    waits: count('waits'),
  };
}

/** The id of the part that a line of the history is about: parts are kept in the order of these lines. */
export function partOfLine(
  { batch, history }: Pick<ChangeRequest, 'batch' | 'history'>,
  line: HistoryLine,
): string | undefined {
  const ids = line.event === 'part_late' ? batch?.late : batch?.gone;
  return ids?.[history.filter(({ event }) => event === line.event).indexOf(line)];
}
