import { messageText } from '#sandbox/story-text.ts';
import type { Desk } from './desk.ts';

type Reader = { readonly id: string };

/** The newest message that only this person sees. */
export const newestAnswer = ({ slack }: Desk, { id }: Reader) => {
  const newest = slack.person(id).ephemerals().at(-1);
  if (!newest) throw new Error('nothing was answered');
  return newest;
};

/** Waits until the newest message that only this person sees contains all of these. */
export const untilAnswer = (
  at: Desk,
  reader: Reader,
  ...words: readonly string[]
): Promise<string> =>
  at.slack.until(
    () => {
      const shown = at.slack.person(reader.id).ephemerals().at(-1);
      const text = shown ? messageText(shown) : '';
      return words.every((word) => text.includes(word)) && text;
    },
    `an answer with "${words.join('", "')}"`,
  );
