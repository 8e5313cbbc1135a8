import type { SourceTrouble } from './forecast/effect.ts';
import type { SourceFacts } from './forecast/source-effects.ts';
import { type SourceCheck, troubleOf } from './source-check.ts';

/** What a look found a file of a list to be, as it is kept with a request. What is missing was not known. */
export interface SourcePin {
  /** The first place of the file in its list, from 1. */
  readonly file: number;
  /** When it was looked at, in Unix milliseconds. Missing in what was kept before this was. */
  readonly checkedAtMs?: number | undefined;
  readonly sizeBytes?: number | undefined;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  readonly durationSeconds?: number | undefined;
  readonly trouble?: SourceTrouble | undefined;
}

/** Lengths that differ by no more are the same, in seconds: parsers round. */
const SAME_SECONDS = 0.1;

/** Those files of a list that were looked at, as they are now. */
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

/** What is known of each file: what was found now, and of a file that was not looked at since, what was known before. */
export function mergedPins(
  before: readonly SourcePin[],
  now: readonly SourcePin[],
): readonly SourcePin[] {
  const found = new Map([...before, ...now].map((pin) => [pin.file, pin]));
  return [...found.values()].toSorted((a, b) => a.file - b.file);
}

/** What kept facts tell the forecast. */
export function sourceFactsOfPins(
  urls: readonly string[],
  pins: readonly SourcePin[],
): SourceFacts {
  const known = pins.flatMap((pin) => {
    const url = urls[pin.file - 1];
    return url === undefined ? [] : [{ ...pin, url }];
  });
  return {
    durations: new Map(
      known.flatMap(({ url, durationSeconds: seconds }) =>
        seconds === undefined ? [] : [[url, seconds] as const],
      ),
    ),
    troubles: new Map(
      known.flatMap(({ url, trouble }) => (trouble ? [[url, trouble] as const] : [])),
    ),
  };
}

/** A file that is not what it was. `was` is missing where nothing was known of it. */
export interface ChangedSource extends SourcePin {
  readonly was?: SourcePin | undefined;
}

/** Those files that are not what they were: another file under the same address, or one that fails now. */
export function changedSince(
  before: readonly SourcePin[],
  now: readonly SourcePin[],
): readonly ChangedSource[] {
  const earlier = new Map(before.map((pin) => [pin.file, pin]));
  return now.flatMap((pin): ChangedSource[] => {
    const was = earlier.get(pin.file);
    // A failure is told also of a file of which nothing was known.
    const failsOtherwise = was?.trouble?.kind !== pin.trouble?.kind;
    const hasChanged = failsOtherwise || (was !== undefined && changedFacts(was, pin).length > 0);
    return hasChanged ? [{ ...pin, was }] : [];
  });
}

/** Whether any of the files is another one than it was, by what is known of both. What only fails is still the same. */
export function areReplaced(before: readonly SourcePin[], now: readonly SourcePin[]): boolean {
  return changedSince(before, now).some(
    ({ was, ...pin }) => was !== undefined && changedFacts(was, pin).length > 0,
  );
}

/**
 * Files that nobody can play: 404, 410, or no media. What cannot be reached from here may well be reached by the cloud.
 */
export function unplayable(pins: readonly SourcePin[]): readonly number[] {
  return pins.flatMap(({ file, trouble }) =>
    trouble === undefined || trouble.kind === 'unreachable' ? [] : [file],
  );
}

export type PinnedFact = 'sizeBytes' | 'etag' | 'lastModified' | 'durationSeconds';

/** Facts that are known of both and differ. */
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
