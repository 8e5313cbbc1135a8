import type { ShownEffect } from '#src/relay/forecast/worse.ts';
import { type ChangeRequest, isClosed, isNotHeld } from './change-request.ts';
import type { PartCounts, PartStanding } from './part.ts';
import { isStreamGone } from './stream-proof.ts';

/** A batch: one request for many tasks, carried out by requests of their own, its parts. */

/** The effects of all parts, each once. */
export function effectsOfParts(
  parts: readonly ChangeRequest[],
): readonly ShownEffect[] | undefined {
  // If one is unknown, the whole is unknown.
  if (parts.some(({ effects }) => effects === undefined)) return undefined;
  const all = parts.flatMap(({ effects = [] }) => effects);
  return [...new Map(all.map((effect) => [JSON.stringify(effect), effect])).values()];
}

/** The result of a part. */
export function standingOfPart(part: ChangeRequest): PartStanding {
  const { state } = part;
  if (state === 'pending') return 'waits';
  if (!isClosed(state)) return 'runs';
  switch (state) {
    case 'applied':
      if (isNotHeld(part)) return 'failed';
      return isStreamGone(part) ? 'off_air' : 'done';
    case 'failed':
      return 'failed';
    case 'stale':
      return 'stale';
    default:
      return 'not_run';
  }
}

/** How many parts have which result. */
export function countsOf(parts: readonly ChangeRequest[]): PartCounts {
  const counts = { waits: 0, runs: 0, done: 0, failed: 0, stale: 0, off_air: 0, not_run: 0 };
  for (const part of parts) counts[standingOfPart(part)] += 1;
  return counts;
}
