import type { KnownBlock, RichTextElement } from '@slack/types';
import { rawOf, urlsOf } from '#src/relay/field.ts';
import { MODIFIABLE_FIELDS, type ModifiableField, type RelayTask } from '#src/relay/relay-task.ts';
import { taskRefusal } from '#src/relay/rules.ts';
import {
  actions,
  button,
  context,
  paragraph,
  preformatted,
  type RichParagraph,
  richText,
  section,
  span,
} from '#src/slack/kit/blocks.ts';
import { valueSpans } from '#src/slack/kit/field-value.ts';
import { ACTION, toTaskValue } from '#src/slack/kit/ids.ts';
import { type Message, messageOf } from '#src/slack/kit/message.ts';
import { inGroups, packed } from '#src/slack/kit/split-text.ts';
import { escaped, inCode, moment, nameOf } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { fixedFields, type MaskedField, maskedSources, VALUE_MAX } from './masked-task.ts';
import { statusWords } from './task-sentences.ts';

/** Characters of one block of rich text, and of a message: Slack takes about 13,000. */
const BLOCK_MAX = 2_800;
const MESSAGE_MAX = 10_000;

/**
 * Messages of one answer: a `response_url` takes five (Slack), and one may already have said that the Live API is
 * slow.
 */
export const PARTS_MAX = 4;

/** Everything that a task holds, as the messages of one answer, in order. */
export function renderTaskDetails(
  input: {
    readonly project: string;
    readonly task: RelayTask;
    readonly nowMs: number;
  },
  words: Words,
): Message[] {
  const { project, task, nowMs } = input;
  const { details } = words;
  const title = [
    details.title(nameOf(task), escaped(project)),
    statusWords(task, words),
    details.read(moment(nowMs)),
  ].join(' · ');
  const parts = inGroups(detailPieces(task, words), MESSAGE_MAX, sizeOf);
  const dropped = parts.slice(PARTS_MAX).flat().length;
  return parts.slice(0, PARTS_MAX).map((pieces, index) => {
    const isFirst = index === 0;
    const isLast = index === Math.min(parts.length, PARTS_MAX) - 1;
    const head = isFirst ? title : details.continued(nameOf(task), index + 1);
    return messageOf([
      isFirst ? section(head) : context(head),
      ...pieces.map((piece) => richText(...piece.paragraphs)),
      ...(isLast && dropped > 0 ? [context(details.cut(dropped))] : []),
      ...(isLast ? [context(details.masked), ...changeBlocks(project, task, words)] : []),
    ]);
  });
}

function changeBlocks(project: string, task: RelayTask, { details, buttons }: Words): KnownBlock[] {
  const wrong = taskRefusal(task);
  if (wrong?.code === 'unreadable') return [context(details.unreadableTask)];
  if (wrong) return [context(details.unchangeable(inCode(wrong.sourceType)))];
  const value = toTaskValue({ project, task: task.task_id });
  if (value === undefined) return [];
  return [actions([button(ACTION.changeTask, buttons.change, value)])];
}

/** Paragraphs that stay together in one block. */
interface Piece {
  readonly paragraphs: readonly RichParagraph[];
  readonly size: number;
}

function detailPieces(task: RelayTask, words: Words): Piece[] {
  const { details } = words;
  const fixed = fixedFields(task, details.shortened);
  const others = fixed.filter((field) => !isId(field));
  const urls = urlsOf(task);
  // A readable list is shown numbered, below everything else.
  const isListed = (field: ModifiableField) => field === 'source_urls' && urls.length > 0;
  const modifiable = MODIFIABLE_FIELDS.filter(
    (field) => !isListed(field) && rawOf(task, field) !== undefined,
  );
  const lines = [
    ...fixed.filter(isId).map(fieldPiece),
    ...modifiable.map((field) =>
      pieceOf(field, valueSpans(field, rawOf(task, field), words, VALUE_MAX)),
    ),
    ...others.filter((field) => !isNumbered(field)).map(fieldPiece),
  ];
  const lists = [
    ...(urls.length > 0 ? [maskedSources(urls, details.shortened)] : []),
    ...others.filter(isNumbered),
  ].flatMap((field) => listPieces(field, details.urls));
  return [...joined(lines), ...lists];
}

function isId({ name }: MaskedField): boolean {
  return name === 'task_id';
}

function isNumbered({ name, kind }: MaskedField): boolean {
  return kind === 'list' && name.endsWith('_urls');
}

function fieldPiece(field: MaskedField): Piece {
  return pieceOf(field.name || ' ', [
    field.kind === 'list' ? code(field.texts.join(', ')) : valueSpan(field),
  ]);
}

function pieceOf(name: string, spans: readonly RichTextElement[]): Piece {
  const texts = spans.map((each) => ('text' in each ? each.text : ''));
  return {
    paragraphs: [paragraph(span(name, { bold: true }), span('  '), ...spans, span('\n'))],
    size: lengthOf(name) + lengthOf(texts.join('')) + 3,
  };
}

function valueSpan(field: Exclude<MaskedField, { readonly kind: 'list' }>): RichTextElement {
  if (field.kind === 'text') return code(field.text);
  const timestamp = Math.floor(field.atMs / 1000);
  return { type: 'date', timestamp, format: DATE_FORMAT, fallback: field.text };
}

const DATE_FORMAT = '{date_short_pretty} {time}';

function code(text: string): RichTextElement {
  return span(text === '' ? ' ' : text, { code: true });
}

function listPieces(field: MaskedField, titleOf: (count: number) => string): Piece[] {
  if (field.kind !== 'list') return [];
  const lines = field.texts.map((text, index) => `${String(index + 1).padStart(2)}  ${text}`);
  const pieces = packed(lines, BLOCK_MAX, lengthOf).map((text) => ({
    paragraphs: [preformatted(text)],
    size: lengthOf(text),
  }));
  const title = titleOf(field.texts.length);
  const head = paragraph(span(field.name, { bold: true }), span(`  ${title}`));
  const [first = { paragraphs: [], size: 0 }, ...rest] = pieces;
  const size = first.size + lengthOf(field.name) + lengthOf(title) + 2;
  return [{ paragraphs: [head, ...first.paragraphs], size }, ...rest];
}

/** Merges small pieces, as many as fit in a block. */
function joined(pieces: readonly Piece[]): Piece[] {
  return inGroups(pieces, BLOCK_MAX, sizeOf).map((group) => ({
    paragraphs: group.flatMap(({ paragraphs }) => paragraphs),
    size: group.reduce((sum, { size }) => sum + size, 0),
  }));
}

function sizeOf({ size }: Piece): number {
  return size;
}

/** Length as Slack counts it: code points, after escaping. */
function lengthOf(text: string): number {
  return Array.from(escaped(text)).length;
}
