import type { SourceCheck } from '#src/relay/source-check.ts';

/** Findings about source URLs. A missing URL was not checked, or too long ago. */
export type SourceChecks = ReadonlyMap<string, SourceCheck>;

/** How long a preview or a review waits for checks, in milliseconds; later results are shown the next time. */
export const PREVIEW_WAIT_MS = 3_000;

/** Keeps findings for a while, by URL. */
export interface SourceCheckStore {
  readonly load: (urls: readonly string[]) => Promise<SourceChecks>;
  readonly save: (url: string, check: SourceCheck) => Promise<void>;
}

/** Checks sources. Decisions only read what is stored. */
export interface SourceLooks {
  /** Whether a list with a missing file or one that is not media is refused. */
  readonly isRequired: boolean;
  /** Reads stored findings without asking any server. */
  readonly stored: (urls: readonly string[]) => Promise<SourceChecks>;
  /**
   * Checks sources without a recent result, and waits at most `waitMs`; later results are stored. Concurrent callers
   * share one check. Resolves with undefined if sources are not checked at all.
   */
  readonly looked: (urls: readonly string[], waitMs: number) => Promise<SourceChecks | undefined>;
  /** Checks those not checked since a time, in Unix milliseconds, and waits in the same way. */
  readonly lookedSince: (
    urls: readonly string[],
    sinceMs: number,
    waitMs: number,
  ) => Promise<SourceChecks>;
  /** Begins the checks without waiting. */
  readonly begin: (urls: readonly string[]) => void;
}
