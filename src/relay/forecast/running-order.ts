import type { PlaylistFile } from './effect.ts';
import type { Play } from './rounds.ts';

/** One file being played. */
export interface Entry {
  readonly file: PlaylistFile;
  /** Counts from 1. */
  readonly round: number;
  /** Roughly when it begins, in milliseconds; undefined after a file of unknown length. */
  readonly fromMs: number | undefined;
  /** Seconds into the file at which it begins. */
  readonly atSeconds: number;
}

/**
 * The first files of a list in the order in which they are played, at most `count` of them and none that begins at or
 * after `untilMs`. Every round but the first is assumed to begin with the first file.
 */
export function runningOrder(
  { plan, fromMs }: Play,
  durations: ReadonlyMap<string, number>,
  { untilMs, count }: { readonly untilMs: number; readonly count: number },
): Entry[] {
  const entries: Entry[] = [];
  let index = plan.startFile;
  let nextMs: number | undefined = fromMs;
  for (let round = 1; round <= plan.rounds && entries.length < count; index += 1) {
    const url = plan.files[index];
    if (url === undefined) {
      if (plan.files.length === 0) return entries;
      round += 1;
      index = -1;
      continue;
    }
    if (nextMs !== undefined && nextMs >= untilMs) return entries;
    const atSeconds = entries.length === 0 ? plan.startSeconds : 0;
    entries.push({ file: { number: index + 1, url }, round, fromMs: nextMs, atSeconds });
    const seconds = durations.get(url);
    nextMs =
      nextMs === undefined || seconds === undefined
        ? undefined
        : nextMs + Math.max(0, seconds - atSeconds) * 1000;
  }
  return entries;
}
