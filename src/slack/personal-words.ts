import { type Words, wordsFor } from './words/index.ts';

/** The words for what only one person sees. */
export interface PersonalWords {
  /** What is known of the person without asking: for what must be there at once. */
  readonly known: (userId: string) => Words;
  /** Never throws, and waits for Slack only a moment. */
  readonly of: (userId: string) => Promise<Words>;
}

export function createPersonalWords(): PersonalWords {
  return { known: () => wordsFor('en'), of: () => Promise.resolve(wordsFor('en')) };
}
