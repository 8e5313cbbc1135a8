import type { KnownBlock } from '@slack/types';
import type { SourceChecks } from '#src/ports/source-checks.ts';
import type { Change } from '#src/relay/change.ts';
import { fileNames } from '#src/relay/file-name.ts';
import { planOf } from '#src/relay/forecast/plan.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { type SourceCheck, type SourceProblem, troubleOf } from '#src/relay/source-check.ts';
import { type OddTrait, oddSources } from '#src/relay/source-odds.ts';
import { context, section } from '#src/slack/kit/blocks.ts';
import { spanSentence } from '#src/slack/kit/sentences.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import { clock, cut, escaped } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** How many files are listed; those with problems take precedence. */
const LINES_MAX = 12;

/** Characters of one section; Slack takes 3,000. */
const SECTION_MAX = 2_900;

/** A list of sources and its start position; `file` is an index, from 0. */
interface CheckedList {
  readonly urls: readonly string[];
  readonly start?: { readonly file: number; readonly seconds: number } | undefined;
}

/** The task's list after a change. */
export function checkedList(base: RelayTask, change: Change): CheckedList {
  const { files, startFile, startSeconds } = planOf({ ...base, ...change });
  return { urls: files, start: { file: startFile, seconds: startSeconds } };
}

/** What was found out about the files of a list, by number; that nothing was yet, if any can be checked. */
export function sourceBlocks(
  { urls, start }: CheckedList,
  checks: SourceChecks,
  nowMs: number,
  words: Words,
): KnownBlock[] {
  const found = urls.flatMap((url) => checks.get(url) ?? []);
  if (found.length === 0) return urls.some(isCheckable) ? [section(words.sources.noneYet)] : [];
  const files = filesOf({ urls, start }, checks);
  const told = files.toSorted((a, b) => weight(b) - weight(a)).slice(0, LINES_MAX);
  const lines = told.toSorted((a, b) => a.number - b.number).map((file) => fileLine(file, words));
  const more = files.length - told.length;
  const { sources } = words;
  const oldestMs = Math.min(...found.map(({ checkedAtMs }) => checkedAtMs));
  const seconds = roundSeconds(urls, checks);
  const title = `${sources.title} · ${ageOf(nowMs - oldestMs, words)}`;
  const all = [title, ...lines, ...(more > 0 ? [sources.more(more)] : [])];
  return [
    ...packed(all, SECTION_MAX).map((text) => section(text)),
    ...(seconds === undefined ? [] : [context(sources.round(clock(seconds)))]),
  ];
}

type File = ReturnType<typeof filesOf>[number];

/** Each file once. `startSeconds`: the start position, if the list starts with this file. */
function filesOf({ urls, start }: CheckedList, checks: SourceChecks) {
  const nameOf = fileNames(urls);
  const odds = oddSources(urls, checks);
  return urls
    .map((url, index) => ({
      url,
      name: nameOf(url),
      number: index + 1,
      check: checks.get(url),
      odd: odds.get(url) ?? [],
      startSeconds: url === urls[start?.file ?? 0] ? start?.seconds : undefined,
    }))
    .filter(({ url }, index) => urls.indexOf(url) === index);
}

function weight(file: File): number {
  if (!file.check) return 1;
  if (troubleOf(file.check)) return 3;
  return hasRemark(file) ? 2 : 0;
}

function hasRemark(file: File): boolean {
  return (file.check?.problems.length ?? 0) > 0 || file.odd.length > 0 || isPastEnd(file);
}

function isPastEnd({ check, startSeconds = 0 }: File): boolean {
  const seconds = check?.durationSeconds;
  return seconds !== undefined && startSeconds > 0 && startSeconds >= seconds;
}

function fileLine(file: File, words: Words): string {
  const { url, check, odd, startSeconds = 0 } = file;
  const { sources } = words;
  const name = `${file.number} ${escaped(cut(file.name, 60))}`;
  if (!check) return `❔ ${name} · ${isCheckable(url) ? sources.notYet : sources.notChecked}`;
  const sign = troubleOf(check) ? '❌' : hasRemark(file) ? '⚠️' : '✅';
  const said = check.problems.map((problem) => problemSaid(problem, words));
  const unlike = odd.map((trait) => oddSaid(trait, words));
  return [
    `${sign} ${name}`,
    ...factsOf(check, words),
    ...said,
    ...(isPastEnd(file) ? [sources.startsPastEnd(clock(startSeconds))] : []),
    ...(unlike.length > 0 ? [sources.unlikeTheRest(unlike.join(', '))] : []),
  ].join(' · ');
}

function isCheckable(url: string): boolean {
  return /^https?:/i.test(url);
}

function oddSaid({ trait, has, rest }: OddTrait, { sources }: Words): string {
  const [one, other] = [has, rest].map((value) =>
    trait === 'frameRate' ? sources.framesPerSecond(Number(value)) : codecName(value),
  );
  return sources.insteadOf(one ?? '', other ?? '');
}

function codecName(value: string): string {
  return CODEC_NAMES[value] ?? escaped(value);
}

function factsOf(check: SourceCheck, { sources }: Words): string[] {
  const { durationSeconds, isLive, videoCodec, width, height, frameRate, audioLanguages } = check;
  return [
    durationSeconds === undefined ? '' : clock(durationSeconds),
    isLive === true ? sources.live : '',
    codecName(videoCodec ?? ''),
    width && height ? `${width}×${height}` : '',
    frameRate ? sources.framesPerSecond(frameRate) : '',
    escaped((audioLanguages ?? []).join(', ')),
  ].filter((fact) => fact !== '');
}

/** Common names of codecs that the parser calls differently. */
const CODEC_NAMES: Readonly<Record<string, string>> = { AVC: 'H.264', HEVC: 'H.265' };

function problemSaid(problem: SourceProblem, { sources }: Words): string {
  switch (problem.kind) {
    case 'missing':
      return sources.missing(problem.httpStatus);
    case 'not_media':
      return sources.notMedia(problem.contentType && escaped(problem.contentType));
    case 'unreachable': {
      const said = sources.unreachable[problem.why];
      const whole = problem.httpStatus ? sources.withStatus(said, problem.httpStatus) : said;
      return `${whole} (${sources.fromHere})`;
    }
    default:
      return sources.remarks[problem.kind];
  }
}

function ageOf(ms: number, words: Words): string {
  const { sources } = words;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return sources.checkedNow;
  const hours = Math.floor(minutes / 60);
  return sources.checked(spanSentence(hours >= 1 ? hours * 3_600_000 : minutes * 60_000, words));
}

/** Seconds of one round of a list; undefined if a length is unknown. */
export function roundSeconds(urls: readonly string[], checks: SourceChecks): number | undefined {
  const lengths = urls.map((url) => checks.get(url)?.durationSeconds ?? NaN);
  const sum = lengths.reduce((total, seconds) => total + seconds, 0);
  return urls.length === 0 || Number.isNaN(sum) ? undefined : sum;
}
