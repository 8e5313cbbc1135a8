import type { Effect, PlaylistFile, SourceTrouble } from './effect.ts';
import { finite } from './off-air.ts';
import { onAir, type Outlook } from './outlook.ts';
import type { Rival } from './push-target.ts';
import { type Play, roundLengths } from './rounds.ts';
import { type SignatureEnd, signatureEnd } from './signed-url.ts';
import type { Timeline } from './timeline.ts';
import { isSameList } from './unknown-lengths.ts';

/** What was found out about sources, by URL. */
export interface SourceFacts {
  /** The length of a file in seconds. */
  readonly durations: ReadonlyMap<string, number>;
  readonly troubles: ReadonlyMap<string, SourceTrouble>;
}

/** Files that the change brings on air and that cannot be played, or not to the end. */
export function sourceEffects({ before, after }: Outlook, facts: SourceFacts): Effect[] {
  const { play } = after;
  const span = onAir(after);
  if (!play || !span) return [];
  const files = filesOf(play);
  return [
    ...files.flatMap((file) => troubleEffect(file, play, before, facts)),
    ...files.flatMap((file) => endingEffect(file, after, before, facts)),
  ];
}

/** Each URL once, at its first place. */
function filesOf({ plan }: Play): PlaylistFile[] {
  return plan.files.flatMap((url, index) =>
    plan.files.indexOf(url) === index ? [{ number: index + 1, url }] : [],
  );
}

function troubleEffect(
  file: PlaylistFile,
  play: Play,
  before: Timeline,
  { durations, troubles }: SourceFacts,
): Effect[] {
  const trouble = troubles.get(file.url);
  const isBroughtOn = onAir(before) === undefined || !isSameList(before.plan, play.plan);
  if (!trouble || !isBroughtOn) return [];
  return [
    {
      kind: 'source_trouble',
      grade: trouble.kind === 'unreachable' ? 'interruption' : 'off_air',
      strength: 'could',
      file,
      trouble,
      fromMs: opensAtOrAfter(play.fromMs, file.number - 1, play, durations),
    },
  ];
}

function endingEffect(
  file: PlaylistFile,
  after: Timeline,
  before: Timeline,
  { durations }: SourceFacts,
): Effect[] {
  const end = signatureEnd(file.url);
  if (!end) return [];
  const failsMs = failsFromMs(file.url, end, after, durations);
  const todayMs = failsFromMs(file.url, end, before, durations);
  if (failsMs === undefined || (todayMs !== undefined && todayMs <= failsMs)) return [];
  const grade = end.kind === 'ends' ? 'off_air' : 'interruption';
  return [
    { kind: 'source_ends', grade, strength: 'could', file, endedMs: end.atMs, fromMs: failsMs },
  ];
}

/** When a file is first opened after its signature has expired; undefined if it never is. */
function failsFromMs(
  url: string,
  end: SignatureEnd,
  timeline: Timeline,
  durations: ReadonlyMap<string, number>,
): number | undefined {
  const { play } = timeline;
  const span = onAir(timeline);
  if (!play || !span || end.atMs >= span.untilMs) return undefined;
  const earliestMs = Math.max(end.atMs, span.fromMs);
  const fails = play.plan.files.flatMap((each, index) => {
    if (each !== url) return [];
    // With an unknown length, it may be opened at any time.
    const opensMs = opensAtOrAfter(earliestMs, index, play, durations) ?? earliestMs;
    return opensMs < span.untilMs ? opensMs : [];
  });
  return fails.length === 0 ? undefined : Math.min(...fails);
}

/** When a file of the list is first opened at or after a moment; undefined if a length is unknown. */
function opensAtOrAfter(
  earliestMs: number,
  index: number,
  { plan, fromMs }: Play,
  durations: ReadonlyMap<string, number>,
): number | undefined {
  const lengthOf = (url: string) => durations.get(url) ?? Infinity;
  const lengthMs = (files: readonly string[]) =>
    files.reduce((sum, url) => sum + lengthOf(url) * 1000, 0);
  const { files, startFile, startSeconds } = plan;
  const firstRoundMs =
    index === startFile
      ? fromMs
      : fromMs + lengthMs(files.slice(startFile, index)) - startSeconds * 1000;
  if (index >= startFile && firstRoundMs >= earliestMs) return finite(firstRoundMs);
  const rule = { lengthOf, startsEachRoundAtPosition: false };
  const { firstMs, furtherMs } = roundLengths(plan, rule);
  const secondRoundMs = fromMs + firstMs + lengthMs(files.slice(0, index));
  if (!Number.isFinite(secondRoundMs) || secondRoundMs >= earliestMs) return finite(secondRoundMs);
  const rounds = furtherMs > 0 ? Math.ceil((earliestMs - secondRoundMs) / furtherMs) : 0;
  return finite(secondRoundMs + rounds * furtherMs);
}

/** Other tasks that push to the same target while this one is on air, unless they would without the change. */
export function rivalEffects({ before, after }: Outlook, rivals: readonly Rival[]): Effect[] {
  return rivals.flatMap((rival) => {
    const meeting = overlap(after, rival);
    if (!meeting || overlap(before, rival)) return [];
    const { name } = rival;
    return [
      { kind: 'same_target', grade: 'off_air', strength: 'could', name, ...meeting } as const,
    ];
  });
}

function overlap(timeline: Timeline, rival: Rival) {
  const span = onAir(timeline);
  if (!span) return undefined;
  const fromMs = Math.max(span.fromMs, rival.fromMs ?? -Infinity);
  const untilMs = Math.min(span.untilMs, rival.untilMs ?? Infinity);
  return fromMs < untilMs ? { fromMs, untilMs: finite(untilMs) } : undefined;
}
