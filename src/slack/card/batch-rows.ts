import type { KnownBlock } from '@slack/types';
import { standingOfPart } from '#src/approval/record/batch.ts';
import { type ChangeRequest, isClosed } from '#src/approval/record/change-request.ts';
import { PART_STANDINGS, type PartStanding } from '#src/approval/record/part.ts';
import { taskName } from '#src/relay/relay-task.ts';
import { section } from '#src/slack/kit/blocks.ts';
import { gravestWords } from '#src/slack/kit/effect-sentences.ts';
import { problemMarkup, stateWords } from '#src/slack/kit/sentences.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import { cut, cutMarkup, escapedWithin, inCode } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { settingsOf } from './batch-settings.ts';
import { fieldsWords } from './request-summary.ts';

/** A line for each task of a batch. */

/** Characters of a name in a row: a hundred rows fit on a card, which takes about 13,000 characters. */
const NAME_MAX = 45;

/** Characters of the lines of one section. */
const LINES_MAX = 2_900;

/** Characters of all rows; with more, they do without what is in the review and in the thread as well. */
const ROWS_MAX = 9_000;

/** Characters of why a part failed. */
const WHY_MAX = 70;

/** Rows that stand before what is set, by whom and why; of more, only those that need a look. */
const ABOVE_MAX = 15;

type NoteOn = (part: ChangeRequest) => string | undefined;

/** The rows of all parts. `noteOn`: what else is to be said of a part. */
export function partRows(
  request: ChangeRequest,
  parts: readonly ChangeRequest[],
  words: Words,
  noteOn?: NoteOn,
): KnownBlock[] {
  return rowBlocks(rowsOf(request, parts, words, noteOn));
}

/** The rows of a card: parts that need a look come first, and many of the others at its end. */
export function cardRows(
  request: ChangeRequest,
  parts: readonly ChangeRequest[],
  words: Words,
): { readonly above: KnownBlock[]; readonly below: KnownBlock[] } {
  const rows = rowsOf(request, parts, words);
  const rowsFor = (some: readonly ChangeRequest[]) =>
    rowBlocks(some.map((part) => rows[parts.indexOf(part)] ?? ''));
  const first = hasBegun(request) ? troubled(parts) : [];
  const others = parts.filter((part) => !first.includes(part));
  return parts.length > ABOVE_MAX
    ? { above: rowsFor(first), below: rowsFor(others) }
    : { above: rowsFor([...first, ...others]), below: [] };
}

const NEEDS_NO_LOOK: readonly PartStanding[] = ['done', 'runs', 'waits'];

/** Parts that need a look, the gravest first. */
export function troubled(parts: readonly ChangeRequest[]): ChangeRequest[] {
  return parts
    .filter((part) => !NEEDS_NO_LOOK.includes(standingOfPart(part)))
    .toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf(part: ChangeRequest): number {
  return PART_STANDINGS.indexOf(standingOfPart(part));
}

/** Whether its parts have begun to run. */
export function hasBegun({ state }: ChangeRequest): boolean {
  return state === 'applying' || state === 'applied' || state === 'failed';
}

/**
 * The part and its task; what its viewers lose and what changes, unless that is the same everywhere and is said once;
 * how it stands once the batch has begun, and why it failed.
 */
function rowsOf(
  request: ChangeRequest,
  parts: readonly ChangeRequest[],
  words: Words,
  noteOn: NoteOn = () => undefined,
): readonly string[] {
  const effectOf = effectsInRows(parts, words);
  const isOne = settingsOf(parts) !== undefined;
  const row = (part: ChangeRequest, isFull: boolean): string => {
    const isOver = isClosed(part.state);
    const isTold = hasBegun(request) && standingOfPart(part) !== 'waits';
    const note = noteOn(part);
    return [
      `• ${part.id} *${escapedWithin(taskName(part.base), NAME_MAX)}*`,
      ...(isOver ? [] : effectOf(part)),
      ...(isOver || isOne || !isFull ? [] : [fieldsWords(part, words)]),
      ...(isTold ? [stateWords(part, words)] : []),
      ...(isTold && isFull ? whyWords(part, words) : []),
      ...(note === undefined ? [] : [note]),
    ].join(' · ');
  };
  const full = parts.map((part) => row(part, true));
  return full.join('\n').length > ROWS_MAX ? parts.map((part) => row(part, false)) : full;
}

/** Why a part failed, in a few words. */
function whyWords({ state, outcome }: ChangeRequest, words: Words): string[] {
  if (state !== 'failed') return [];
  const { error_code: code, error_msg: message, kind } = outcome?.failure ?? {};
  const said = [code, message].filter(Boolean).join(': ') || kind;
  const [problem] = outcome?.problems ?? [];
  if (problem) return [cutMarkup(problemMarkup(problem, words), WHY_MAX)];
  return said === undefined ? [] : [inCode(cut(said, WHY_MAX))];
}

/** What the row of a part says of its viewers: nothing where that is the same for all, which is said once above. */
export function effectsInRows<Part extends Pick<ChangeRequest, 'effects'>>(
  parts: readonly Part[],
  words: Words,
): (part: Part) => string[] {
  const gravest = parts.map(({ effects }) => gravestWords(effects, words));
  if (parts.length > 1 && new Set(gravest).size === 1) return () => [];
  return ({ effects }) => {
    const said = gravestWords(effects, words);
    return said === undefined ? [] : [said];
  };
}

function rowBlocks(rows: readonly string[]): KnownBlock[] {
  return packed(rows, LINES_MAX).map((lines) => section(lines));
}
