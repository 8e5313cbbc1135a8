import { wordsFor } from '#src/slack/words/index.ts';
import type { SlackDirectory } from './directory.ts';

/** Something must be visible within a second, and the answer takes time too (milliseconds). */
const SOON_MS = 300;

/** "Loading" may be shown this much longer (milliseconds). */
const PATIENT_MS = 2_000;

export type PersonalWords = ReturnType<typeof createPersonalWords>;

/** The words for texts that only one person sees. None of these throws. */
export function createPersonalWords(
  directory: Pick<SlackDirectory, 'knownLanguage' | 'language' | 'knownTimeZone'>,
) {
  return {
    /** Their time zone (IANA), if Slack has told it. */
    timeZone: (userId: string) => directory.knownTimeZone(userId),
    /** By what is known without asking, for texts that must be there at once. */
    known: (userId: string) => wordsFor(directory.knownLanguage(userId)),
    /** Waits only a moment for Slack, so it may be used before an acknowledgement. */
    soon: async (userId: string) => wordsFor(await directory.language(userId, SOON_MS)),
    /** Waits longer, for texts that replace something already visible. */
    of: async (userId: string) => wordsFor(await directory.language(userId, PATIENT_MS)),
  };
}
