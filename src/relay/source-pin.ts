import type { SourceTrouble } from './forecast/effect.ts';
import type { SourceFacts } from './forecast/source-effects.ts';
import { factsByUrl, type SourceCheck, troubleOf } from './source-check.ts';

/** What a check found out about a file of a list, as kept with a request. A missing fact was unknown. */
export interface SourcePin {
  /** The first place of the file in its list, from 1. */
  readonly file: number;
  /** When it was checked, in Unix milliseconds; missing in older records. */
  readonly checkedAtMs?: number | undefined;
  readonly sizeBytes?: number | undefined;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  readonly durationSeconds?: number | undefined;
  readonly trouble?: SourceTrouble | undefined;
}

/** Lengths that differ by no more than this count as equal, in seconds: parsers round. */
const SAME_SECONDS = 0.1;

/** The files of a list that were checked, as they are now. */
export function pinsOf(
  urls: readonly string[],
  checks: ReadonlyMap<string, SourceCheck>,
): SourcePin[] {
  return urls.flatMap((url, index) => {
    const check = checks.get(url);
    if (!check || urls.indexOf(url) !== index) return [];
    const { checkedAtMs, sizeBytes, etag, lastModified, durationSeconds } = check;
    const trouble = troubleOf(check);
    const facts = { sizeBytes, etag, lastModified, durationSeconds, trouble };
    return [{ file: index + 1, checkedAtMs, ...facts }];
  });
}

/** The latest facts about each file: those found now, or the earlier ones if it was not checked again. */
export function mergedPins(
  before: readonly SourcePin[],
  now: readonly SourcePin[],
): readonly SourcePin[] {
  const found = new Map([...before, ...now].map((pin) => [pin.file, pin]));
  return [...found.values()].toSorted((a, b) => a.file - b.file);
}

/** What pinned facts tell the forecast. */
export function sourceFactsOfPins(
  urls: readonly string[],
  pins: readonly SourcePin[],
): SourceFacts {
  const known = pins.flatMap((pin) => {
    const url = urls[pin.file - 1];
    return url === undefined ? [] : [{ ...pin, url }];
  });
  return factsByUrl(known);
}

/** A file that has changed. `was` is missing if nothing was known about it. */
export interface ChangedSource extends SourcePin {
  readonly was?: SourcePin | undefined;
}

/** The files that have changed: another file at the same URL, or one that fails now. */
export function changedSince(
  before: readonly SourcePin[],
  now: readonly SourcePin[],
): readonly ChangedSource[] {
  const earlier = new Map(before.map((pin) => [pin.file, pin]));
  return now.flatMap((pin): ChangedSource[] => {
    const was = earlier.get(pin.file);
    // A failure counts even if nothing was known about the file.
    const failsOtherwise = was?.trouble?.kind !== pin.trouble?.kind;
    const hasChanged = failsOtherwise || (was !== undefined && changedFacts(was, pin).length > 0);
    return hasChanged ? [{ ...pin, was }] : [];
  });
}

/** Whether any file has been replaced, judging by facts known of both. A file that merely fails has not. */
export function areReplaced(before: readonly SourcePin[], now: readonly SourcePin[]): boolean {
  return changedSince(before, now).some(
    ({ was, ...pin }) => was !== undefined && changedFacts(was, pin).length > 0,
  );
}

/**
 * Files that nobody can play: 404, 410, or not media. An unreachable file is not one of them, since the cloud may
 * reach it.
 */
export function unplayable(pins: readonly SourcePin[]): readonly number[] {
  return pins.flatMap(({ file, trouble }) =>
    trouble === undefined || trouble.kind === 'unreachable' ? [] : [file],
  );
}

export type PinnedFact = 'sizeBytes' | 'etag' | 'lastModified' | 'durationSeconds';

/** Facts that are known for both and differ. */
export function changedFacts(was: SourcePin, now: SourcePin): readonly PinnedFact[] {
  const facts = ['sizeBytes', 'etag', 'lastModified'] as const;
  const changed = facts.filter((fact) => isOther(was[fact], now[fact]));
  const [before, after] = [was.durationSeconds, now.durationSeconds];
  const isLonger =
    before !== undefined && after !== undefined && Math.abs(before - after) > SAME_SECONDS;
  return isLonger ? [...changed, 'durationSeconds'] : changed;
}

function isOther<T>(was: T | undefined, now: T | undefined): boolean {
  return was !== undefined && now !== undefined && was !== now;
}
