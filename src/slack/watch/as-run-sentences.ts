import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { titleSentence } from '#src/slack/kit/sentences.ts';
import { clock, escaped, escapedWithin, moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import type { AsRun, AsRunRow } from '#src/watch/as-run.ts';
import type { KeptEvents, Span } from '#src/watch/kept-event.ts';

/** Sentences for rows of the as-run log. All mrkdwn, escaped. */

/** What the sentences of a row need. */
export interface RowDeps {
  /** The name of a file among those of the day. */
  readonly fileName: (file: string) => string;
  readonly requests: ReadonlyMap<string, ChangeRequest>;
  /** The link to the card of a request. */
  readonly links: ReadonlyMap<string, string>;
}

/** Characters of a file name and of an alarm, so that a page fits in a message. */
const NAME_MAX = 100;
const SAID_MAX = 150;
const TITLE_MAX = 100;

export function rowSentence(row: AsRunRow, deps: RowDeps, words: Words): string {
  const { asRun } = words;
  switch (row.kind) {
    case 'file':
      return fileSentence(row, deps, words);
    case 'gap': {
      const seconds = (row.untilMs - row.fromMs) / 1000;
      const said = asRun.gap(spanWords(row, words), clock(seconds));
      return row.isUnsure ? `${said} ${asRun.gapUnsure}` : said;
    }
    case 'quiet':
      return asRun.quiet(exactly(row.fromMs));
    case 'alarm': {
      const when = row.untilMs > row.fromMs ? spanWords(row, words) : exactly(row.fromMs);
      return asRun.alarm(when, saidWords(row.said));
    }
    case 'started':
      return asRun.started(exactly(row.fromMs));
    case 'exited':
      return asRun.exited(exactly(row.fromMs), saidWords(row.said));
    case 'reset':
      return asRun.reset(exactly(row.fromMs));
    case 'change':
      return asRun.change(exactly(row.fromMs), linkTo(row.id, deps), titleOf(row.id, deps, words));
    case 'silence':
      return asRun.silence(spanWords(row, words));
  }
}

function fileSentence(
  row: Extract<AsRunRow, { readonly kind: 'file' }>,
  deps: RowDeps,
  words: Words,
): string {
  const { asRun } = words;
  const { file, index, fromMs, end, by } = row;
  const name =
    file !== undefined
      ? `*${escapedWithin(deps.fileName(file), NAME_MAX)}*`
      : index === undefined
        ? asRun.unnamed
        : asRun.numbered(escapedWithin(index, 20));
  const when =
    fromMs === undefined
      ? asRun.until(end.kind === 'open' ? '' : exactly(end.atMs))
      : end.kind === 'open'
        ? asRun.since(exactly(fromMs))
        : spanWords({ fromMs, untilMs: end.atMs }, words);
  return [
    `• ${when}`,
    name,
    ...(by === undefined ? [] : [asRun.putBy(linkTo(by, deps))]),
    ...(fromMs === undefined ? [asRun.startUnknown] : []),
    ...(end.kind === 'reported' ? [] : [asRun.ends[end.kind]]),
  ].join(' · ');
}

/** Sentences about what may be missing or was reordered. */
export function noteSentences(
  kept: KeptEvents,
  { late, doubled, ahead }: Omit<AsRun, 'rows'>,
  day: Span,
  { asRun }: Words,
): string[] {
  const { droppedUntilMs, listeningSinceMs } = kept;
  return [
    ...(droppedUntilMs !== undefined && droppedUntilMs > day.fromMs
      ? [asRun.dropped(exactly(droppedUntilMs))]
      : []),
    ...(listeningSinceMs !== undefined && listeningSinceMs > day.fromMs
      ? [asRun.listeningSince(exactly(listeningSinceMs))]
      : []),
    ...(late > 0 ? [asRun.late(late)] : []),
    ...(doubled > 0 ? [asRun.doubled(doubled)] : []),
    ...(ahead > 0 ? [asRun.ahead(ahead)] : []),
  ];
}

const HALF_DAY_MS = 12 * 60 * 60_000;

/** From when until when, in the reader's zone; the second day is left out if it is surely the same. */
function spanWords({ fromMs, untilMs }: Span, { asRun }: Words): string {
  const isLong = untilMs - fromMs >= HALF_DAY_MS;
  return asRun.span(exactly(fromMs), isLong ? exactly(untilMs) : timeOnly(untilMs));
}

/** A time to the second. */
function exactly(atMs: number): string {
  return moment(atMs, '{date_short_pretty} {time_secs}');
}

function timeOnly(atMs: number): string {
  return moment(atMs, '{time_secs}');
}

function saidWords(said: string | undefined): string | undefined {
  if (said === undefined) return undefined;
  const oneLine = visible(said).replaceAll('`', "'").replaceAll('\n', ' ');
  return `\`${escapedWithin(oneLine, SAID_MAX)}\``;
}

function linkTo(id: string, { links }: RowDeps): string {
  const link = links.get(id);
  return link === undefined ? `*${escaped(id)}*` : `*<${link}|${escaped(id)}>*`;
}

function titleOf(id: string, { requests }: RowDeps, words: Words): string {
  const request = requests.get(id);
  return request ? escapedWithin(titleSentence(request, words), TITLE_MAX) : '';
}
