import type { Effect, PlaylistFile, SourceTrouble } from './effect.ts';
import { finite } from './off-air.ts';
import { isOnNow, onAir, type Outlook, type Outlooks } from './outlook.ts';
import type { Rival } from './push-target.ts';
import { type Play, roundLengths } from './rounds.ts';
import { type SignatureEnd, signatureEnd } from './signed-url.ts';
import type { Span, Timeline } from './timeline.ts';
import { isSameList } from './unknown-lengths.ts';

/** What was found out about sources, by URL. */
export interface SourceFacts {
  /** The length of a file in seconds. */
  readonly durations: ReadonlyMap<string, number>;
  readonly troubles: ReadonlyMap<string, SourceTrouble>;
}

/** Files that the change brings on air and that cannot be played, or not to the end. `mayBreak`: it may interrupt the stream. */
export function sourceEffects(outlooks: Outlooks, facts: SourceFacts, mayBreak: boolean): Effect[] {
  const outlook = outlooks.find(({ after }) => onAir(after)) ?? outlooks[0];
  const { before, after } = outlook;
  const { play } = after;
  const span = onAir(after);
  if (!play || !span) return [];
  const files = filesOf(play);
  const again = mayBreak ? openedAgain(outlook, facts) : [];
  return [
    ...files.flatMap((file) => troubleEffect(file, play, before, facts)),
    ...files.flatMap((file) => endingEffect(file, outlook, facts, again.includes(file.url))),
  ];
}

/** The files that may be opened at the moment of the change if it interrupts the stream. */
function openedAgain({ before, after }: Outlook, { durations }: SourceFacts): readonly string[] {
  if (!before.play || !after.play || !isOnNow(before) || !isOnNow(after)) return [];
  const { files, startFile, refreshType } = after.play.plan;
  return refreshType === 'immediate_new_source'
    ? files.slice(startFile, startFile + 1)
    : playedAt(before.play, momentOf(before), durations);
}

/** The file that is played at a moment; all files of a list of which a length or the start is unknown. */
function playedAt(
  { plan, fromMs }: Play,
  atMs: number,
  durations: ReadonlyMap<string, number>,
): readonly string[] {
  const { files, startFile, startSeconds } = plan;
  if (plan.startMs === -Infinity || !files.every((url) => durations.has(url))) return files;
  const lengthOf = (some: readonly string[]) =>
    some.reduce((sum, url) => sum + (durations.get(url) ?? 0), 0);
  const played = lengthOf(files.slice(0, startFile)) + startSeconds + (atMs - fromMs) / 1000;
  const position = played % lengthOf(files);
  const index = files.findIndex((_url, at) => position < lengthOf(files.slice(0, at + 1)));
  return files.slice(index, index + 1);
}

/** The moment of the change. */
function momentOf({ spans }: Timeline): number {
  return spans[0]?.fromMs ?? Infinity;
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
  const { plan } = play;
  const isFirst =
    plan.files[plan.startFile] === file.url && before.plan.startFile !== plan.startFile;
  const isBroughtOn = onAir(before) === undefined || !isSameList(before.plan, plan) || isFirst;
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
  { before, after }: Outlook,
  { durations }: SourceFacts,
  isOpenedAgain: boolean,
): Effect[] {
  const end = signatureEnd(file.url);
  if (!end) return [];
  const atMs = momentOf(after);
  // What is being played was opened before its signature expired.
  const isCutOff = isOpenedAgain && end.kind === 'ends' && end.atMs <= atMs;
  const failsMs = isCutOff ? atMs : failsFromMs(file.url, end, after, durations);
  const todayMs = isCutOff ? undefined : failsFromMs(file.url, end, before, durations);
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

type Stretch = Pick<Span, 'fromMs' | 'untilMs'>;

/** Other tasks that push to the same target while this one is on air, at times at which they would not without the change. */
export function rivalEffects(outlooks: Outlooks, rivals: readonly Rival[]): Effect[] {
  return rivals.flatMap((rival) => {
    const [added] = outlooks.flatMap((outlook) => addedOverlap(outlook, rival) ?? []);
    if (!added) return [];
    const { name } = rival;
    const { fromMs, untilMs } = added;
    const times = { fromMs, untilMs: finite(untilMs) };
    return [{ kind: 'same_target', grade: 'off_air', strength: 'could', name, ...times } as const];
  });
}

function addedOverlap({ before, after }: Outlook, rival: Rival): Stretch | undefined {
  const meeting = overlap(after, rival);
  const today = overlap(before, rival);
  return meeting && (today ? beyond(meeting, today) : meeting);
}

function overlap(timeline: Timeline, rival: Rival): Stretch | undefined {
  const span = onAir(timeline);
  return (
    span &&
    stretch(
      Math.max(span.fromMs, rival.fromMs ?? -Infinity),
      Math.min(span.untilMs, rival.untilMs ?? Infinity),
    )
  );
}

/** The first part of a stretch that is not in another one. */
function beyond(one: Stretch, other: Stretch): Stretch | undefined {
  return (
    stretch(one.fromMs, Math.min(one.untilMs, other.fromMs)) ??
    stretch(Math.max(one.fromMs, other.untilMs), one.untilMs)
  );
}

function stretch(fromMs: number, untilMs: number): Stretch | undefined {
  return fromMs < untilMs ? { fromMs, untilMs } : undefined;
}
