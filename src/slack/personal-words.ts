import type { SlackDirectory } from './directory.ts';
import { type Words, wordsFor } from './words/index.ts';

/** The words for what only one person sees. */
export interface PersonalWords {
  /** What is known of the person without asking: for what must be there at once. */
  readonly known: (userId: string) => Words;
  /** Never throws, and waits for Slack only a moment, so it may stand before an acknowledgement. */
  readonly of: (userId: string) => Promise<Words>;
}

export function createPersonalWords(
  directory: Pick<SlackDirectory, 'knownLanguage' | 'language'>,
): PersonalWords {
  return {
    known: (userId) => wordsFor(directory.knownLanguage(userId)),
    of: async (userId) => wordsFor(await directory.language(userId)),
  };
}
