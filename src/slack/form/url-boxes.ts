import type { InputBlock } from '@slack/types';
import type { Draft } from '#src/ports/draft.ts';
import { SOURCE_URLS_MAX } from '#src/relay/field.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { urlBlock } from '#src/slack/kit/ids.ts';
import { input, linesElement } from '#src/slack/kit/inputs.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { type Filled, hintOf, INPUT_MAX, SHOWN, shownTask, urlsFit } from './shown-fields.ts';

/** The boxes for a playlist, one URL per line; a box takes 3,000 characters. */

/** With less room than this in the last box, there is one more box, since another URL might not fit. */
const ROOM_FOR_ONE_MORE = 600;

/** How many boxes a full list needs, with URLs as long as the longest of these. */
export function boxesForWholeList(urls: readonly string[]): number {
  const longest = Math.max(...urls.map((url) => url.length), 1);
  const fitInOne = Math.max(1, Math.floor((INPUT_MAX + 1) / (longest + 1)));
  return Math.ceil(SOURCE_URLS_MAX / fitInOne);
}

/** How many boxes the URLs of a task need, with some room. */
export function urlBoxesFor(task: RelayTask): number {
  const boxes = packed(SHOWN.source_urls({ base: task }) ?? [], INPUT_MAX);
  const last = boxes.at(-1) ?? '';
  const isFull = INPUT_MAX - last.length < ROOM_FOR_ONE_MORE;
  return Math.max(1, boxes.length + (isFull ? 1 : 0));
}

/** The boxes, filled with the form's list. */
export function urlInputs(
  filled: Filled & Pick<Draft, 'urlBoxes' | 'filesRead'>,
  words: Words,
): InputBlock[] {
  const { urlBoxes, filesRead } = filled;
  const { fields, form } = words;
  const texts = packed(SHOWN.source_urls(filled) ?? [], INPUT_MAX);
  const severalBoxes = urlBoxes > 1 ? form.urlsHint(INPUT_MAX) : undefined;
  const usual = urlsFit(shownTask(filled)) ? severalBoxes : form.urlsTooLong;
  return Array.from({ length: urlBoxes }, (_box, index) => {
    const isFirst = index === 0;
    const said = isFirst
      ? { label: fields.source_urls, hint: hintOf('source_urls', filled, words, usual) }
      : { label: form.urlsContinued(index + 1) };
    const isOptional = !isFirst || texts.length === 0;
    const element = linesElement(INPUT_MAX, texts[index]);
    return input(urlBlock(index, filesRead), said, element, isOptional);
  });
}
