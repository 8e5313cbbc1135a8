import { type Words, wordsFor } from '#src/slack/words/index.ts';
import type { SlackDirectory } from './directory.ts';

/** Something must be seen within a second, and the answer itself takes time too (milliseconds). */
const SOON_MS = 300;

/** Where "loading" stands already, it may stand this much longer (milliseconds). */
const PATIENT_MS = 2_000;

/** The words for what only one person sees. None of these throws. */
export interface PersonalWords {
  /** The zone in which they read times, as far as Slack has told it (IANA). */
  readonly timeZone: (userId: string) => string | undefined;
  /** What is known of the person without asking: for what must be there at once. */
  readonly known: (userId: string) => Words;
  /** Waits for Slack only a moment, so it may stand before an acknowledgement. */
  readonly soon: (userId: string) => Promise<Words>;
  /** Waits longer: for what comes in the place of something that can be seen meanwhile. */
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
