import type { KnownBlock } from '@slack/types';
import type { SourceChecks } from '#src/ports/source-checks.ts';
import { fileNames } from '#src/relay/file-name.ts';
import { type SourceCheck, type SourceProblem, troubleOf } from '#src/relay/source-check.ts';
import { context, section } from '#src/slack/kit/blocks.ts';
import { spanSentence } from '#src/slack/kit/sentences.ts';
import { clock, cut, escaped } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Files that are told one by one; those with a problem come first. */
const LINES_MAX = 12;

/** What was found out about the files of a list, each under its number; nothing where nothing was found. */
export function sourceBlocks(
  urls: readonly string[],
  checks: SourceChecks,
  nowMs: number,
  words: Words,
): KnownBlock[] {
  const found = urls.flatMap((url) => checks.get(url) ?? []);
  if (found.length === 0) return [];
  const nameOf = fileNames(urls);
  const files = urls
    .map((url, index) => ({ url, name: nameOf(url), number: index + 1, check: checks.get(url) }))
    .filter(({ url }, index) => urls.indexOf(url) === index);
  const told = files.toSorted((a, b) => weight(b) - weight(a)).slice(0, LINES_MAX);
  const lines = told.toSorted((a, b) => a.number - b.number).map((file) => fileLine(file, words));
  const more = files.length - told.length;
  const { sources } = words;
  const oldestMs = Math.min(...found.map(({ checkedAtMs }) => checkedAtMs));
  const seconds = roundSeconds(urls, checks);
  return [
    section(
      [
        `${sources.title} · ${ageOf(nowMs - oldestMs, words)}`,
        ...lines,
        ...(more > 0 ? [sources.more(more)] : []),
      ].join('\n'),
    ),
    ...(seconds === undefined ? [] : [context(sources.round(clock(seconds)))]),
  ];
}

interface File {
  readonly url: string;
  readonly name: string;
  readonly number: number;
  readonly check: SourceCheck | undefined;
}

function weight({ check }: File): number {
  if (!check) return 1;
  if (troubleOf(check)) return 3;
  return check.problems.length > 0 ? 2 : 0;
}

function fileLine({ url, name, number, check }: File, words: Words): string {
  const { sources } = words;
  const file = `${number} ${escaped(cut(name, 60))}`;
  if (!check) return `❔ ${file} · ${/^https?:/i.test(url) ? sources.notYet : sources.notChecked}`;
  const sign = troubleOf(check) ? '❌' : check.problems.length > 0 ? '⚠️' : '✅';
  const said = check.problems.map((problem) => problemSaid(problem, words));
  return [`${sign} ${file}`, ...factsOf(check, words), ...said].join(' · ');
}

function factsOf(check: SourceCheck, { sources }: Words): string[] {
  const { durationSeconds, isLive, videoCodec, width, height, frameRate, audioLanguages } = check;
  return [
    durationSeconds === undefined ? '' : clock(durationSeconds),
    isLive === true ? sources.live : '',
    CODEC_NAMES[videoCodec ?? ''] ?? escaped(videoCodec ?? ''),
    width && height ? `${width}×${height}` : '',
    frameRate ? sources.framesPerSecond(frameRate) : '',
    escaped((audioLanguages ?? []).join(', ')),
  ].filter((fact) => fact !== '');
}

/** People know these by another name than the parser. */
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

/** Seconds of one round of a list; undefined where the length of a file is not known. */
export function roundSeconds(urls: readonly string[], checks: SourceChecks): number | undefined {
  const lengths = urls.map((url) => checks.get(url)?.durationSeconds ?? NaN);
  const sum = lengths.reduce((total, seconds) => total + seconds, 0);
  return urls.length === 0 || Number.isNaN(sum) ? undefined : sum;
}
