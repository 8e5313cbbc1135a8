import type { SourceCheck } from '#src/relay/source-check.ts';

/** What was found out about source URLs. A URL that is missing was not looked at, or too long ago. */
export type SourceChecks = ReadonlyMap<string, SourceCheck>;

/** How long a preview or a review waits for a look, in milliseconds; what comes later is shown the next time. */
export const PREVIEW_WAIT_MS = 3_000;

/** Where findings are kept, for a while, by URL. */
export interface SourceCheckStore {
  readonly load: (urls: readonly string[]) => Promise<SourceChecks>;
  readonly save: (url: string, check: SourceCheck) => Promise<void>;
}

/** Looks at sources. Reading and looking are two things: a decision only reads. */
export interface SourceLooks {
  /** Whether a list with a file that is missing or no media is refused. */
  readonly isRequired: boolean;
  /** What is stored; asks no server. */
  readonly stored: (urls: readonly string[]) => Promise<SourceChecks>;
  /**
   * Looks at what was not looked at lately, and waits for that no longer than `waitMs`; what takes longer is stored
   * when it comes. Concurrent callers share one look.
   */
  readonly looked: (urls: readonly string[], waitMs: number) => Promise<SourceChecks>;
  /** The same for what was not looked at since a moment, in Unix milliseconds. */
  readonly lookedSince: (
    urls: readonly string[],
    sinceMs: number,
    waitMs: number,
  ) => Promise<SourceChecks>;
  /** Begins to look, and waits for nothing. */
  readonly begin: (urls: readonly string[]) => void;
}
