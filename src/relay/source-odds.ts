import type { SourceCheck } from './source-check.ts';

/** Facts that make a player or the cloud restart where they differ between two files. */
const SOURCE_TRAITS = ['video', 'resolution', 'frameRate', 'audio'] as const;

type SourceTrait = (typeof SOURCE_TRAITS)[number];

const TRAITS: Readonly<Record<SourceTrait, (check: SourceCheck) => string | undefined>> = {
  video: ({ videoCodec }: SourceCheck) => videoCodec,
  resolution: ({ width, height }: SourceCheck) =>
    width && height ? `${width}×${height}` : undefined,
  // 29.97 and 29.970030 are the same rate.
  frameRate: ({ frameRate }: SourceCheck) =>
    frameRate === undefined ? undefined : String(Math.round(frameRate * 100) / 100),
  // Missing audio is a problem of its own.
  audio: ({ audioCodecs = [] }: SourceCheck) => audioCodecs.join(' + ') || undefined,
};

/** How a file differs from most of its list; both values as the check names them. */
export interface OddTrait {
  readonly trait: SourceTrait;
  readonly has: string;
  readonly rest: string;
}

/**
 * The files of a list that differ from most of the others, by URL. If two values are equally frequent, the one that
 * comes first counts as usual.
 */
export function oddSources(
  urls: readonly string[],
  checks: ReadonlyMap<string, SourceCheck>,
): ReadonlyMap<string, readonly OddTrait[]> {
  const odd = new Map<string, OddTrait[]>();
  for (const trait of SOURCE_TRAITS) {
    const values = [...new Set(urls)].flatMap((url) => {
      const check = checks.get(url);
      const has = check && TRAITS[trait](check);
      return has ? [{ url, has }] : [];
    });
    const rest = mostCommon(values.map(({ has }) => has));
    for (const { url, has } of values) {
      if (rest === undefined || has === rest) continue;
      odd.set(url, [...(odd.get(url) ?? []), { trait, has, rest }]);
    }
  }
  return odd;
}

function mostCommon(values: readonly string[]): string | undefined {
  const counts = [...Map.groupBy(values, (value) => value)];
  return counts.toSorted(([, some], [, others]) => others.length - some.length)[0]?.[0];
}
