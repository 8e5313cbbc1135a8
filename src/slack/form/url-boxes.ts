import type { InputBlock } from '@slack/types';
import { given } from '#src/basics/given.ts';
import type { Draft } from '#src/ports/draft.ts';
import { SOURCE_URLS_MAX } from '#src/relay/field.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { plain } from '#src/slack/kit/blocks.ts';
import { ACTION, urlBlock } from '#src/slack/kit/ids.ts';
import type { Words } from '#src/slack/words/index.ts';
import { hintOf } from './field-hint.ts';
import { type Filled, INPUT_MAX, SHOWN, shownTask, urlsFit } from './shown-fields.ts';

/** The boxes that a playlist is typed into, a URL a line; one takes 3,000 characters. */

/** With less room than this in the last box, another URL may not fit, so there is one more box. */
const ROOM_FOR_ONE_MORE = 600;

/** How many boxes a whole list takes, of URLs as long as the longest of these. */
export function boxesForWholeList(urls: readonly string[]): number {
  const longest = Math.max(...urls.map((url) => url.length), 1);
  const fitInOne = Math.max(1, Math.floor((INPUT_MAX + 1) / (longest + 1)));
  return Math.ceil(SOURCE_URLS_MAX / fitInOne);
}

/** How many boxes the URLs of a task need, with some room. */
export function urlBoxesFor(task: RelayTask): number {
  const boxes = splitOverBoxes(SHOWN.source_urls({ base: task }) ?? []);
  const last = boxes.at(-1) ?? '';
  const isFull = INPUT_MAX - last.length < ROOM_FOR_ONE_MORE;
  return Math.max(1, boxes.length + (isFull ? 1 : 0));
}

/** The boxes, with the list that the form is filled with. */
export function urlInputs(
  filled: Filled & Pick<Draft, 'urlBoxes' | 'filesRead'>,
  words: Words,
): InputBlock[] {
  const { urlBoxes, filesRead } = filled;
  const { fields, form } = words;
  const texts = splitOverBoxes(SHOWN.source_urls(filled) ?? []);
  const severalBoxes = urlBoxes > 1 ? form.urlsHint(INPUT_MAX) : undefined;
  const usual = urlsFit(shownTask(filled)) ? severalBoxes : form.urlsTooLong;
  return Array.from({ length: urlBoxes }, (_box, index) => {
    const initial = texts[index] ?? '';
    const isFirst = index === 0;
    return {
      type: 'input',
      block_id: urlBlock(index, filesRead),
      label: plain(isFirst ? fields.source_urls : form.urlsContinued(index + 1)),
      optional: !isFirst || texts.length === 0,
      element: {
        type: 'plain_text_input',
        action_id: ACTION.value,
        multiline: true,
        max_length: INPUT_MAX,
        ...given({ initial_value: initial || undefined }),
      },
      ...(isFirst ? hintOf('source_urls', filled, words, usual) : {}),
    };
  });
}

function splitOverBoxes(urls: readonly string[]): string[] {
  const boxes: string[] = [];
  for (const url of urls) {
    const last = boxes.at(-1);
    if (last === undefined || last.length + url.length + 1 > INPUT_MAX) boxes.push(url);
    else boxes[boxes.length - 1] = `${last}\n${url}`;
  }
  return boxes;
}
