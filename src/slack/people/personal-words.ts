import { type Words, wordsFor } from '#src/slack/words/index.ts';
import type { SlackDirectory } from './directory.ts';

/** Something must be visible within a second, and the answer takes time too (milliseconds). */
const SOON_MS = 300;

/** "Loading" may be shown this much longer (milliseconds). */
const PATIENT_MS = 2_000;

/** The words for texts that only one person sees. None of these throws. */
export interface PersonalWords {
  /** Their time zone (IANA), if Slack has told it. */
  readonly timeZone: (userId: string) => string | undefined;
  /** By what is known without asking, for texts that must be there at once. */
  readonly known: (userId: string) => Words;
  /** Waits only a moment for Slack, so it may be used before an acknowledgement. */
  readonly soon: (userId: string) => Promise<Words>;
  /** Waits longer, for texts that replace something already visible. */
  readonly of: (userId: string) => Promise<Words>;
}

export function createPersonalWords(
  directory: Pick<SlackDirectory, 'knownLanguage' | 'language' | 'knownTimeZone'>,
): PersonalWords {
  return {
    timeZone: (userId) => directory.knownTimeZone(userId),
    known: (userId) => wordsFor(directory.knownLanguage(userId)),
    soon: async (userId) => wordsFor(await directory.language(userId, SOON_MS)),
    of: async (userId) => wordsFor(await directory.language(userId, PATIENT_MS)),
  };
}
