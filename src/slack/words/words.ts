import type * as en from './en/index.ts';

/**
 * Every sentence that people read, by topic. English is the shape: another language is declared as
 * `Words`, so that a sentence without its twin does not compile.
 *
 * Words hold no logic and know no markup of what they are given: their callers pass text that
 * is ready for its place (escaped for mrkdwn, `visible` for plain text), numbers as numbers, and lists
 * as lists, so that each language joins and counts in its own way.
 */
export type Words = typeof en;
